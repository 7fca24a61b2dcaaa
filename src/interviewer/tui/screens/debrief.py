"""What the committee says of an interview, and what to practise next."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Digits

from interviewer.domain.debriefs import Debrief
from interviewer.domain.grades import Grade
from interviewer.domain.questions import TRACKS
from interviewer.domain.scoring import arithmetic
from interviewer.ports import InterviewerError
from interviewer.practice.debrief import debrief
from interviewer.practice.interview_grades import grades_of, ungraded
from interviewer.practice.interview_session import InterviewSession
from interviewer.tui import messages
from interviewer.tui.debrief_blocks import ANSWER, ASK, blocks
from interviewer.tui.keys import binding
from interviewer.tui.safe_text import plain
from interviewer.tui.screens.base import AppScreen
from interviewer.tui.transcripts import open_transcript
from interviewer.tui.votes import decision_mark, vote_mark
from interviewer.tui.widgets.banner import Banner
from interviewer.tui.widgets.block_view import BlockView
from interviewer.tui.widgets.fitted import Fitted, hanging
from interviewer.tui.widgets.key_line import KeyLine
from interviewer.tui.widgets.pick_view import PickView
from interviewer.tui.widgets.title_bar import TitleBar
from interviewer.tui.wording import CAPS, counted, severity, told


@dataclass(frozen=True, slots=True)
class Heard:
    """All that the screen shows, read in one go."""

    session: InterviewSession
    grades: dict[int, Grade]
    debrief: Debrief

    @property
    def answers(self) -> dict[int, str]:
        return {each.position: each.answer_id for each in self.session.state.exchanges if each.answer_id}

    @property
    def missing(self) -> int:
        """How many answers have no score."""
        return sum(self.debrief.questions[position].score is None for position in self.answers)


class DebriefScreen(AppScreen[None]):
    """Reads the interview when it is shown, and again when a grade has come."""

    CSS_PATH = "../styles/debrief.tcss"
    AUTO_FOCUS = "#debrief"
    TERMS: ClassVar[tuple[str, ...]] = ("signal", "habit", "vote", "track", "evidence")
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("debrief.talk", "talk"),
        binding("debrief.grade", "grade"),
    ]

    def __init__(self, interview_id: str) -> None:
        super().__init__()
        self.interview_id = interview_id
        self.heard: Heard | None = None

    def compose(self) -> ComposeResult:
        yield TitleBar("Debrief")
        with Vertical(id="column"):
            yield Banner()
            with Horizontal(id="debrief-head"):
                yield Digits("", id="score")
                yield Fitted(self._head, id="debrief-lines")
            yield PickView(id="debrief")
        yield KeyLine()

    def on_screen_resume(self) -> None:
        """The first time, and when one comes back from an answer that may have been graded there."""
        self._read_again()

    def _read_again(self) -> None:
        self.run_worker(self._show(), group="debrief", exclusive=True)

    async def _show(self) -> None:
        try:
            heard = await asyncio.to_thread(self._read)
        except (InterviewerError, OSError) as error:
            self.query_one(Banner).show("The interview cannot be read.", told(error))
            return
        self.heard = heard
        self.query_one(Banner).hide()
        self.query_one(TitleBar).show(f"Debrief › {plain(heard.session.interview.title)}")
        self._show_score(heard.debrief)
        self.query_one("#debrief-lines", Fitted).redraw()
        self.query_one(PickView).show(blocks(heard.debrief, heard.grades, heard.answers))
        self.refresh_bindings()

    def _read(self) -> Heard:
        """In a thread: the bank, the rubrics and every grade are read."""
        tools = self.services.interview_tools(self.interviewer.settings)
        session = InterviewSession.look(self.interview_id, tools)
        grades = grades_of(session.state, tools.store)
        other = next(track for track in TRACKS if track != session.interview.track)
        found = debrief(
            session.state,
            grades,
            session.rubric,
            tools.rubrics.rubric(other),
            loops=session.loops,
            questions=tools.bank.questions(),
        )
        return Heard(session, grades, found)

    def _show_score(self, found: Debrief) -> None:
        digits = self.query_one("#score", Digits)
        digits.update(f"{found.score:.1f}" if found.score is not None else "")
        digits.set_classes(f"-{severity(found.score)}" if found.score is not None else "-none")

    def _head(self, width: int) -> Content:
        """The decision and how it came about."""
        if self.heard is None:
            return Content("")
        found = self.heard.debrief
        first = decision_mark(found.decision)
        if found.score is not None and found.vote is not None:
            first += Content("  ") + vote_mark(found.vote, found.score, found.capped_by)
        lines = [first, *Content(plain(found.why)).wrap(width)]
        if found.score is not None:
            lines += Content.styled(arithmetic(found.weighed, found.score), "$foreground").wrap(width)
        lines += [hanging(width, *_note(note)) for note in self._notes(found)]
        return Content("\n").join(lines)

    def _notes(self, found: Debrief) -> list[str]:
        """What qualifies it."""
        notes = list(found.notes)
        if found.capped_by:
            notes.append(CAPS.get(found.capped_by, f"The vote is capped by {found.capped_by}."))
        if not found.finished:
            notes.append("It was not played to its end; this stands on what was heard.")
        waiting = self.interviewer.gradings.under_way(self.interview_id)
        missing = self.heard.missing if self.heard else 0
        if waiting:
            notes.append(f"Grading {counted(waiting, 'answer')} …")
        elif missing:
            key = self.key("debrief.grade")
            notes.append(f"{counted(missing, 'answer has', 'answers have')} no score; {key} grades what is missing.")
        return notes

    # what the person does

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("grade", "talk") and self.heard is None:
            return False
        if action == "grade" and self.heard is not None:
            return bool(self.heard.missing) and not self.interviewer.gradings.under_way(self.interview_id)
        return True

    def unavailable(self) -> Mapping[str, str]:
        if self.heard is None:
            return {}
        waiting = self.interviewer.gradings.under_way(self.interview_id)
        graded = "The answers are being graded now." if waiting else "Every answer has a score already."
        return {"debrief.grade": graded}

    async def on_block_view_opened(self, message: BlockView.Opened) -> None:
        if message.opens.startswith(ANSWER):
            open_transcript(self.interviewer, message.opens.removeprefix(ANSWER))
        elif message.opens.startswith(ASK):
            await self._practise(message.opens.removeprefix(ASK))

    async def _practise(self, question_id: str) -> None:
        """The drill or question that trains what is to be fixed."""
        try:
            question = (await self.interviewer.bank()).get(question_id)
        except (InterviewerError, OSError) as error:
            self.interviewer.say(told(error), "error")
            return
        if question is None or self.heard is None:
            self.interviewer.say("The bank no longer has this question.", "warning")
            return
        self.post_message(messages.Ask(self.heard.debrief.track, question))

    async def action_grade(self) -> None:
        """Whatever has no score, with the grader that is on now."""
        if self.heard is None:
            return
        session = self.heard.session
        try:
            waiting = await asyncio.to_thread(ungraded, session.state, session.tools.store)
        except (InterviewerError, OSError) as error:
            self.interviewer.say(told(error), "error")
            return
        for exchange in waiting:
            self.interviewer.gradings.begin(exchange, session.interview)
        self.query_one("#debrief-lines", Fitted).redraw()
        self.refresh_bindings()

    def action_talk(self) -> None:
        from interviewer.tui.screens.interview_transcript import InterviewTranscriptScreen

        if self.heard is not None:
            self.app.push_screen(InterviewTranscriptScreen(self.heard.session, self.heard.grades))

    def on_question_graded(self, message: messages.QuestionGraded) -> None:
        if message.interview_id == self.interview_id:
            failure = self.interviewer.gradings.failure(self.interview_id, message.position)
            if failure:
                self.interviewer.say(f"Question {message.position + 1} was not graded: {failure}", "warning")
            self._read_again()


def _note(text: str) -> tuple[Content, Content]:
    return Content.styled("▲ ", "$text-warning"), Content.styled(plain(text), "$text-warning")
