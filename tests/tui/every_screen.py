"""Every screen of the app, opened from Home one after the other: for what must hold on all of them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from textual.command import CommandList
from textual.screen import Screen
from textual.widgets import TextArea

from interviewer.domain.transcripts import Answer
from interviewer.practice.drill import grade_stored
from interviewer.settings import Settings
from interviewer.tui.app import InterviewerApp
from interviewer.tui.screens.chat import ChatScreen
from interviewer.tui.screens.drill import DrillScreen
from interviewer.tui.screens.negotiation import NegotiationScreen
from interviewer.tui.widgets.answer_editor import AnswerEditor
from interviewer.tui.widgets.row_list import RowList
from tests.tui.interview_kit import debriefed, grade_all, played
from tests.tui.kit import OFFLINE, AppPilot, Kit, graded, said, until, written

LONG = (
    "At a payroll company clerks dismissed 78 percent of our warnings, so I watched nine of them work. I decided to "
    "drop the warnings on bonuses, because those were right but useless, and set a limit of one in 40.\n\n"
    "We saw complaints fall from 31 to 12 a week. I refused to ship the second model: it cost $0.04 a payslip and won "
    "back nothing that a clerk had not already seen.\n"
) * 4


@dataclass
class Walk:
    """`interview` is one under way, `over` one that has ended with grades, `answer` one that has a grade."""

    kit: Kit
    pilot: AppPilot
    interview: str
    over: str
    answer: Answer

    @property
    def app(self) -> InterviewerApp:
        assert isinstance(self.pilot.app, InterviewerApp)
        return self.pilot.app

    @property
    def screen(self) -> Screen[Any]:
        return self.app.screen

    async def home(self) -> None:
        """Back to Home, once nothing is read any more."""
        await until(self.pilot, lambda: not any(worker.is_running for worker in self.app.workers), "rest")
        while len(self.app.screen_stack) > 1:
            self.app.pop_screen()
        await self.pilot.pause()

    async def shown(self, name: str) -> None:
        """Until a screen of that class is in front and has something on it."""
        await until(self.pilot, lambda: type(self.screen).__name__ == name, name)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()


Way = Callable[[Walk], Awaitable[None]]


@asynccontextmanager
async def walking(kit: Kit, size: tuple[int, int] = (80, 24), settings: Settings | None = None) -> AsyncIterator[Walk]:
    """The app at Home, with answers, grades and interviews in its store; the real offline grader grades."""
    kit.grader = lambda settings: OFFLINE
    kit.settings = settings or kit.settings
    kit.environ["OPENAI_API_KEY"] = "sk-1"
    answers = [kit.answered(LONG, number=number) for number in (1, 2)]
    answers.append(kit.answered("I don't know.", number=3, question_id="ai-fairness-disparate-impact"))
    for answer in answers[:2]:
        async for _ in grade_stored(answer, OFFLINE, kit.store, kit.clock):
            pass
    ended = played(kit)
    grade_all(kit, ended)
    under_way = played(kit, turns=1, seed=2)
    async with kit.run(size=size) as pilot:
        await pilot.pause()
        yield Walk(kit, pilot, under_way.interview.id, ended.interview.id, answers[0])


async def _home(walk: Walk) -> None:
    await walk.press("down")


async def _drill(walk: Walk) -> None:
    walk.app.ask("ai_pm", walk.kit.question())
    await walk.shown("DrillScreen")
    written(walk.app, LONG)
    await until(walk.pilot, lambda: walk.screen.query_one(AnswerEditor).text == LONG)


async def _dialog(walk: Walk) -> None:
    walk.app.ask("ai_pm", walk.kit.question("ai-first-eval-set-no-users"))
    await walk.shown("DrillScreen")
    await walk.press("ctrl+s")
    await walk.shown("Dialog")


async def _feedback(walk: Walk) -> None:
    walk.app.ask("ai_pm", walk.kit.question())
    await walk.shown("DrillScreen")
    assert isinstance(walk.screen, DrillScreen)
    walk.screen.editor.load_text(f"{LONG}\nAnd {walk.kit.store.count_answers()} more.")
    await walk.press("ctrl+s")
    await walk.shown("FeedbackScreen")
    await graded(walk.pilot)
    await walk.press("down", "down")


async def _worked(walk: Walk) -> None:
    await _feedback(walk)
    await walk.press("escape", "w")
    await walk.shown("WorkedScreen")


async def _retry(walk: Walk) -> None:
    await _feedback(walk)
    await walk.press("r")
    await walk.shown("DrillScreen")


async def _opened(walk: Walk, name: str, screen: str, words: str) -> None:
    walk.app.action_open(name)
    await walk.shown(screen)
    await until(walk.pilot, lambda: said(walk.app, words) or walk.app.size.width < 60, words)


async def _history(walk: Walk) -> None:
    await _opened(walk, "history", "HistoryScreen", "newest first")
    await until(walk.pilot, lambda: len(walk.screen.query_one(RowList).rows) > 2, "rows")
    await walk.press("down", "down")


async def _filters(walk: Walk) -> None:
    await _history(walk)
    await walk.press("f")
    await walk.shown("FilterDialog")


async def _note(walk: Walk) -> None:
    await _history(walk)
    await walk.press("e")
    await walk.shown("TextDialog")


async def _transcript(walk: Walk) -> None:
    from interviewer.tui.transcripts import open_transcript

    open_transcript(walk.app, walk.answer.id)
    await walk.shown("TranscriptScreen")
    await graded(walk.pilot)


async def _compare(walk: Walk) -> None:
    from interviewer.tui.compare import compare_with_earlier

    row = walk.kit.store.history.row(walk.answer.id)
    assert row is not None
    await compare_with_earlier(walk.app, row)
    await walk.shown("CompareScreen")


async def _questions(walk: Walk) -> None:
    await _opened(walk, "questions", "QuestionsScreen", "question")
    await until(walk.pilot, lambda: len(walk.screen.query_one(RowList).rows) > 2, "questions")
    await walk.press("down")


async def _track(walk: Walk) -> None:
    walk.app.ask_track("This question is asked for both.", lambda track: None)
    await walk.shown("TrackDialog")


async def _form(walk: Walk) -> None:
    walk.app.action_open("new_question")
    await walk.shown("QuestionFormScreen")
    walk.screen.query(TextArea).first().insert("Why this market, and why now?")
    await walk.pilot.pause()


async def _preview(walk: Walk) -> None:
    await _form(walk)
    await walk.press("f2")
    await walk.shown("PreviewScreen")


async def _settings(walk: Walk) -> None:
    await _opened(walk, "settings", "SettingsScreen", "What is sent where")


async def _help(walk: Walk) -> None:
    await walk.press("f1")
    await walk.shown("HelpScreen")


async def _drills(walk: Walk) -> None:
    await _opened(walk, "drills", "DrillsScreen", "Drills")
    await until(walk.pilot, lambda: len(walk.screen.query_one(RowList).rows) > 2, "drills")


async def _progress(walk: Walk) -> None:
    await _opened(walk, "progress", "ProgressScreen", "Progress")


async def _start(walk: Walk) -> None:
    await _opened(walk, "interview", "InterviewStartScreen", "Interview")


async def _chat(walk: Walk) -> None:
    walk.app.open_interview(walk.interview, self_scores=False)
    await walk.shown("ChatScreen")
    await _settled(walk)
    written(walk.app, LONG)
    await walk.pilot.pause()


async def _settled(walk: Walk) -> None:
    chat = walk.screen
    assert isinstance(chat, ChatScreen)
    await until(walk.pilot, lambda: chat.step is not None and not chat.step.is_running, "the next turn")
    await walk.pilot.pause()


async def _negotiation(walk: Walk) -> None:
    walk.app.ask("ai_pm", walk.kit.question("drill-offer-first-ai-pm"))
    await until(walk.pilot, lambda: isinstance(walk.screen, NegotiationScreen), "the negotiation")
    await _settled(walk)


async def _debrief(walk: Walk) -> None:
    walk.app.open_debrief(walk.over)
    await debriefed(walk.pilot)


async def _talk(walk: Walk) -> None:
    await _debrief(walk)
    await walk.press("v")
    await walk.shown("InterviewTranscriptScreen")


async def _palette(walk: Walk) -> None:
    await walk.press("ctrl+p")
    await walk.shown("CommandPalette")
    commands = walk.screen.query_one(CommandList)
    await until(walk.pilot, lambda: commands.option_count > 10 and commands.region.height > 4, "commands")
    await walk.press("down", "down")


WAYS: dict[str, Way] = {
    "home": _home, "drill": _drill, "an empty answer": _dialog, "feedback": _feedback, "worked answers": _worked,
    "retry": _retry, "history": _history, "filters": _filters, "a note": _note, "transcript": _transcript,
    "comparison": _compare, "questions": _questions, "which track": _track, "form": _form, "preview": _preview,
    "settings": _settings, "help": _help, "drills": _drills, "progress": _progress, "beginning": _start, "chat": _chat,
    "negotiation": _negotiation, "debrief": _debrief, "conversation": _talk, "palette": _palette,
}  # fmt: skip
