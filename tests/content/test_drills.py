"""The drills' rubrics are sound as shipped, and a mistake in one is told in one line with file, line and field."""

import shutil
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from interviewer.content.bank import Bank
from interviewer.content.data_folders import data_folder
from interviewer.content.drills import Drills
from interviewer.domain import follow_ups
from interviewer.domain.rubrics import DrillRubric
from interviewer.grading import sums
from interviewer.grading.evidence import sentences
from interviewer.grading.offline.checks import CONDITIONS, WHOLE_ANSWER
from interviewer.grading.offline.knowledge import DATA
from interviewer.ports import ContentError

WRITTEN = {"decision_memo", "one_page_prd", "project_narrative", "resume_bullet", "weak_to_strong"}
SPOKEN = {
    "career_story": 2, "three_initiatives": 5, "model_limitation": 2, "product_teardown": 5, "offer_negotiation": 3,
    "rice_ai_costs": 4, "metric_set": 4, "framework_fit": 4, "quantify_impact": 2, "use_cases": 4,
}  # fmt: skip
READ = {  # what the offline grader reads in a sentence beside the subjects of its lexicon
    "figure", "change", "time", "misconception", "implausible", "i_decides", "i_steps", "i_acts", "i_supports",
    "i_word", "we_decides", "we_word", "nobody_decides", "delegates", "discussed", "step",
}  # fmt: skip


@pytest.fixture(scope="module")
def shipped() -> list[DrillRubric]:
    drills = Drills()
    return [drills.rubric(drill) for drill in drills.ids()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the built-in rubrics that a test may spoil."""
    return Path(shutil.copytree(data_folder("rubrics"), tmp_path / "rubrics"))


def spoil(folder: Path, name: str, old: str, new: str) -> int:
    """Replaces the first `old` in the file and gives its line."""
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_all_fifteen_are_there_without_problems_and_with_their_length(shipped: list[DrillRubric]) -> None:
    assert Drills().problems() == []
    assert {each.id for each in shipped if each.words} == WRITTEN
    assert {each.id: each.minutes for each in shipped if each.minutes} == SPOKEN


def test_each_has_two_or_three_signals_with_checks_and_the_habits(shipped: list[DrillRubric]) -> None:
    for rubric in shipped:
        assert 2 <= len(rubric.signals) <= 3, rubric.id
        habits = ["specificity"] if rubric.id == "resume_bullet" else ["specificity", "ownership"]
        assert [each.id for each in rubric.habits] == habits, "nobody says I in a line of a CV"
        assert rubric.dimensions == (*rubric.signals, *rubric.habits)
        assert rubric.dimension("specificity") is rubric.habits[0]
        for signal in rubric.signals:
            polarities = Counter(check.polarity for check in signal.checks)
            assert 4 <= polarities.total() <= 6, (rubric.id, signal.id)
            assert polarities["negative"] >= 1, (rubric.id, signal.id)
            assert polarities["positive"] >= 3, "5.0 needs three met checks"
            assert all(bool(each.slot) == (each.polarity == "positive") for each in signal.checks)


def test_the_person_is_told_what_it_is_in_two_sentences(shipped: list[DrillRubric]) -> None:
    assert {each.id: len(sentences(each.what)) for each in shipped} == {each.id: 2 for each in shipped}


def test_no_signal_is_taken_for_one_that_was_calibrated_for_another_rubric(shipped: list[DrillRubric]) -> None:
    calibrated = set(tomllib.loads((DATA / "calibration.toml").read_text("utf-8"))["levels"])
    assert calibrated.isdisjoint({signal.id for rubric in shipped for signal in rubric.signals})


def test_the_offline_grader_knows_every_feature_that_a_check_looks_for(shipped: list[DrillRubric]) -> None:
    known = READ | set(tomllib.loads((DATA / "lexicon.toml").read_text("utf-8")))
    for check in (check for rubric in shipped for signal in rubric.signals for check in signal.checks):
        assert check.find, check.id
        for wanted in check.find:
            if wanted.startswith(WHOLE_ANSWER):
                assert wanted.removeprefix(WHOLE_ANSWER) in CONDITIONS
                continue
            if wanted.startswith(sums.PREFIX):
                assert wanted.removeprefix(sums.PREFIX) in sums.FINDINGS
                continue
            names = {name.removeprefix("!") for name in wanted.rstrip("~").split()}
            assert names - {"words"} <= known, (check.id, wanted)
        uses_words = any("words" in wanted.rstrip("~").split() for wanted in check.find)
        assert uses_words == bool(check.words), check.id


def test_every_probe_can_be_asked_aloud(shipped: list[DrillRubric]) -> None:
    for check in (check for rubric in shipped for signal in rubric.signals for check in signal.checks):
        for rule in (follow_ups.one_question, follow_ups.short_enough, follow_ups.plain_text, follow_ups.no_praise):
            assert rule(check.probe) == "", check.probe


def test_each_drill_has_two_to_five_questions_and_no_question_a_drill_that_is_not_there() -> None:
    asked = Counter(each.drill for each in Bank().questions() if each.drill is not None)
    assert set(asked) == set(Drills().ids())
    assert all(2 <= count <= 5 for count in asked.values()), asked
    assert asked.total() >= 45


def test_the_other_side_of_a_negotiation_pushes_three_to_five_times() -> None:
    pushes = [len(each.follow_ups) for each in Bank().questions() if each.drill == "offer_negotiation"]
    assert pushes
    assert all(3 <= count <= 5 for count in pushes)


@pytest.mark.parametrize(
    ("old", "new", "field", "message"),
    [
        ("weight = 0.45", "weight = 0.50", "weight", "sum to 1.05, not to 1"),
        ("weight = 0.30", 'weight = "0.30"', "signals[2].weight", "must be a number"),
        ("minutes = 2", "minutes = 90", "minutes", "must be at most 30"),
        ("minutes = 2", "minutes = 2\nwords = 300", "words", "stands beside minutes: give one of the two"),
        ('drill = "career_story"', 'drill = "story"', "drill", "must be 'career_story', as the file is called"),
        ('what = "', 'track = "ai_pm"\nwhat = "', "track", "is not a known field"),
        ('id = "own_decision"', 'id = "hard_call"', "checks.id", "'hard_call' stands twice"),
    ],
)
def test_a_mistake_is_named_with_file_line_and_field(
    folder: Path, *, old: str, new: str, field: str, message: str
) -> None:
    line = spoil(folder, "drills/career_story.toml", old, new)
    drills = Drills(folder)
    (problem,) = drills.problems()
    assert (problem.file, problem.field) == ("rubrics/drills/career_story.toml", field)
    assert line - 16 <= problem.line <= line + 1
    assert message in problem.message
    assert "\n" not in str(problem)
    assert drills.rubric("use_cases").drill == "use_cases"
    with pytest.raises(ContentError):
        drills.rubric("career_story")


def test_a_habit_that_is_left_out_must_be_one(folder: Path) -> None:
    line = spoil(folder, "drills/career_story.toml", "minutes = 2\n", 'minutes = 2\nwithout = ["humour"]\n')
    (problem,) = Drills(folder).problems()
    assert (problem.field, problem.line) == ("without", line + 1)
    assert problem.message == "there is no habit 'humour' (ownership, specificity)"


def test_a_drill_without_a_length_is_told(folder: Path) -> None:
    spoil(folder, "drills/career_story.toml", "minutes = 2\n", "")
    (problem,) = Drills(folder).problems()
    assert (problem.field, problem.message) == ("minutes", "is missing: give minutes, or words for a written drill")


def test_a_mistake_in_the_habits_is_told_once_for_all_drills(folder: Path) -> None:
    line = spoil(folder, "habits.toml", 'polarity = "positive"', 'polarity = "good"')
    (problem,) = Drills(folder).problems()
    assert (problem.file, problem.line, problem.field) == ("rubrics/habits.toml", line, "habits[1].checks[1].polarity")


def test_an_unknown_drill_is_told_with_those_that_are_there(folder: Path) -> None:
    for unknown in ("rice", "../ai_pm"):
        with pytest.raises(ContentError, match=r"has no drill .*career_story, decision_memo"):
            Drills(folder).rubric(unknown)


def test_a_folder_without_drills_has_none_and_no_problems(tmp_path: Path) -> None:
    assert (Drills(tmp_path).ids(), Drills(tmp_path).problems()) == ((), [])


def test_the_digest_covers_the_drill_and_the_habits(folder: Path) -> None:
    before = Drills(folder).rubric("use_cases").sha256
    (folder / "drills/use_cases.toml").open("a", encoding="utf-8").write("# a note\n")
    between = Drills(folder).rubric("use_cases").sha256
    (folder / "habits.toml").open("a", encoding="utf-8").write("# a note\n")
    assert len({before, between, Drills(folder).rubric("use_cases").sha256}) == 3
