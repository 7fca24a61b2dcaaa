"""An interview line by line where a person sits before it: every line is safe when it is typed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewer.plain_interview import PlainInterview
from interviewer.practice.interview_session import InterviewSession, Tools
from tests.practice.kit import ANSWER, OFFLINE, begun, tools


class KilledError(Exception):
    """The program ends here, without a word."""


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[Tools]:
    parts = tools(tmp_path)
    yield parts
    parts.store.close()


def play(session: InterviewSession, lines: Iterator[str], *, live: bool = True) -> list[str]:
    """What is written while these lines are typed."""
    written: list[str] = []
    PlainInterview(
        session, OFFLINE, lines, write=written.append, note=written.append, show=lambda grade: "A GRADE",
        show_debrief=lambda debrief: f"A DEBRIEF: {debrief.decision}", live=live,
    ).run()  # fmt: skip
    return written


def test_a_kill_in_the_middle_of_an_answer_loses_no_line(kit: Tools) -> None:
    def typed() -> Iterator[str]:
        yield "I watched five of them work."
        yield "Then I set a limit."
        raise KilledError

    session = begun(kit)
    with pytest.raises(KilledError):
        play(session, typed())
    again = InterviewSession.resume(session.interview.id, kit)
    written = "\n".join(play(again, iter(["And I kept to it.", "."])))
    assert (
        "Your draft so far; what you type is added to it:\n\nI watched five of them work.\nThen I set a limit."
        in written
    )
    (reply, *_) = again.state.exchanges[0].replies
    assert reply.text == "I watched five of them work.\nThen I set a limit.\nAnd I kept to it."


def test_a_script_leaves_a_draft_of_the_app_alone(kit: Tools) -> None:
    session = begun(kit)
    session.keep("typed in the app", 5.0)
    play(session, iter([ANSWER, "."]), live=False)
    draft = session.draft()
    assert session.state.exchanges[0].replies[0].text == ANSWER
    assert draft is not None
    assert draft.text == "typed in the app"


def test_going_on_shows_what_was_said_to_the_question_so_far(kit: Tools) -> None:
    session = begun(kit)
    play(session, iter([ANSWER, "."]))
    written = play(InterviewSession.resume(session.interview.id, kit), iter([]))
    assert f"You: {ANSWER}\n" in written
    assert f"Interviewer: {session.state.exchanges[0].probes[0].text}\n" in written
    assert any("Paused." in line for line in written)


def test_why_no_more_was_asked_is_said(kit: Tools) -> None:
    session = begun(kit)
    written = play(session, iter(["I do not know, sorry.", "."] * 9))
    assert session.state.exchanges[0].left == "nothing_came"
    assert any("ollow-up: no answer came that could be followed up." in line for line in written)


def test_an_interview_to_its_end_shows_the_debrief_and_no_grades_before(kit: Tools) -> None:
    session = begun(kit)
    lines = (line for number in range(30) for line in (f"{ANSWER} It was case {number}.", "."))
    written = play(session, lines)
    assert written[-1].startswith("A DEBRIEF: ")
    assert "A GRADE\n" not in written
    assert session.turn == "over"


def test_an_interview_that_is_over_only_shows_its_debrief(kit: Tools) -> None:
    session = begun(kit)
    session.say(ANSWER, 1.0)
    session.leave()
    written = play(InterviewSession.resume(session.interview.id, kit), iter([]))
    assert written[-1].startswith("A DEBRIEF: ")
