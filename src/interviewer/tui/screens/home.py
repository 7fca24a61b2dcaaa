"""The first screen: what can be done, what was done last, and which grader is on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from interviewer.domain.interviews import InterviewRow
from interviewer.domain.questions import TRACK_NAMES, Track
from interviewer.ports import InterviewerError
from interviewer.practice.due import due_count
from interviewer.tui import messages
from interviewer.tui.answer_rows import answer_line
from interviewer.tui.due import bring_up_to_date, due_line, practise_due
from interviewer.tui.keys import binding
from interviewer.tui.offer import model_offer
from interviewer.tui.recent_rows import LOOKED_BACK, Recent, interview_line, recent, short_title
from interviewer.tui.safe_text import one_line
from interviewer.tui.screens.base import AppScreen
from interviewer.tui.widgets.banner import Banner
from interviewer.tui.widgets.fitted import Draw, Fitted, hanging
from interviewer.tui.widgets.key_line import KeyLine
from interviewer.tui.widgets.row_list import FixedRows, RowList
from interviewer.tui.widgets.title_bar import TitleBar
from interviewer.tui.wording import NOT_USED, ago, counted, instead_of_settings, told, word_count

if TYPE_CHECKING:
    from interviewer.domain.transcripts import Draft

RECENT, FEWEST_RECENT = 5, 1
AROUND_MENU = 6  # lines of the screen that are neither the menu's nor the offer's
OFFER_MARGIN, WIDEST = 6, 104
MOVED = "how your scores moved, topics, what is due"
RESCUED = "Rescued:"
TAGLINE = "Mock interviews for AI and ML product managers"
FIRST_TIME = (
    "Press {ai_pm} or {ml_pm} for a question. Answer as you would speak, in your own words.",
    "{submit} submits. You see score, vote, and what to fix first.",
    "Then press {retry} and answer it again.",
)

Act = Callable[[], None]
Row = tuple[Draw, Act | None]


@dataclass(frozen=True, slots=True)
class _Known:
    """What Home shows, read from the store in one go. `interview` waits to be gone on with; `due` are so many today."""

    draft: Draft | None = None
    interview: InterviewRow | None = None
    recent: tuple[Recent, ...] = ()
    count: int = 0
    due: int = 0


class HomeScreen(AppScreen[None]):
    TERMS: ClassVar[tuple[str, ...]] = ("track", "offline", "model", "draft", "signal", "vote")
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("home.resume", "resume"),
        binding("home.continue", "continue"),
        binding("home.ai_pm", "practise('ai_pm')"),
        binding("home.ml_pm", "practise('ml_pm')"),
        binding("home.due", "due"),
        binding("home.interview", "app.open('interview')"),
        binding("home.drills", "app.open('drills')"),
        binding("home.questions", "app.open('questions')"),
        binding("home.history", "app.open('history')"),
        binding("home.progress", "app.open('progress')"),
        binding("home.settings", "app.open('settings')"),
        binding("home.grader", "app.switch_grader"),
        binding("home.quit", "app.quit"),
        binding("app.palette", "app.command_palette", footer=True),
    ]

    def __init__(self) -> None:
        super().__init__(id="home")
        self.known = _Known()
        self.actions: list[Act | None] = []

    def compose(self) -> ComposeResult:
        yield TitleBar()
        with Vertical(id="column"):
            yield Static(TAGLINE, id="tagline", markup=False)
            yield Banner()
            yield RowList(id="menu")
            yield Fitted(self._grader, id="offer")
        yield KeyLine()

    def on_mount(self) -> None:
        if self.services.notice:
            self.query_one(Banner).show(NOT_USED, instead_of_settings(self.services.notice))
        elif self.services.rescued:
            self.query_one(Banner).show(RESCUED, self.services.rescued)

    def on_screen_resume(self) -> None:
        """Each time the screen comes to the front, the first time too."""
        self._show()
        self.call_after_refresh(self.run_worker, self._bring_due_up_to_date, group="due", exclusive=True)

    async def _bring_due_up_to_date(self) -> None:
        if await bring_up_to_date(self.interviewer) and self.is_attached:
            self._show()

    def on_settings_changed(self, message: messages.SettingsChanged) -> None:
        super().on_settings_changed(message)
        self.query_one("#offer", Fitted).redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "back":
            return False
        if action == "resume":
            return self.known.interview is not None
        return self.known.draft is not None if action == "continue" else True

    def unavailable(self) -> Mapping[str, str]:
        return {"home.resume": "No interview is paused.", "home.continue": "There is no draft to continue."}

    def _read(self) -> _Known:
        store = self.services.store
        waiting = next(iter(store.interviews(limit=1, open_only=True)), None)
        others = [each for each in store.interviews(limit=RECENT) if waiting is None or each.id != waiting.id]
        answers = [
            each
            for each in store.answers(limit=RECENT * LOOKED_BACK)
            if waiting is None or each.session_id != waiting.id
        ]
        return _Known(
            draft=store.newest_draft(),
            interview=waiting,
            recent=tuple(recent(answers, others, RECENT)),
            count=store.count_answers(),
            due=due_count(store, self.services.clock),
        )

    def _show(self) -> None:
        try:
            self.known = self._read()
        except (InterviewerError, OSError) as error:
            self.interviewer.say(f"Your answers cannot be read: {told(error)}", "error")
        menu = self.query_one(RowList)
        cursor = menu.cursor
        rows = self._rows()
        menu.show(FixedRows([(draw, act is not None) for draw, act in rows]), max(0, cursor))
        self.actions = [act for _, act in rows]
        self.refresh_bindings()

    def _rows(self) -> list[Row]:
        known = self.known
        rows: list[Row] = []
        if known.interview is not None:
            detail = self._interview_detail(known.interview)
            rows.append(self._entry("resume", "Resume the interview", detail, self.action_resume))
        if known.draft is not None:
            rows.append(self._entry("continue", "Continue your draft", _draft_line(known.draft), self.action_continue))
        answers = counted(known.count, "answer") if known.count else "no answers yet"
        open_ = self.interviewer.action_open
        rows += [
            self._entry("ai_pm", "Practise AI PM", "a question you have not just had", self._practiser("ai_pm")),
            self._entry("ml_pm", "Practise ML PM", "the same, for ML product managers", self._practiser("ml_pm")),
            *([self._entry("due", "Due today", due_line(known.due), self.action_due)] if known.count else []),
            self._entry("interview", "Interview", "a round or the whole loop, probed", partial(open_, "interview")),
            self._entry("drills", "Drills", "one skill at a time, short and graded", partial(open_, "drills")),
            self._entry("questions", "Question bank", "choose a question, add your own", partial(open_, "questions")),
            self._entry("history", "History", answers, partial(open_, "history")),
            *([self._entry("progress", "Progress", MOVED, partial(open_, "progress"))] if known.count else []),
            self._entry("settings", "Settings", "grader, model, what is sent where", partial(open_, "settings")),
            (_blank, None),
        ]
        if known.recent:
            interviews = any(isinstance(row, InterviewRow) for row in known.recent)
            rows.append((_heading("Recent answers and interviews" if interviews else "Recent answers"), None))
            room = max(FEWEST_RECENT, self._menu_lines() - len(rows))
            rows += [(self._recent(row), self._opener(row)) for row in known.recent[:room]]
        elif known.draft is None and known.interview is None:
            rows.append((_heading("First time here?"), None))
            names = {"ai_pm": "home.ai_pm", "ml_pm": "home.ml_pm", "submit": "drill.submit", "retry": "feedback.retry"}
            keys = {word: self.key(name) for word, name in names.items()}
            rows += [(_hint(line.format(**keys)), None) for line in FIRST_TIME]
        return rows

    def _menu_lines(self) -> int:
        """How many lines the menu has, before anything is laid out."""
        width, height = self.app.size
        offer = self._grader(min(width, WIDEST) - OFFER_MARGIN).plain.count("\n") + 1
        return height - AROUND_MENU - offer

    def _entry(self, name: str, label: str, detail: str, act: Act) -> Row:
        left = Content.assemble((f"{self.key(f'home.{name}')}  ", "bold $text-accent"), (f"{label:<22}", "bold"))
        line = left + Content.styled(detail, "$text-muted")
        return (lambda width: line), act

    def _practiser(self, track: Track) -> Act:
        return lambda: self.action_practise(track)

    def _interview_detail(self, row: InterviewRow) -> str:
        return f"{short_title(row)}, {TRACK_NAMES[row.track]}, {ago(row.updated_at, self.services.clock.now())}"

    def _recent(self, row: Recent) -> Draw:
        now = self.services.clock.now()
        if isinstance(row, InterviewRow):
            return lambda width: interview_line(row, now, width)
        return lambda width: answer_line(row, now, width)

    def _opener(self, row: Recent) -> Act:
        def open_it() -> None:
            if isinstance(row, InterviewRow):
                (self.interviewer.open_interview if row.open else self.interviewer.open_debrief)(row.id)
                return
            from interviewer.tui.transcripts import open_transcript

            open_transcript(self.interviewer, row.answer_id)

        return open_it

    def _grader(self, width: int) -> Content:
        app = self.interviewer
        now = Content.assemble(("● ", "$text-success"), (app.grader_line, "$foreground"))
        if app.settings.grader == "llm":
            now = Content.assemble(("▲ ", "$text-warning"), (app.grader_line, "$foreground"))
            other = "Back to the offline estimate, with which nothing is sent."
        else:
            other = model_offer(app.settings, self.services.endpoint).text
        key = Content.styled(f"{self.key('home.grader')} ", "bold $text-accent")
        return now + "\n" + hanging(width, key, Content.styled(other, "$text-muted"))

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        act = self.actions[message.index]
        if act is not None:
            act()

    def action_resume(self) -> None:
        if self.known.interview is not None:
            self.interviewer.open_interview(self.known.interview.id)

    def action_continue(self) -> None:
        draft = self.known.draft
        if draft is not None:
            self.post_message(messages.Ask(draft.track, draft.question))

    def action_due(self) -> None:
        self.run_worker(practise_due(self.interviewer), group="practise", exclusive=True)

    def action_practise(self, track: Track) -> None:
        self.post_message(messages.Practise(track))


def _draft_line(draft: Draft) -> str:
    return f"{counted(word_count(draft.text), 'word')} on “{one_line(draft.question.prompt)}”"


def _heading(text: str) -> Draw:
    return lambda width: Content.styled(text, "bold $text-muted")


def _hint(text: str) -> Draw:
    return lambda width: Content.styled(text, "$foreground")


def _blank(width: int) -> Content:
    return Content("")
