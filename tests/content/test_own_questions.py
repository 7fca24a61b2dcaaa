"""A person's own questions are saved whole or not at all, and the rest of their files stays as they wrote it."""

import multiprocessing
import stat
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewer.content.bank import Bank
from interviewer.content.own_questions import as_toml, question_id
from interviewer.content.question_files import load_questions
from interviewer.domain.questions import Question
from interviewer.ports import ContentError

MINE = """# my own
[[questions]]   # the first
id = "mine-1" # stable
track = "ai_pm"
prompt = 'Why?'
expects = [
  "a", # because
  "b",
]
# below the first

# above the second
[[questions]]
id = "mine-2"
track = "ml_pm"
prompt = "What?"
# the end
"""


def question(**fields: object) -> Question:
    return Question(**{"id": "mine-1", "track": "ai_pm", "prompt": "Why?", "expects": ("a", "b"), **fields})  # type: ignore[arg-type]


def test_a_new_question_goes_to_own_toml_and_is_there_after_a_restart(bank: Bank, own_folder: Path) -> None:
    bank.save_own(question(id="", prompt="Tell me about a time you stopped a launch.", minutes=6))
    (saved,) = [each for each in Bank(own_folder).questions() if bank.is_own(each.id)]
    assert saved == question(id="own-stopped-launch", prompt="Tell me about a time you stopped a launch.", minutes=6)
    path = own_folder / "own.toml"
    assert bank.own_file(saved.id) == path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_ids_made_from_prompts_are_telling_and_unique(bank: Bank) -> None:
    for _ in range(3):
        bank.save_own(question(id="", prompt="How do you set a threshold for alarms?"))
    assert [each.id for each in bank.questions() if bank.is_own(each.id)] == [
        "own-set-threshold-alarms",
        "own-set-threshold-alarms-2",
        "own-set-threshold-alarms-3",
    ]


@given(st.text(max_size=200), st.sets(st.text(max_size=20)))
def test_an_id_is_always_one_new_plain_word(prompt: str, taken: set[str]) -> None:
    made = question_id(prompt, taken | {"own"})
    assert made not in taken | {"own"}
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_an_edit_changes_one_field_and_keeps_every_comment(bank: Bank, own_file: Callable[[str], Path]) -> None:
    path = own_file(MINE)
    bank.save_own(question(minutes=5))
    assert path.read_text("utf-8") == MINE.replace("]\n# below", "]\nminutes = 5\n# below")
    bank.save_own(question())
    assert path.read_text("utf-8") == MINE


def test_an_edited_prompt_replaces_the_old_one_only(bank: Bank, own_file: Callable[[str], Path]) -> None:
    path = own_file(MINE)
    bank.save_own(question(prompt="Why now?"))
    assert path.read_text("utf-8") == MINE.replace("'Why?'", '"Why now?"')


def test_a_removed_question_comes_back_as_it_was_and_its_neighbours_stay(
    bank: Bank, own_file: Callable[[str], Path]
) -> None:
    path = own_file(MINE)
    removed = bank.remove_own("mine-1")
    assert removed == question()
    assert bank.get("mine-1") is None
    assert path.read_text("utf-8") == (
        "# my own\n# below the first\n\n# above the second\n" + MINE.partition("# above the second\n")[2]
    )
    assert removed is not None
    bank.save_own(removed)
    assert bank.get("mine-1") == removed


def test_nothing_is_removed_where_the_question_is_not_ones_own(bank: Bank, own_file: Callable[[str], Path]) -> None:
    path = own_file(MINE)
    assert bank.remove_own("ai-fairness-recommender") is None
    assert bank.remove_own("nothing-of-that-name") is None
    assert path.read_text("utf-8") == MINE
    assert bank.get("ai-fairness-recommender") is not None


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"prompt": ""}, "prompt"),
        ({"prompt": " \n"}, "prompt"),
        ({"minutes": 0}, "minutes"),
        ({"difficulty": 9}, "difficulty"),
        ({"signals": ("model_rigor",)}, "signals"),
        ({"kind": "trivia"}, "kind"),
        ({"id": "two words"}, "id"),
        ({"id": "ai-fairness-recommender"}, "id"),
    ],
)
def test_a_bad_question_is_refused_and_nothing_is_written(
    bank: Bank, own_file: Callable[[str], Path], fields: dict[str, object], field: str
) -> None:
    path = own_file(MINE)
    with pytest.raises(ContentError) as caught:
        bank.save_own(question(**fields))
    assert [each.field for each in caught.value.problems] == [field]
    assert path.read_text("utf-8") == MINE
    assert not (path.parent / "own.toml").exists()


@pytest.mark.parametrize("broken", ['[[questions]]\nid = "a\n', "questions = 5\n", '[questions]\nid = "a"\n'])
def test_a_file_that_cannot_be_edited_stays_as_it_is(bank: Bank, own_file: Callable[..., Path], broken: str) -> None:
    path = own_file(broken, "own.toml")
    with pytest.raises(ContentError) as caught:
        bank.save_own(question(id="new-one"))
    assert str(path) in str(caught.value)
    assert path.read_text("utf-8") == broken


def test_inline_entries_are_left_to_their_author(bank: Bank, own_file: Callable[[str], Path]) -> None:
    inline = 'questions = [{id = "mine-1", track = "ai_pm", prompt = "Why?"}]\n'
    path = own_file(inline)
    with pytest.raises(ContentError, match="edit it by hand"):
        bank.save_own(question(minutes=5))
    with pytest.raises(ContentError, match="edit it by hand"):
        bank.remove_own("mine-1")
    assert path.read_text("utf-8") == inline


def test_a_write_that_fails_leaves_the_old_file(bank: Bank, own_file: Callable[[str], Path]) -> None:
    path = own_file(MINE)

    def refuse(source: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        with pytest.raises(OSError, match="No space left"):
            bank.save_own(question(minutes=5))
    assert path.read_text("utf-8") == MINE
    assert [each.name for each in path.parent.glob("*.part")] == []


def test_a_linked_file_stays_a_link(bank: Bank, own_folder: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text(MINE)
    (own_folder / "mine.toml").symlink_to(real)
    bank.save_own(question(minutes=5))
    assert (own_folder / "mine.toml").is_symlink()
    assert "minutes = 5" in real.read_text()


TEXT = st.text(
    st.one_of(st.characters(codec="utf-8", exclude_categories=["Cc"]), st.sampled_from("\n\r\t")),
    min_size=1,
    max_size=80,
)
LISTS = st.lists(TEXT, max_size=4).map(tuple)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(prompt=TEXT.filter(str.strip), expects=LISTS, follow_ups=LISTS, source=TEXT, minutes=st.integers(1, 30))
def test_whatever_was_typed_is_read_back_the_same(
    *, own_folder: Path, prompt: str, expects: tuple[str, ...], follow_ups: tuple[str, ...], source: str, minutes: int
) -> None:
    typed = question(
        id="typed", prompt=prompt, expects=expects, follow_ups=follow_ups, source=source, minutes=minutes, track="both"
    )
    Bank(own_folder, built_in=own_folder / "none").save_own(typed)
    assert load_questions(own_folder / "own.toml") == ([typed], [])
    (own_folder / "copy.toml").write_text(as_toml(typed), encoding="utf-8", newline="")
    assert load_questions(own_folder / "copy.toml") == ([typed], [])
    (own_folder / "copy.toml").unlink()


def _add_ten(folder: str) -> None:
    bank = Bank(Path(folder))
    bank.questions()
    for _ in range(10):
        bank.save_own(question(id=""))


def test_two_programs_that_save_at_once_lose_nothing(own_folder: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_add_ten, args=(str(own_folder),)) for _ in range(2)]
    for each in writers:
        each.start()
    for each in writers:
        each.join(60)
    saved = tomllib.loads((own_folder / "own.toml").read_text())["questions"]
    assert len({each["id"] for each in saved}) == 20
