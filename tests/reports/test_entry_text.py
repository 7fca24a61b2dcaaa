"""An answer or interview as text: all of it, in 79 columns, and nothing in it steers a terminal."""

import dataclasses
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewer.cli.entry_text import entry_text
from interviewer.cli.program import Program
from interviewer.ports import InterviewerError
from tests.practice.kit import grade
from tests.tui.history_kit import MODEL, given, scored
from tests.tui.interview_kit import grade_all, played
from tests.tui.kit import OFFLINE, Kit, new_kit

NASTY = "I chose \x1b[2J exposure \u202e because [bold]nobody[/] else did. " + "word " * 60


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kit]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    with new_kit(tmp_path / "home", lambda settings: OFFLINE) as made:
        yield made


def text_of(kit: Kit, entry_id: str) -> str:
    return entry_text(Program({"INTERVIEWER_HOME": str(kit.paths.home)}), kit.store, entry_id)


def test_an_answer_has_its_labels_its_question_and_every_grade_the_newest_first(kit: Kit) -> None:
    answer = given(kit, NASTY, 1)
    scored(kit, answer.id, 2.0)
    scored(kit, answer.id, 4.0, grader=MODEL)
    kit.store.history.set_name(answer.id, "The \x1b[31mfair\x1b[0m one")
    kit.store.history.add_tags(answer.id, ["keep"])
    kit.store.history.set_note(answer.id, "Say it first.")
    text = text_of(kit, answer.id)
    assert "Answer of 14 Mar 2026, 11:00 · AI PM · try 1\n#keep\nNote: Say it first." in text
    assert "How do you ensure fairness in a recommendation system?" in text
    assert "I chose \\x1b[2J exposure \\u202e because [bold]nobody[/] else did." in text
    assert text.index("Graded 14 Mar 2026, 11:02") < text.index("gpt-5-mini") < text.index("Graded 14 Mar 2026, 11:01")
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert max(map(len, text.splitlines())) <= 79


def test_an_answer_that_nobody_graded_says_so(kit: Kit) -> None:
    assert text_of(kit, given(kit, "I stopped it.", 1).id).endswith("\n\nNot graded yet.\n")


def test_an_answer_of_an_interview_has_what_was_asked_in_between(kit: Kit) -> None:
    session = played(kit)
    exchange = next(each for each in session.state.exchanges if each.probes and len(each.replies) > 1)
    words = " ".join(text_of(kit, exchange.answer_id).split())
    for said in (exchange.asked, exchange.replies[0].text, exchange.probes[0].text, exchange.replies[1].text):
        assert " ".join(said.split()) in words


def test_an_interview_has_every_word_the_grades_and_the_debrief(kit: Kit) -> None:
    session = played(kit)
    grade_all(kit, session)
    text = text_of(kit, session.interview.id)
    words = " ".join(text.split())
    for line in session.lines:
        assert " ".join(line.text.split()) in words
    answered = [each for each in session.state.exchanges if each.answer_id]
    assert text.count(", offline estimate, ") == len(answered)
    assert words.index("Question 1") < words.index("Question 2") < words.index("Debrief")


def test_what_is_gone_is_told(kit: Kit) -> None:
    with pytest.raises(InterviewerError, match="no longer there"):
        text_of(kit, "nothing-of-that-kind")


def test_an_unscored_grade_gives_its_reason(kit: Kit) -> None:
    session = played(kit)
    answer_id = next(each.answer_id for each in session.state.exchanges if each.answer_id)
    unscored = dataclasses.replace(grade(3.0), status="unscored", overall=None, reason="out of quota")
    kit.store.add_grade(answer_id, unscored, kit.clock.now())
    assert "[Not scored by offline estimate, 14 Mar 2026, 12:00: out of quota]" in text_of(kit, session.interview.id)
