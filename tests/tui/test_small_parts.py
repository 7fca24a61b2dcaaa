"""The parts without a screen: times, words, filters, the form's rules."""

from datetime import timedelta
from pathlib import Path

import pytest

from interviewer.domain.questions import KINDS, Question
from interviewer.ports import InterviewerError
from interviewer.tui import keys, question_draft, wording
from interviewer.tui.external_editor import edit_text, editor_command, free_name
from interviewer.tui.question_draft import QuestionDraft
from interviewer.tui.question_filter import QuestionFilter
from interviewer.tui.typing_time import TypingTime
from tests.tui.kit import NOON


def test_typing_time_counts_a_pause_to_think_but_not_a_lunch() -> None:
    typing = TypingTime(10.0)
    assert typing.seconds(NOON) == 10.0
    typing.key(NOON)
    typing.key(NOON + timedelta(seconds=20))
    assert typing.seconds(NOON + timedelta(seconds=25)) == 35.0
    typing.key(NOON + timedelta(hours=1))
    assert typing.seconds(NOON + timedelta(hours=1)) == 90.0


def test_typing_time_never_runs_backwards_when_the_clock_is_set_back() -> None:
    typing = TypingTime()
    typing.key(NOON)
    typing.key(NOON - timedelta(hours=1))
    assert typing.seconds(NOON - timedelta(hours=1)) == 0.0


def test_spoken_length_is_words_by_140_a_minute() -> None:
    assert wording.clock_time(wording.spoken_seconds(304)) == "2:10"
    assert wording.clock_time(4500) == "75:00"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(5, "now"), (300, "5 min"), (7200, "2 h"), (86_400, "1 day"), (200_000, "2 days"), (864_000, "4 Mar")],
)
def test_how_long_ago(seconds: int, shown: str) -> None:
    assert wording.ago(NOON - timedelta(seconds=seconds), NOON) == shown


def test_a_filter_takes_all_words_in_any_order_and_both_tracks() -> None:
    fair = Question(id="a", track="both", prompt="Is it fair to users?", kind="ethics", topic="fairness")
    price = Question(id="b", track="ai_pm", prompt="What does it cost?", kind="strategy")
    questions = [fair, price]
    assert QuestionFilter(words="USERS fair").chosen(questions, lambda _: False) == [fair]
    assert QuestionFilter(track="ml_pm").chosen(questions, lambda _: False) == [fair]
    assert QuestionFilter(kind="strategy").chosen(questions, lambda _: False) == [price]
    assert QuestionFilter(track="own").chosen(questions, lambda each: each == "b") == [price]
    assert QuestionFilter(words="fair cost").chosen(questions, lambda _: False) == []


def test_the_form_takes_its_bounds_from_the_domain() -> None:
    assert question_draft.bounds("minutes") == (1, 30)
    assert question_draft.problems(QuestionDraft(prompt="Why?")) == {}
    assert question_draft.problems(QuestionDraft(prompt=" \n", minutes="31")) == {
        "prompt": "a question needs words",
        "minutes": "from 1 to 30",
    }
    for text in ("", "x", "1.5", "-1", "²", "٣"):
        assert "minutes" in question_draft.problems(QuestionDraft(prompt="Why?", minutes=text)), text


def test_what_the_form_has_no_field_for_stays_with_a_question() -> None:
    before = Question(
        id="own-x", track="ai_pm", prompt="Why?", rounds=("onsite",), signals=("user_empathy",), source="a friend"
    )
    draft = question_draft.draft_of(before)
    assert question_draft.question_of(draft, before) == before
    moved = question_draft.question_of(QuestionDraft(prompt="Why?", track="ml_pm"), before)
    assert (moved.rounds, moved.source, moved.signals) == (("onsite",), "a friend", ())


def test_lists_of_the_form_hold_an_entry_a_line() -> None:
    made = question_draft.question_of(QuestionDraft(prompt="Why?", expects=" one \n\n two\n"), None)
    assert made.expects == ("one", "two")


def test_an_unsaved_question_comes_back_only_for_the_same_question(tmp_path: Path) -> None:
    file = tmp_path / "question-draft.json"
    typed = QuestionDraft(prompt="Wh\x1by?", kind=KINDS[3])
    file.write_text(question_draft.as_text("own-x", typed), encoding="utf-8")
    assert question_draft.kept(file, "own-x") == (typed, "")
    assert question_draft.kept(file, "") is None
    file.write_text(question_draft.as_text("", typed, "[[questions]]"), encoding="utf-8")
    assert question_draft.kept(file, "") == (typed, "[[questions]]")
    file.write_text('{"question": "own-x", "typed": {"colour": "red"}}', encoding="utf-8")
    assert question_draft.kept(file, "own-x") is None


def test_every_key_name_is_used() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in Path(keys.__file__).parent.rglob("*.py"))
    unused = [name for name in keys.KEYS if source.count(f'"{name}"') < 2]
    assert unused == []


def test_the_editor_is_visual_then_editor_then_what_there_is() -> None:
    assert editor_command({"VISUAL": "code -w", "EDITOR": "vi"}) == ["code", "-w"]
    assert editor_command({"VISUAL": " ", "EDITOR": "'my editor' -n"}) == ["my editor", "-n"]
    with pytest.raises(InterviewerError, match="EDITOR='x cannot be read"):
        editor_command({"EDITOR": "'x"})


def test_an_editor_that_fails_says_so_and_changes_nothing(tmp_path: Path) -> None:
    with pytest.raises(InterviewerError, match="could not be used"):
        edit_text("my words", tmp_path / "a.md", [str(tmp_path / "no-such-editor")])
    with pytest.raises(InterviewerError, match=r"ended with an error \(1\)"):
        edit_text("my words", tmp_path / "a.md", ["false"])


def test_an_editor_gives_back_what_it_wrote_without_the_newline_it_adds(tmp_path: Path) -> None:
    script = tmp_path / "editor.sh"
    script.write_text('#!/bin/sh\nprintf " and more\\n" >> "$1"\n', encoding="utf-8")
    script.chmod(0o700)
    assert edit_text("my words", tmp_path / "a.md", [str(script)]) == "my words and more"
    assert not (tmp_path / "a.md").exists()


def test_a_key_is_said_as_it_is_bound() -> None:
    assert keys.shown_key("drill.submit", {}) == "Ctrl+S"
    assert keys.shown_key("drill.submit", {"drill.submit": "f2,ctrl+g"}) == "f2"
    assert keys.shown_key("app.help_letter", {}) == "?"
    assert keys.shown_key("feedback.grade", {}) == "g"


def test_what_another_editing_left_behind_is_not_written_over(tmp_path: Path) -> None:
    first = free_name(tmp_path / "answer.md")
    first.write_text("words of a session that was ended", encoding="utf-8")
    second = free_name(tmp_path / "answer.md")
    assert second != first
    assert second.suffix == ".md"
