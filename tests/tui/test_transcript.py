"""A stored answer on the screen: its labels and follow-ups, and the walk through its evidence."""

from functools import partial

import pytest

from interviewer.domain.grades import Evidence
from interviewer.domain.transcripts import Answer
from interviewer.tui.asked_between import asked_between
from interviewer.tui.evidence_marks import mark_answer
from interviewer.tui.screens.compare import CompareScreen
from interviewer.tui.screens.interview_transcript import InterviewTranscriptScreen
from interviewer.tui.screens.text_dialog import TextDialog
from interviewer.tui.screens.transcript import TranscriptScreen
from interviewer.tui.transcripts import open_transcript
from interviewer.tui.widgets.pick_view import PickView
from tests.tui.history_kit import FIRST, MODEL, SECOND, given, scored, two_tries
from tests.tui.interview_kit import debriefed, grade_all, played
from tests.tui.kit import AppPilot, Kit, graded, pasted, said, screen_text, until

pytestmark = pytest.mark.long


async def opened(pilot: AppPilot, answer: Answer) -> TranscriptScreen:
    open_transcript(pilot.app, answer.id)  # type: ignore[arg-type]
    await until(pilot, lambda: isinstance(pilot.app.screen, TranscriptScreen))
    await graded(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, TranscriptScreen)
    await until(pilot, lambda: screen.entry is not None)
    return screen


async def test_one_walks_through_the_evidence_in_the_order_of_the_answer_and_round_again(kit: Kit) -> None:
    _, second = two_tries(kit)
    async with kit.run(size=(120, 40)) as pilot:
        screen = await opened(pilot, second)
        quotes = [spot.evidence.quote for spot in screen.spots]
        assert quotes == ["I chose exposure", "Seller churn dropped", "from 12 % to 9 % in a quarter"]
        for number, quote in enumerate([*quotes, quotes[0]]):
            await pilot.press("n")
            place = f"{number % 3 + 1} of 3 ✓"
            await until(pilot, partial(said, pilot.app, place))
            assert screen.spots[screen.spot].evidence.quote == quote
        await pilot.press("p")
        await until(pilot, lambda: said(pilot.app, "3 of 3 ✓"))


async def test_choosing_a_check_oneself_begins_the_walk_anew(kit: Kit) -> None:
    _, second = two_tries(kit)
    async with kit.run(size=(120, 40)) as pilot:
        screen = await opened(pilot, second)
        await pilot.press("n", "n")
        await until(pilot, lambda: said(pilot.app, "2 of 3 ✓"))
        await pilot.press("down")
        await until(pilot, lambda: screen.spot == -1)
        await pilot.press("n")
        await until(pilot, lambda: said(pilot.app, "1 of 3 ✓"))


async def test_in_a_narrow_terminal_the_walk_brings_the_answer_up_and_escape_leads_back(kit: Kit) -> None:
    first, _ = two_tries(kit)
    async with kit.run(size=(80, 24)) as pilot:
        screen = await opened(pilot, first)
        assert not said(pilot.app, "Complaints went up in two regions.")
        await pilot.press("n")
        await until(pilot, lambda: said(pilot.app, "1 of 2") and said(pilot.app, "Complaints went up in two regions."))
        await pilot.press("n")
        await until(pilot, lambda: said(pilot.app, "2 of 2 !"))
        assert said(pilot.app, "!The team built a re-ranking step.")
        await pilot.press("escape")
        await until(pilot, lambda: said(pilot.app, "Fix first"))
        assert pilot.app.screen is screen


async def test_without_evidence_there_is_nothing_to_walk(kit: Kit) -> None:
    answer = given(kit, FIRST, 1)
    scored(kit, answer.id, 2.0)
    async with kit.run() as pilot:
        screen = await opened(pilot, answer)
        await pilot.press("n", "p")
        assert screen.spot == -1
        assert "Evidence" not in screen_text(pilot.app)


async def test_every_grade_that_it_ever_had_can_be_turned_to(kit: Kit) -> None:
    answer = given(kit, SECOND, 3)
    scored(kit, answer.id, 2.0)
    scored(kit, answer.id, 4.0, grader=MODEL)
    async with kit.run(size=(120, 36)) as pilot:
        await opened(pilot, answer)
        assert said(pilot.app, "gpt-5-mini, standard effort · 14 Mar 09:02 · grade 2 of 2")
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: said(pilot.app, "offline estimate · 14 Mar 09:01 · grade 1 of 2"))


async def test_the_question_stands_there_in_full_with_what_the_person_added(kit: Kit) -> None:
    answer = given(kit, SECOND, 3, question_id="ml-contract-kilos-for-pounds", track="ml_pm")
    scored(kit, answer.id, 2.0, track="ml_pm")
    history = kit.store.history
    history.set_name(answer.id, "The fair one")
    history.add_tags(answer.id, ["keep"])
    async with kit.run(size=(80, 24)) as pilot:
        await opened(pilot, answer)
        assert said(pilot.app, " ".join(answer.question.prompt.split()))
        assert said(pilot.app, "The fair one #keep")
        await pilot.press("N")
        await until(pilot, lambda: isinstance(pilot.app.screen, TextDialog))
        await pasted(pilot, "Say it first.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: said(pilot.app, "The fair one #keep Note: Say it first."))
        await pilot.press("t")
        await until(pilot, lambda: isinstance(pilot.app.screen, TextDialog))
        await pilot.press("escape", "e")
        await until(pilot, lambda: isinstance(pilot.app.screen, TextDialog))
        assert pilot.app.screen.text == "The fair one"  # type: ignore[attr-defined]


async def test_the_answer_or_the_whole_transcript_is_copied_and_it_is_compared(kit: Kit) -> None:
    _, second = two_tries(kit)
    async with kit.run() as pilot:
        await opened(pilot, second)
        await pilot.press("y")
        assert pilot.app.clipboard == SECOND
        await pilot.press("Y")
        await until(pilot, lambda: "Overall" in pilot.app.clipboard)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: said(pilot.app, "cannot be lent to a pager"))
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen))


# answers of interviews


def test_what_the_interviewer_asked_in_between_stands_where_it_was_asked(kit: Kit) -> None:
    session = played(kit)
    exchange = next(each for each in session.state.exchanges if each.probes and len(each.replies) > 1)
    found = kit.store.transcript(exchange.answer_id)
    assert found is not None
    between = asked_between(kit.store, found.answer)
    assert between[0][1].plain == f"Interviewer  {exchange.probes[0].text}\n\n"
    at = between[0][0]
    assert found.answer.text[at:].startswith(exchange.replies[1].text)
    assert asked_between(kit.store, given(kit, FIRST, 1)) == []


def test_marks_stay_on_their_words_with_a_question_in_between() -> None:
    from textual.content import Content

    from interviewer.domain.grades import CheckVerdict

    answer = "I chose exposure.\n\nI stopped it."
    check = CheckVerdict(
        id="x", polarity="positive", verdict="met", points=2, reason="",
        evidence=(Evidence(2, 16, answer[2:16]), Evidence(21, 28, answer[21:28])),
    )  # fmt: skip
    marked = mark_answer(answer, [check], check, [(19, Content("Interviewer  And then?\n\n"))])
    assert marked.content.plain == "I chose exposure.\n\nInterviewer  And then?\n\nI stopped it."
    assert marked.first == 2
    words = [
        marked.content.plain[span.start : span.end] for span in marked.content.spans if "reverse" in str(span.style)
    ]
    assert words == ["chose exposure", "stopped"]


async def test_the_follow_ups_show_in_the_answer(kit: Kit) -> None:
    session = played(kit)
    grade_all(kit, session)
    exchange = next(each for each in session.state.exchanges if each.probes and len(each.replies) > 1)
    found = kit.store.transcript(exchange.answer_id)
    assert found is not None
    async with kit.run(size=(80, 50)) as pilot:
        await opened(pilot, found.answer)
        await pilot.press("v")
        await until(pilot, lambda: said(pilot.app, f"Interviewer {exchange.probes[0].text}"))


async def test_an_interview_is_read_with_the_grade_of_each_answer_which_opens_it(kit: Kit) -> None:
    session = played(kit)
    grade_all(kit, session)
    async with kit.run(size=(100, 40)) as pilot:
        pilot.app.open_debrief(session.interview.id)  # type: ignore[attr-defined]
        await debriefed(pilot)
        await pilot.press("v")
        await until(pilot, lambda: isinstance(pilot.app.screen, InterviewTranscriptScreen))
        view = pilot.app.screen.query_one(PickView)
        grades = [block for block in view.blocks if block.opens]
        answered = [each for each in session.state.exchanges if each.answer_id]
        assert [block.opens for block in grades] == [each.answer_id for each in answered]
        shown = "\n".join(line.plain for line in grades[0].lines(90))
        assert "opens the whole feedback" in shown
        for _ in range(40):
            if view.chosen >= 0:
                break
            await pilot.press("down")
        await pilot.press("Y")
        await until(pilot, lambda: "---- Question 1 -" in pilot.app.clipboard)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TranscriptScreen))
        assert pilot.app.screen.answer.id == answered[0].answer_id  # type: ignore[attr-defined]
