"""The app put together from its real parts, with a clock that stands still and a grader that follows a script."""

from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from textual import events
from textual.app import App
from textual.pilot import Pilot

from interviewer.cli.entry_text import entry_text
from interviewer.cli.program import Program
from interviewer.cli.question_text import question_text, read_question_text
from interviewer.content.bank import Bank
from interviewer.content.loops import LoopsFile
from interviewer.content.negotiation import NegotiationFile
from interviewer.content.rubrics import Rubrics
from interviewer.content.worked import WorkedAnswers
from interviewer.domain.questions import Question, Track
from interviewer.domain.transcripts import Answer
from interviewer.grading.offline.grader import OfflineGrader
from interviewer.paths import Paths
from interviewer.ports import FullStore, Grader, Interviewer, QuestionBank, RubricSource
from interviewer.practice.due import due_now
from interviewer.practice.interview_session import Tools
from interviewer.reports.html_progress import progress_report
from interviewer.settings import Settings, endpoint, save_settings
from interviewer.storage.database import open_store
from interviewer.tui.app import InterviewerApp
from interviewer.tui.services import Services, Start
from interviewer.tui.widgets.answer_editor import AnswerEditor
from interviewer.tui.widgets.grade_page import GradePage

AppPilot = Pilot[None]
NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
BUILT_IN = Bank()
RUBRICS = Rubrics()
LOOPS = LoopsFile()
WORKED = WorkedAnswers(BUILT_IN)
NEGOTIATION = NegotiationFile()
OFFLINE = OfflineGrader(RUBRICS, BUILT_IN)


class StillClock:
    """Moves when it is told to."""

    def __init__(self, now: datetime = NOON) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time

    def pass_seconds(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@dataclass
class Kit:
    """Parts of an app. `graders` is what `make_grader` gave, `environ` what `endpoint` looks at."""

    paths: Paths
    store: FullStore
    grader: Callable[[Settings], Grader]
    settings: Settings = field(default_factory=Settings)
    clock: StillClock = field(default_factory=StillClock)
    environ: dict[str, str] = field(default_factory=dict)
    bank: QuestionBank = BUILT_IN
    rubrics: RubricSource = RUBRICS
    interviewer: Interviewer | None = None
    notice: str = ""

    def services(self) -> Services:
        return Services(
            store=self.store,
            clock=self.clock,
            settings=self.settings,
            paths=self.paths,
            bank=lambda: self.bank,
            rubrics=lambda: self.rubrics,
            make_grader=self.grader,
            interview_tools=self.tools,
            endpoint=lambda settings: endpoint(settings, self.environ),
            save_settings=lambda changes: save_settings(self.paths.settings, changes),
            question_text=question_text,
            read_question=lambda text, question_id: read_question_text(text, question_id, self.bank),
            entry_text=self.entry_text,
            progress_page=progress_report,
            notice=self.notice,
            due=lambda: due_now(self.store, self.clock, self.bank, self.rubrics, LOOPS),
            worked=WORKED.of,
        )

    def tools(self, settings: Settings) -> Tools:
        """What an interview needs: built-in loops, the real offline grader, `interviewer` for the follow-ups."""
        return Tools(
            store=self.store, clock=self.clock, bank=self.bank, rubrics=self.rubrics, loops=LOOPS, quick=OFFLINE,
            interviewer=self.interviewer, negotiation=NEGOTIATION,
        )  # fmt: skip

    def entry_text(self, entry_id: str) -> str:
        """As the program gives it."""
        program = Program({"INTERVIEWER_HOME": str(self.paths.home)})
        return entry_text(program, self.store, entry_id)

    def app(self, start: Start | None = None) -> InterviewerApp:
        return InterviewerApp(self.services(), start=start)

    def run(
        self, start: Start | None = None, size: tuple[int, int] = (80, 24)
    ) -> AbstractAsyncContextManager[AppPilot]:
        return self.app(start).run_test(size=size, notifications=True)

    def question(self, question_id: str = "ai-fairness-recommender") -> Question:
        found = self.bank.get(question_id)
        assert found is not None
        return found

    def start(self, track: Track = "ai_pm", question_id: str = "ai-fairness-recommender") -> Start:
        return Start(track, self.question(question_id))

    def answered(self, text: str, *, number: int = 1, question_id: str = "ai-fairness-recommender") -> Answer:
        """An answer in the store, as many hours old as its number says."""
        answer = Answer(
            id=f"{number:08d}",
            session_id="earlier",
            position=0,
            track="ai_pm",
            question=self.question(question_id),
            text=text,
            typing_seconds=120.0,
            created_at=self.clock.now() - timedelta(hours=number),
        )
        self.store.save_answer(answer)
        return answer


@contextmanager
def new_kit(folder: Path, grader: Callable[[Settings], Grader]) -> Iterator[Kit]:
    paths = Paths(folder)
    paths.create()
    store = open_store(paths.database)
    try:
        yield Kit(paths=paths, store=store, grader=grader)
    finally:
        store.close()


async def until(pilot: AppPilot, condition: Callable[[], object], what: str = "") -> None:
    """Waits for something to become so, for five seconds at most."""
    for _ in range(200):
        if condition():
            return
        await pilot.pause(0.025)
    raise AssertionError(f"it did not come about: {what or condition}\n{screen_text(pilot.app)}")


def screen_text(app: App[None]) -> str:
    """What is on the screen, line by line, without colours."""
    size = app.size
    lines = app.screen._compositor.render_strips(size)
    return "\n".join("".join(segment.text for segment in line).rstrip() for line in lines)


def said(app: App[None], text: str) -> bool:
    """Whether the screen says so, wherever its lines are broken."""
    words = screen_text(app).translate(dict.fromkeys(map(ord, "█▌│╭╮╰╯─"), " "))
    return text in " ".join(words.split())


async def graded(pilot: AppPilot) -> None:
    """Until a grade is on the screen."""
    await until(pilot, lambda: pilot.app.screen.query(GradePage), "a grade")
    await pilot.pause()


async def pasted(pilot: AppPilot, text: str) -> None:
    """Text into what has the focus, as a terminal pastes it: much quicker than key by key."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


def written(app: App[None], text: str) -> None:
    """Types a text in one go."""
    app.screen.query_one(AnswerEditor).insert(text)
