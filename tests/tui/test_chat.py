"""An interview in the app: the conversation, the editor below it, and what comes between."""

from collections.abc import Callable
from typing import cast

import pytest

from interviewer.domain.questions import Question
from interviewer.ports import FollowUp, QuestionBank, StoreError
from interviewer.storage.store import SqliteStore
from interviewer.tui.screens.chat import ChatScreen
from interviewer.tui.screens.feedback import FeedbackScreen
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.widgets.banner import Banner
from tests.tui.interview_kit import (
    Chat,
    ScriptedInterviewer,
    SlowGrader,
    answer,
    chatting,
    debriefed,
    planned,
    played,
)
from tests.tui.kit import OFFLINE, Kit, graded, said, screen_text, until
from tests.tui.test_text_stays_text import NASTY, clean

TAKEN_UP = "You dropped the warnings on bonuses: what did the clerks lose by that?"
FULL = "the database is locked by another program: try again"


@pytest.fixture
def offline(kit: Kit) -> Kit:
    kit.grader = lambda settings: OFFLINE
    return kit


async def test_a_realistic_round_gives_no_feedback_before_its_debrief(offline: Kit) -> None:
    interview = planned(offline)
    async with chatting(offline, interview) as chat:
        assert said(chat.pilot.app, "Phone screen · question 1 of 3 · hiring manager")
        assert chat.screen.session.lines[-1].kind == "question"
        await chat.to_panel("over")
        talk = "\n".join(line.plain for lines in chat.screen.talk._wrapped for line in lines)
        assert talk.count("Question ") == 3
        assert "Feedback" not in talk
        assert not chat.screen.check_action("feedback", ())
        assert said(chat.pilot.app, "The interview is over")
        await chat.pilot.press("enter")
        await debriefed(chat.pilot)
        await until(chat.pilot, lambda: said(chat.pilot.app, "HIRE"))
    assert not offline.store.interviews(limit=1)[0].open


async def test_a_coached_round_gives_feedback_after_each_question_and_its_key_opens_all_of_it(offline: Kit) -> None:
    async with chatting(offline, planned(offline, mode="coached"), size=(100, 40)) as chat:
        await chat.to_panel("next")
        await until(chat.pilot, lambda: said(chat.pilot.app, "0.45 × "))
        assert said(chat.pilot.app, "Fix first")
        assert len(chat.screen.session.state.exchanges) == 1
        await chat.pilot.press("f2")
        await graded(chat.pilot)
        assert isinstance(chat.pilot.app.screen, FeedbackScreen)
        await chat.pilot.press("escape")
        await chat.pilot.press("n")
        await chat.ready()
        assert said(chat.pilot.app, "question 2 of 3")
        assert chat.screen.box.editor.has_focus


@pytest.mark.parametrize("mode", ["realistic", "coached"])
async def test_where_the_interviewer_goes_on_early_it_says_why_and_so_does_the_transcript(
    offline: Kit, mode: str
) -> None:
    why = "No further follow-up: no answer came that could be followed up."
    interview = planned(offline, mode=mode)
    async with chatting(offline, interview, size=(100, 40)) as chat:
        await chat.say("I don't know.")
        assert not said(chat.pilot.app, "follow-up: ")
        await chat.say("No idea.")
        await until(chat.pilot, lambda: said(chat.pilot.app, why))
        assert chat.screen.session.state.exchanges[0].left == "nothing_came"
        await chat.pilot.press("escape")
    async with chatting(offline, interview, size=(100, 40)) as chat:
        assert screen_text(chat.pilot.app).count("No further follow-up") == 1, "once, on coming back too"


async def test_the_clock_stands_still_while_feedback_is_read(offline: Kit) -> None:
    async with chatting(offline, planned(offline, mode="coached")) as chat:
        await chat.to_panel("next")
        before = chat.screen.session.seconds()
        offline.clock.pass_seconds(300)
        assert chat.screen.session.seconds() == before
        await chat.pilot.press("n")
        await chat.ready()
        offline.clock.pass_seconds(5)
        assert chat.screen.session.seconds() == before + 5


async def test_an_interview_goes_on_in_mid_question_with_its_draft(offline: Kit) -> None:
    interview = planned(offline)
    async with chatting(offline, interview) as chat:
        await chat.say(answer(0))
        offline.clock.pass_seconds(3)
        chat.screen.box.editor.insert("half a thought")
        asked = chat.screen.session.lines[-1].text
        await chat.pilot.press("escape", "enter")
        await until(chat.pilot, lambda: isinstance(chat.pilot.app.screen, HomeScreen))
    async with offline.run() as pilot:
        assert said(pilot.app, "Resume the interview Phone screen, AI PM")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChatScreen))
        screen = pilot.app.screen
        assert isinstance(screen, ChatScreen)
        await Chat(pilot, screen).ready()
        assert screen.box.editor.text == "half a thought"
        assert screen.session.lines[-1].text == asked
        assert said(pilot.app, asked)
        assert said(pilot.app, "draft kept")


@pytest.mark.parametrize("key", ["ctrl+q", "escape"])
async def test_leaving_keeps_the_last_key(offline: Kit, key: str) -> None:
    interview = planned(offline)
    async with chatting(offline, interview) as chat:
        await chat.pilot.press(*"mine", key)
        if key == "escape":
            await chat.pilot.press("enter")
        await chat.pilot.pause()
    draft = offline.store.draft(f"interview:{interview.id}")
    assert draft is not None
    assert draft.text == "mine"


async def test_a_question_back_is_answered_and_the_turn_stays(offline: Kit) -> None:
    async with chatting(offline, planned(offline), size=(100, 40)) as chat:
        await chat.say("Could you repeat that?")
        assert [line.kind for line in chat.screen.session.lines[-2:]] == ["clarification", "clarification"]
        assert chat.screen.session.turn == "candidate"
        assert said(chat.pilot.app, "You │ Could you repeat that?") or said(chat.pilot.app, "Could you repeat that?")
        assert chat.screen.box.editor.text == ""


async def test_silence_is_only_said_when_it_is_meant(offline: Kit) -> None:
    async with chatting(offline, planned(offline)) as chat:
        await chat.pilot.press("ctrl+s")
        await until(chat.pilot, lambda: said(chat.pilot.app, "Say nothing?"))
        await chat.pilot.press("enter")
        assert chat.screen.session.lines[-1].kind == "question"
        await chat.pilot.press("ctrl+s")
        await until(chat.pilot, lambda: said(chat.pilot.app, "Say nothing?"))
        await chat.pilot.press("down", "enter")
        await until(chat.pilot, lambda: chat.screen.session.lines[-1].kind == "follow_up")
        await chat.ready()
        assert said(chat.pilot.app, "(you said nothing)")


def seen(chat: Chat) -> list[str]:
    """The conversation as far as it is on the screen, without its scrollbar."""
    region = chat.screen.talk.region
    lines = screen_text(chat.pilot.app).splitlines()[region.y : region.bottom]
    return [line[: region.right - 3].rstrip() for line in lines]


async def test_text_that_comes_late_leaves_the_reader_where_they_are(offline: Kit) -> None:
    interviewer = ScriptedInterviewer(lambda request: FollowUp(text=TAKEN_UP))
    offline.interviewer = interviewer
    async with chatting(offline, planned(offline), size=(80, 20)) as chat:
        chat.screen.box.editor.insert(answer(0) * 5)
        await chat.pilot.press("ctrl+s")
        await until(chat.pilot, lambda: interviewer.asked == 1)
        assert chat.screen.talk.at_end
        await chat.pilot.press("pageup")
        await chat.pilot.pause()
        place, shown = chat.screen.talk.scroll_offset.y, seen(chat)
        interviewer.go.set()
        await until(chat.pilot, lambda: said(chat.pilot.app, "new below"))
        assert chat.screen.talk.scroll_offset.y == place
        assert seen(chat) == shown
        await chat.pilot.press("f3")
        await until(chat.pilot, lambda: said(chat.pilot.app, TAKEN_UP))
        assert not said(chat.pilot.app, "new below")


async def test_feedback_that_comes_late_above_moves_nothing(offline: Kit) -> None:
    grader = SlowGrader()
    offline.grader = lambda settings: grader
    async with chatting(offline, planned(offline, mode="coached"), size=(80, 20)) as chat:
        await chat.to_panel("next")
        await until(chat.pilot, lambda: said(chat.pilot.app, "Grading your answer … reading it slowly (1 of 2)"))
        await chat.pilot.press("n")
        await chat.ready()
        await chat.say("Could you repeat that?")
        before = seen(chat)
        grader.go.set()
        gradings = chat.screen.interviewer.gradings
        await until(chat.pilot, lambda: not gradings.under_way(chat.screen.session.interview.id))
        await chat.pilot.pause(0.1)
        assert 0 in chat.screen.feedback.grades
        assert seen(chat) == before


async def test_a_grade_does_not_keep_the_next_question_waiting(offline: Kit) -> None:
    grader = SlowGrader()
    offline.grader = lambda settings: grader
    async with chatting(offline, planned(offline)) as chat:
        while len(chat.screen.session.state.exchanges) < 2:
            await chat.say(answer(len(chat.screen.session.lines)))
        assert chat.screen.session.turn == "candidate"
        await until(chat.pilot, lambda: grader.begun == 1)
        first = chat.screen.session.state.exchanges[0]
        assert offline.store.grades_of(first.answer_id) == []
        grader.go.set()
        await until(chat.pilot, lambda: offline.store.grades_of(first.answer_id))


async def test_grading_goes_on_when_one_leaves_the_interview(offline: Kit) -> None:
    grader = SlowGrader()
    offline.grader = lambda settings: grader
    async with chatting(offline, planned(offline)) as chat:
        while len(chat.screen.session.state.exchanges) < 2:
            await chat.say(answer(len(chat.screen.session.lines)))
        await until(chat.pilot, lambda: grader.begun == 1)
        await chat.pilot.press("escape", "enter")
        await until(chat.pilot, lambda: isinstance(chat.pilot.app.screen, HomeScreen))
        grader.go.set()
        first = chat.screen.session.state.exchanges[0]
        await until(chat.pilot, lambda: offline.store.grades_of(first.answer_id))


@pytest.mark.parametrize("error", [StoreError("the disk is full: make room"), ZeroDivisionError("ours")])
async def test_a_failed_grade_is_no_score_and_says_why(offline: Kit, error: Exception) -> None:
    grader = SlowGrader(fails=[error])
    grader.go.set()
    offline.grader = lambda settings: grader
    async with chatting(offline, planned(offline, mode="coached"), size=(100, 40)) as chat:
        await chat.to_panel("next")
        await until(chat.pilot, lambda: said(chat.pilot.app, "Not scored."))
        assert said(chat.pilot.app, str(error))
        await chat.pilot.press("f2")
        await until(chat.pilot, lambda: said(chat.pilot.app, "Not graded yet"))
        await chat.pilot.press("g")
        await graded(chat.pilot)
        await chat.pilot.press("escape")
        await until(chat.pilot, lambda: said(chat.pilot.app, "0.45 × "))


async def test_ones_own_score_is_kept_before_the_grade_is_shown_and_stands_against_it(offline: Kit) -> None:
    interview = planned(offline, mode="coached")
    async with chatting(offline, interview, self_scores=True, size=(100, 40)) as chat:
        await chat.to_panel("score")
        first = chat.screen.session.state.exchanges[0]
        await until(chat.pilot, lambda: offline.store.grades_of(first.answer_id))
        await chat.pilot.pause(0.1)
        assert not said(chat.pilot.app, "0.45 × ")
        await chat.pilot.press("4")
        await chat.ready()
        assert chat.screen.session.state.exchanges[0].self_score == 4
        await until(chat.pilot, lambda: said(chat.pilot.app, "Your own score was 4,"))
        assert said(chat.pilot.app, "0.45 × ")
        assert chat.screen.panel.topic == "next"


async def test_no_score_of_ones_own_is_fine_too(offline: Kit) -> None:
    async with chatting(offline, planned(offline), self_scores=True) as chat:
        await chat.to_panel("score")
        await chat.pilot.press("enter")
        await chat.ready()
        assert chat.screen.session.state.exchanges[0].self_score is None
        assert said(chat.pilot.app, "question 2 of 3")


def failing(monkeypatch: pytest.MonkeyPatch, *kinds: str) -> Callable[[], None]:
    """add_events raises for events of these kinds (without any, for all) until the function given back is called."""
    add = SqliteStore.add_events
    broken = [True]

    def add_events(
        self: SqliteStore, interview_id: str, position: int, events: list[object], **options: object
    ) -> None:
        if broken[0] and (not kinds or any(type(each).__name__ in kinds for each in events)):
            raise StoreError(FULL)
        add(self, interview_id, position, events, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(SqliteStore, "add_events", add_events)

    def mend() -> None:
        broken[0] = False

    return mend


async def test_what_cannot_be_stored_stays_in_the_editor(offline: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    async with chatting(offline, planned(offline)) as chat:
        mend = failing(monkeypatch)
        await chat.say("I chose the smaller model, because it was 40 percent cheaper to run.")
        assert said(chat.pilot.app, "it is still here")
        assert said(chat.pilot.app, FULL)
        assert chat.screen.box.editor.text.startswith("I chose the smaller model")
        await chat.pilot.press("!")
        draft = f"interview:{chat.screen.session.interview.id}"
        await until(chat.pilot, lambda: (kept := offline.store.draft(draft)) and kept.text.endswith("run.!"))
        mend()
        await chat.pilot.press("f5")
        await chat.ready()
        assert chat.screen.box.editor.text == ""
        assert not chat.screen.query_one(Banner).has_class("-shown")
        said_ = [line.text for line in chat.screen.session.lines if line.speaker == "candidate"]
        assert said_ == ["I chose the smaller model, because it was 40 percent cheaper to run.!"]
        assert offline.store.draft(draft) is None


async def test_a_follow_up_that_cannot_be_stored_is_tried_again_with_the_same_key(
    offline: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with chatting(offline, planned(offline)) as chat:
        mend = failing(monkeypatch, "Probed", "MovedOn")
        await chat.say("I chose the smaller model, because it was 40 percent cheaper to run.")
        assert said(chat.pilot.app, "The interview could not go on.")
        assert chat.screen.session.turn == "interviewer"
        await chat.pilot.press(*"and")
        mend()
        await chat.pilot.press("ctrl+s")
        await chat.ready()
        assert chat.screen.session.lines[-1].kind == "follow_up"
        assert chat.screen.box.editor.text == "and"
        assert not chat.screen.query_one(Banner).has_class("-shown")


async def test_hostile_text_is_text(offline: Kit) -> None:
    steering = NASTY + " which figure did you have before?"
    offline.interviewer = ScriptedInterviewer(lambda request: FollowUp(text=steering, reason=NASTY))
    offline.interviewer.go.set()
    kit = offline
    question = Question(
        id="own-x", track="ai_pm", prompt=NASTY, kind="behavioural", rounds=("phone_screen",), topic=NASTY
    )
    kit.bank = cast("QuestionBank", OnlyQuestion(question))
    interview = planned(kit, mode="coached")
    async with chatting(kit, interview, size=(120, 100)) as chat:
        assert said(chat.pilot.app, "[bold]B[/bold]")
        assert clean(chat.pilot)
        for _ in range(4):
            if chat.screen.panel.is_open:
                break
            await chat.say(f"{NASTY} {answer(1)}")
            assert clean(chat.pilot)
        await chat.to_panel("next")
        await until(chat.pilot, lambda: said(chat.pilot.app, "Feedback"))
        assert clean(chat.pilot)


class OnlyQuestion:
    """A bank with a single question."""

    def __init__(self, question: Question) -> None:
        self.question = question

    def questions(self) -> tuple[Question, ...]:
        return (self.question,)

    def topics(self) -> tuple[()]:
        return ()

    def problems(self) -> tuple[()]:
        return ()

    def get(self, question_id: str) -> Question | None:
        return self.question if question_id == self.question.id else None

    def is_own(self, question_id: str) -> bool:
        return True

    def save_own(self, question: Question) -> None:
        raise NotImplementedError

    def remove_own(self, question_id: str) -> Question | None:
        raise NotImplementedError


async def test_any_size_of_terminal_and_back(offline: Kit) -> None:
    async with chatting(offline, planned(offline, mode="coached"), size=(100, 40)) as chat:
        await chat.say(answer(0))
        text = "I set the limit at 4 %.\n\n" * 30
        chat.screen.box.editor.insert(text)
        for size in ((40, 12), (10, 4), (200, 60), (40, 12)):
            await chat.pilot.resize_terminal(*size)
            await chat.pilot.pause()
        assert chat.screen.box.editor.text == text
        assert chat.screen.talk.at_end
        assert chat.screen.talk.size.height >= 2
        await chat.pilot.press("backspace", "ctrl+s")
        await chat.ready()
        await chat.pilot.resize_terminal(100, 40)
        await chat.pilot.pause()
        assert said(chat.pilot.app, chat.screen.session.lines[-1].text)
        assert chat.screen.talk.at_end


async def test_a_letter_typed_over_the_conversation_goes_to_the_editor(offline: Kit) -> None:
    async with chatting(offline, planned(offline)) as chat:
        await chat.pilot.press("a", "tab")
        assert chat.screen.talk.has_focus
        await until(chat.pilot, lambda: said(chat.pilot.app, "back to your answer"))
        await chat.pilot.press("j", "k", "question_mark")
        assert chat.screen.box.editor.text == "ajk?"
        assert chat.screen.box.editor.has_focus


async def test_what_is_typed_while_the_interviewer_thinks_is_for_the_next_turn(offline: Kit) -> None:
    interviewer = ScriptedInterviewer(lambda request: FollowUp(text=TAKEN_UP))
    offline.interviewer = interviewer
    async with chatting(offline, planned(offline)) as chat:
        chat.screen.box.editor.insert(answer(0))
        await chat.pilot.press("ctrl+s")
        await until(chat.pilot, lambda: interviewer.asked == 1)
        await until(chat.pilot, lambda: said(chat.pilot.app, "The interviewer is thinking"))
        await chat.pilot.press(*"well", "ctrl+s")
        assert chat.screen.box.editor.text == "well"
        interviewer.go.set()
        await chat.ready()
        assert said(chat.pilot.app, TAKEN_UP)
        assert chat.screen.box.editor.text == "well"
        assert [line.speaker for line in chat.screen.session.lines].count("candidate") == 1


async def test_pausing_while_a_model_thinks_cancels_it_and_loses_nothing(offline: Kit) -> None:
    interviewer = ScriptedInterviewer(lambda request: FollowUp(text="Never asked, is it?"))
    offline.interviewer = interviewer
    interview = planned(offline)
    async with chatting(offline, interview) as chat:
        chat.screen.box.editor.insert(answer(0))
        await chat.pilot.press("ctrl+s")
        await until(chat.pilot, lambda: interviewer.asked == 1)
        await chat.pilot.press("escape", "enter")
        await until(chat.pilot, lambda: isinstance(chat.pilot.app.screen, HomeScreen))
        assert interviewer.cancelled == 1
    offline.interviewer = None
    async with chatting(offline, interview) as chat:
        kinds = [line.kind for line in chat.screen.session.lines]
        assert kinds == ["greeting", "question", "answer", "follow_up"]


async def test_why_a_model_asked_nothing_is_said_under_the_follow_up(offline: Kit) -> None:
    offline.interviewer = ScriptedInterviewer(lambda request: FollowUp(text="", reason="it took longer than 15 s"))
    offline.interviewer.go.set()
    async with chatting(offline, planned(offline), size=(100, 40)) as chat:
        await chat.say(answer(0))
        assert said(chat.pilot.app, "This follow-up is the rubric's own: it took longer than 15 s.")


async def test_between_rounds_one_goes_on_now_or_another_day(offline: Kit) -> None:
    interview = planned(offline, "executive", "phone_screen")
    async with chatting(offline, interview, size=(120, 36)) as chat:
        await chat.to_panel("round")
        assert said(chat.pilot.app, "Phone screen, about 30 minutes, 3 questions")
        await chat.pilot.press("l")
        await until(chat.pilot, lambda: isinstance(chat.pilot.app.screen, HomeScreen))
        await chat.pilot.press("r")
        await until(chat.pilot, lambda: isinstance(chat.pilot.app.screen, ChatScreen))
        screen = chat.pilot.app.screen
        assert isinstance(screen, ChatScreen)
        again = Chat(chat.pilot, screen)
        await again.ready()
        assert screen.panel.topic == "round"
        await chat.pilot.press("e")
        await until(chat.pilot, lambda: said(chat.pilot.app, "End the interview for good?"))
        await chat.pilot.press("enter")
        await until(chat.pilot, lambda: screen.panel.topic == "round")
        await chat.pilot.press("enter")
        await again.ready()
        assert said(chat.pilot.app, "Phone screen · question 1 of 3 · hiring manager · round 2 of 2")


async def test_an_interview_can_be_ended_for_good_with_a_debrief_on_what_was_said(offline: Kit) -> None:
    interview = planned(offline)
    async with chatting(offline, interview) as chat:
        await chat.say(answer(0))
        await chat.pilot.press("escape")
        await until(chat.pilot, lambda: said(chat.pilot.app, "Pause the interview?"))
        await chat.pilot.press("end", "enter")
        await debriefed(chat.pilot)
        await until(chat.pilot, lambda: said(chat.pilot.app, "not played to its end"))
    assert not offline.store.interviews(limit=1)[0].open


async def test_an_interview_that_went_on_in_another_copy_is_said_to_have_done_so(offline: Kit) -> None:
    interview = planned(offline)
    async with chatting(offline, interview) as chat:
        other = chat.screen.session.resume(interview.id, chat.screen.session.tools)
        other.say(answer(3), 1.0)
        await chat.say(answer(0))
        assert said(chat.pilot.app, "another copy")
        assert chat.screen.box.editor.text == answer(0)


async def test_a_follow_up_is_of_the_grader_that_is_on(offline: Kit) -> None:
    async with chatting(offline, planned(offline)) as chat:
        assert chat.screen.session.tools.interviewer is None
        offline.interviewer = ScriptedInterviewer(lambda request: FollowUp(text=TAKEN_UP))
        offline.interviewer.go.set()
        await chat.screen.interviewer.change_settings({"effort": "quick"})
        await until(chat.pilot, lambda: chat.screen.session.tools.interviewer is offline.interviewer)
        await chat.say(answer(0))
        assert said(chat.pilot.app, TAKEN_UP)


async def test_an_unfinished_interview_is_first_on_home_and_shows_no_grade_there(offline: Kit) -> None:
    session = played(offline, turns=5)
    assert len(session.state.exchanges) > 1
    async with offline.run() as pilot:
        lines = screen_text(pilot.app).splitlines()
        first = next(line for line in lines if line.strip("▌ "))
        assert "Recent answers" not in "\n".join(lines)
        assert any("Resume the interview" in line and "▌" in line for line in lines), first
