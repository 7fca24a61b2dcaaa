"""An interview line by line, for pipes, screen readers and terminals that cannot do more."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence

from interviewer.domain.debriefs import Debrief
from interviewer.domain.grades import Grade
from interviewer.domain.interviews import Exchange, Line
from interviewer.domain.questions import TRACKS
from interviewer.ports import Done, Grader, Step
from interviewer.practice.debrief import debrief
from interviewer.practice.interview_grades import grade_exchange, grades_of, ungraded
from interviewer.practice.interview_session import InterviewSession, run_offline
from interviewer.practice.why_moved_on import why_moved_on

END_OF_ANSWER = "."
END_OF_INTERVIEW = "/end"
HOW_TO_ANSWER = (
    "Type your answer, in as many lines as you like; a line with a single . ends it. You may ask back first."
    " A line with /end ends the interview for good; the end of the input pauses it."
)
BEST_SELF_SCORE = 5


class PlainInterview:
    """An interview, played from `lines` as long as they last.

    `write` gets what belongs to the interview, `note` what happens meanwhile, `progress` the steps of a grading (`note`
    where it is left out); `show` turns a grade into text, `show_debrief` a debrief. Where a person sits before it
    (`live`), every line is kept as a draft when it is typed. With `self_scores` the person is asked for a score of
    their own before each grade is made.
    """

    def __init__(
        self,
        session: InterviewSession,
        grader: Grader,
        lines: Iterator[str],
        *,
        write: Callable[[str], None],
        note: Callable[[str], None],
        show: Callable[[Grade], str],
        show_debrief: Callable[[Debrief], str],
        live: bool,
        self_scores: bool = False,
        progress: Callable[[str], None] | None = None,
    ) -> None:
        self.session = session
        self.grader = grader
        self.lines = lines
        self.write = write
        self.note = note
        self.show = show
        self.show_debrief = show_debrief
        self.live = live
        self.self_scores = self_scores
        self.progress = progress or note

    def run(self) -> bool:
        """Plays until the interview is over or the input ends; True where it is over.

        Raises StoreError, with everything up to the last stored turn kept.
        """
        self._open()
        told = False
        while self.session.turn != "over":
            if self.session.turn == "candidate":
                if not told:
                    self.note(HOW_TO_ANSWER)
                    told = True
                    if self.live:
                        self.session.warm_up()  # while the question is being read
                if not self._candidate():
                    self._pause()
                    return False
            else:
                self._interviewer()
        self._close()
        return True

    def _open(self) -> None:
        """Whom one talks to, or where the talk had got to."""
        session = self.session
        self.write(f"{session.interview.title}\n")
        self.note(f"Grader: {self.grader.description}")
        if session.tools.interviewer is not None:
            self.note(f"Interviewer: {session.tools.interviewer.description}")
        exchange = session.state.exchange
        if exchange is None:
            return
        self.write(f"Going on where you were, in the round “{self._round_name()}”.\n")
        self._say([line for line in session.lines if line.position == exchange.position], everything=True)

    def _round_name(self) -> str:
        here = self.session.state.round
        return here.plan.name if here else ""

    # the interviewer's turn

    def _interviewer(self) -> None:
        if self.session.turn == "nobody":
            lines = self.session.begin_round()
            here = self.session.state.rounds[-1]
            questions = f"{len(here.questions)} question{'' if len(here.questions) == 1 else 's'}"
            self.write(f"--- {here.plan.name}: about {here.plan.minutes} minutes, {questions} ---\n")
            self._say(lines)
            return
        before = self.session.state.exchange
        self._say(self._move())
        if before is not None and self.session.state.exchange is None:
            self._question_done(self.session.state.exchanges[before.position])

    def _move(self) -> Sequence[Line]:
        """A model's follow-up needs an event loop, the offline one does not."""
        if self.session.tools.interviewer is None:
            return run_offline(self.session)
        lines = asyncio.run(self.session.move())
        exchange = self.session.state.exchange
        if exchange is not None and exchange.pending is not None and exchange.pending.note:
            self.note(f"This follow-up is the offline one: {exchange.pending.note}.")
        return lines

    def _say(self, lines: Sequence[Line], *, everything: bool = False) -> None:
        """The interviewer's lines; with `everything` what the candidate said stands between them."""
        for line in lines:
            if line.speaker == "interviewer":
                self.write(f"{self._heading(line)}{line.text}\n")
            elif everything:
                self.write(f"You: {line.text}\n")

    def _heading(self, line: Line) -> str:
        if line.kind != "question" or line.position is None:
            return "Interviewer: "
        exchange = self.session.state.exchanges[line.position]
        here = self.session.state.rounds[exchange.round]
        number = here.exchanges.index(exchange) + 1
        return f"Question {number} of {len(here.questions)}, about {exchange.question.minutes} minutes: "

    # the candidate's turn

    def _candidate(self) -> bool:
        """One turn; False where the input ended before anything was typed."""
        draft = self.session.draft()
        text, seconds = "", 0.0
        if draft is not None and self.live:
            text, seconds = draft.text, draft.typing_seconds
            self.write(f"Your draft so far; what you type is added to it:\n\n{text}")
        text, seconds, how = self._read(text, seconds)
        if how == "leave":
            if text.strip():
                self._say_to_them(text, seconds)
            self.session.leave()
            return True
        if how == "ended" and not text.strip():
            return False
        self._say_to_them(text, seconds)
        if draft is not None and not self.live:  # the app's, which this answer did not come from
            self.session.keep(draft.text, draft.typing_seconds)
        return True

    def _say_to_them(self, text: str, seconds: float) -> None:
        self._say(self.session.say(text, seconds))

    def _read(self, text: str, seconds: float) -> tuple[str, float, str]:
        """The words, the seconds they took, and how they ended: "said", "leave" or "ended" with the input."""
        began = time.monotonic()
        for line in self.lines:
            if line.strip() == END_OF_ANSWER:
                return text, seconds + time.monotonic() - began, "said"
            if line.strip() == END_OF_INTERVIEW:
                return text, seconds + time.monotonic() - began, "leave"
            text = f"{text}\n{line}" if text else line
            if self.live:
                self.session.keep(text, seconds + time.monotonic() - began)
        return text, seconds + time.monotonic() - began, "ended"

    # what comes after

    def _question_done(self, exchange: Exchange) -> None:
        if self.session.negotiation(exchange) is None:
            why = why_moved_on(exchange, self.session.state.rounds[exchange.round])
            if why:
                self.note(why)
        if self.self_scores and exchange.answer_id:
            self._ask_for_self_score(exchange)
        if self.session.coached and exchange.answer_id:
            asyncio.run(self._grade(exchange, shown=True))

    def _ask_for_self_score(self, exchange: Exchange) -> None:
        self.note(f"Your own score for this answer, 1 to {BEST_SELF_SCORE} (an empty line to leave it out):")
        given = next(self.lines, "").strip()
        if given.isdigit() and 1 <= int(given) <= BEST_SELF_SCORE:
            self.session.self_score(exchange.position, int(given))
        elif given:
            self.note(f"{given!r} is no score from 1 to {BEST_SELF_SCORE}, so none was kept.")

    async def _grade(self, exchange: Exchange, *, shown: bool) -> None:
        session = self.session
        store, clock = session.tools.store, session.tools.clock
        async for event in grade_exchange(exchange, session.interview, self.grader, store, clock):
            if isinstance(event, Step):
                self.progress(f"question {exchange.position + 1}: {event.name} ({event.done} of {event.total})")
            elif isinstance(event, Done) and shown:
                self.write(f"{self.show(event.grade)}\n")

    def _pause(self) -> None:
        self.session.pause()
        self.note(f"Paused. Go on with: interviewer practice --plain --resume {self.session.interview.id[:8]}")

    def _close(self) -> None:
        """Grades what has no score yet, and shows what the committee says."""
        session = self.session
        store = session.tools.store
        for exchange in ungraded(session.state, store):
            asyncio.run(self._grade(exchange, shown=False))
        other = next(track for track in TRACKS if track != session.interview.track)
        found = debrief(
            session.state,
            grades_of(session.state, store),
            session.rubric,
            session.tools.rubrics.rubric(other),
            loops=session.loops,
            questions=session.tools.bank.questions(),
        )
        self.write(self.show_debrief(found))
