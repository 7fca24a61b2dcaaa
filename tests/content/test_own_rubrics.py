"""A rubric of one's own: copied, changed, checked line by line, and never half usable."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import tomlkit

from interviewer.content.data_folders import data_folder
from interviewer.content.own_rubrics import OwnRubrics, few_positive, only_by_model
from interviewer.content.rubrics import Rubrics
from interviewer.domain.rubrics import Rubric
from interviewer.grading.offline.features import wrong_in_find
from interviewer.ports import ContentError

NEW_CHECK = """[[signals.checks]]
id = "names_regulator"
polarity = "positive"
points = 2
statement = "Names the regulator."
meaning = "Acme is supervised."
advice = "Name it."
probe = "Which regulator?"
"""
FIRST_CHECK = "[[signals.checks]]"
Change = Callable[[str], str]


@pytest.fixture
def own(tmp_path: Path) -> OwnRubrics:
    return OwnRubrics(tmp_path / "rubrics", Rubrics(), wrong_in_find)


@pytest.fixture
def acme(own: OwnRubrics) -> Path:
    return own.copy("ai_pm", "acme")


def replaced(old: str, new: str) -> Change:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return change


def added(*lines: str) -> Change:
    return replaced(FIRST_CHECK, NEW_CHECK + "".join(f"{line}\n" for line in lines) + "\n" + FIRST_CHECK)


def checks(rubric: Rubric) -> dict[str, tuple[str, ...]]:
    return {check.id: check.find for signal in rubric.signals for check in signal.checks}


def test_a_copy_has_everything_of_the_original_but_its_name(own: OwnRubrics) -> None:
    path = own.copy("ml_pm", "acme-lab", 'ML "product" manager at Acme')
    shipped, copied = Rubrics().rubric("ml_pm"), own.rubric("acme-lab")
    assert (copied.id, copied.track, copied.name) == ("acme-lab", "ml_pm", 'ML "product" manager at Acme')
    assert (copied.signals, copied.habits, copied.gate) == (shipped.signals, shipped.habits, shipped.gate)
    assert copied.sha256 != shipped.sha256
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text().count("#") >= data_folder("rubrics").joinpath("ml_pm.toml").read_text().count("#")


@pytest.mark.parametrize(
    "name", ["", "../evil", "a/b", "..", "Acme", "a b", "-a", "ai_pm", "habits", "resume_bullet", "x" * 61]
)
def test_a_name_that_cannot_be_used_is_refused(own: OwnRubrics, name: str) -> None:
    with pytest.raises(ContentError) as caught:
        own.copy("ai_pm", name)
    with pytest.raises(ContentError):
        own.save_text(name, "")
    assert "\n" not in str(caught.value)
    assert own.names() == []


def test_a_copy_replaces_none(own: OwnRubrics, acme: Path) -> None:
    with pytest.raises(ContentError, match="is there already"):
        own.copy("ml_pm", "acme")
    assert own.rubric("acme").track == "ai_pm"


def test_a_change_is_seen_at_once_and_changes_the_digest(own: OwnRubrics, acme: Path) -> None:
    before = own.rubric("acme")
    text = acme.read_text().replace("weight = 0.45", "weight = 0.35").replace("weight = 0.30", "weight = 0.40")
    acme.write_text(text)
    after = own.rubric("acme")
    assert [each.weight for each in after.signals] == [0.35, 0.40, 0.25]
    assert after.sha256 != before.sha256


WRONG: list[tuple[Change, str, str]] = [
    (replaced("weight = 0.45", "weight = 0.5"), "weight", "sum to 1.05, not to 1 (0.5 + 0.3 + 0.25)"),
    (replaced("weight = 0.45", "weight = 0"), "signals[1].weight", "must be greater than 0"),
    (replaced("weight = 0.45", 'weight = "half"'), "signals[1].weight", "must be a number, not 'half'"),
    (replaced('id = "acme"', 'id = "other"'), "id", "must be 'acme', as the file is called"),
    (replaced('id = "market_impact"', 'id = "impact"'), "signals[1].id", "'impact' is no signal of ai_pm"),
    (replaced('track = "ai_pm"', 'track = "pm"'), "track", "is not one of 'ai_pm' or 'ml_pm'"),
    (replaced('track = "ai_pm"', 'track = "ml_pm"'), "signals[1].id", "is no signal of ml_pm"),
    (replaced("points = 3", "points = 33"), "signals[1].checks[1].points", "must be at most 10, not 33"),
    (replaced('polarity = "positive"', 'polarity = "good"'), "signals[1].checks[1].polarity", "is not one of"),
    (replaced("[[signals.checks]]", "[[signals.check]]"), "signals[1].check", "is not a known field"),
    (replaced('["business result"', '["busines result"'), "signals[1].checks[1].find", "did you mean 'business'"),
    (added('find = ["answer:nothing"]'), "signals[1].checks[1].find", "is no condition of the whole answer"),
    (added('find = ["words figure"]'), "signals[1].checks[1].find", "speaks of the check's own words, and it has none"),
    (added('find = ["!figure"]'), "signals[1].checks[1].find", "names no feature that a sentence must have"),
    (added('words = ["_"]'), "signals[1].checks[1].words", "holds no word"),
    (added('slot = "\\u001b[2J"'), "signals[1].checks[1].slot", "control character"),
    (replaced('id = "result_measured"', 'id = "business_result"'), "checks.id", "'business_result' stands twice"),
    (replaced('id = "result_measured"', 'id = "Result"'), "signals[1].checks[2].id", "must be small letters"),
    (lambda text: text + '\n[[habits]]\nid = "x"\n', "habits", "are the same in every rubric"),
    (lambda text: text[: text.rindex("[[signals]]")], "signals", "lack technical_fluency"),
    (lambda text: text + "colour = 1\n", "signals[3].checks", "is not a known field"),
    (replaced('id = "acme"', 'id = "acme'), "", "not valid TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "field", "told"), WRONG)
def test_each_mistake_is_told_with_file_line_and_field(
    own: OwnRubrics, acme: Path, change: Change, field: str, told: str
) -> None:
    before = acme.read_text()
    acme.write_text(change(before))
    with pytest.raises(ContentError) as caught:
        own.rubric("acme")
    problem = next(each for each in caught.value.problems if told in each.message)
    assert (problem.file, problem.field.startswith(field)) == (str(acme), True)
    assert str(problem).isprintable()
    if field.count("[") == 2:  # the line of that very field, or of its check
        line = acme.read_text().split("\n")[problem.line - 1]
        assert line.startswith((field.rpartition(".")[2], "[[signals.checks]]"))
    assert own.find("acme") is None
    assert own.problems() == list(caught.value.problems)
    acme.write_text(before)
    assert own.rubric("acme").id == "acme"


def test_a_copied_check_keeps_working_by_its_id_whatever_its_words(own: OwnRubrics, acme: Path) -> None:
    shipped = checks(Rubrics().rubric("ai_pm"))
    document = tomlkit.parse(acme.read_text())
    for check in (check for signal in document["signals"] for check in signal["checks"]):
        for name in ("find", "words", "need"):
            check.pop(name, None)
    acme.write_text(tomlkit.dumps(document).replace('statement = "Says what', 'statement = "Tells us what', 1))
    rubric = own.rubric("acme")
    assert checks(rubric) == shipped
    assert rubric.signals[0].checks[0].statement.startswith("Tells us what")


def test_a_new_check_is_found_by_its_words_or_by_a_model_alone(own: OwnRubrics, acme: Path) -> None:
    plain = acme.read_text()
    acme.write_text(added('words = ["regulat*"]')(plain))
    assert checks(own.rubric("acme"))["names_regulator"] == ("words",)
    assert only_by_model(own.rubric("acme")) == []
    acme.write_text(added()(plain))
    assert [check.id for _, check in only_by_model(own.rubric("acme"))] == ["names_regulator"]


def test_a_signal_in_which_nobody_can_score_five_is_noticed(own: OwnRubrics, acme: Path) -> None:
    assert few_positive(own.rubric("acme"), 3) == []
    tables = tomllib.loads(acme.read_text())
    kept = [each["id"] for each in tables["signals"][0]["checks"] if each["polarity"] == "positive"][2:]
    text = acme.read_text()
    for check_id in kept:
        start = text.index(f'[[signals.checks]]\nid = "{check_id}"')
        end = min(at for at in (text.find("[[signals", start + 5), len(text)) if at > 0)
        text = text[:start] + text[end:]
    acme.write_text(text)
    assert [each.id for each in few_positive(own.rubric("acme"), 3)] == ["market_impact"]


def test_texts_can_be_taken_out_and_put_in_again(own: OwnRubrics, acme: Path, tmp_path: Path) -> None:
    other = OwnRubrics(tmp_path / "other", Rubrics())
    for name, text in own.texts():
        other.save_text(name, text)
    assert other.texts() == own.texts()
    assert other.rubric("acme") == own.rubric("acme")


def test_there_is_nothing_before_the_first_copy(own: OwnRubrics) -> None:
    assert (own.names(), own.problems(), own.texts(), own.find("acme")) == ([], [], [], None)
    with pytest.raises(ContentError, match="there is no rubric 'acme'"):
        own.rubric("acme")
