"""What is said where an interviewer goes on before every follow-up was asked."""

from dataclasses import replace

import pytest

from interviewer.domain.interviews import (
    ChosenQuestion,
    Exchange,
    Leaving,
    Probe,
    ProbeKind,
    Reply,
    RoundState,
    Said,
)
from interviewer.practice.why_moved_on import why_moved_on
from tests.practice.kit import LOOPS_FILE, QUESTION

PLAN = replace(next(each for each in LOOPS_FILE.loops().rounds if each.id == "phone_screen"), probes=2, probe_budget=4)
HERE = RoundState(plan=PLAN, questions=())


def done(left: Leaving | None, *kinds: ProbeKind, last: Said = "answer") -> Exchange:
    """A question with a follow-up of each kind."""
    probes = tuple(Probe(text=f"And {number}?", kind=kind, source="rubric") for number, kind in enumerate(kinds))
    replies = (*(Reply(text="So it was.", typing_seconds=1.0, said="answer") for _ in kinds),)
    return Exchange(
        position=0, round=0, chosen=ChosenQuestion(question=QUESTION, reason=""), asked=QUESTION.prompt, left=left,
        probes=probes, replies=(*replies, Reply(text="Then it ended.", typing_seconds=1.0, said=last)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("exchange", "told"),
    [
        (done("answered"), "No follow-up: there is nothing more to ask about this answer."),
        (done("answered", "hole"), "No further follow-up: there is nothing more to ask about this answer."),
        (done("budget", "hole"), "No further follow-up: the 4 follow-ups of this round have been asked."),
        (done("time"), "No follow-up: the time of this round is used up."),
        (done("nothing_came", last="no_idea"), "No follow-up: no answer came that could be followed up."),
        (done("nothing_came", "other_story", last="repeated"), "No further follow-up: what came had been said before."),
        (done("no_more_came", "hole"), "No further follow-up: the last ones brought nothing new."),
        (done("off_topic", "redirect"), "No further follow-up: by its words this was about something else."),
    ],
)  # fmt: skip
def test_it_says_why_in_a_line(exchange: Exchange, told: str) -> None:
    assert why_moved_on(exchange, HERE) == told


@pytest.mark.parametrize(
    "exchange",
    [done("budget", "hole", "depth"), done("answered", "redirect", "hole", "hole"), done("left"), done(None, "hole")],
)
def test_nothing_is_said_where_no_follow_up_was_left_or_the_candidate_was(exchange: Exchange) -> None:
    assert why_moved_on(exchange, HERE) == ""
