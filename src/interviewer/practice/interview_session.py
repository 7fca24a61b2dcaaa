"""An interview under way: what a screen or a script drives. Everything is stored before it counts."""

from collections.abc import Sequence
from typing import Literal

from interviewer.domain.grades import Grade
from interviewer.domain.interviews import (
    Answered,
    Asked,
    Clarified,
    Ended,
    Event,
    Exchange,
    Interview,
    InterviewState,
    Leaving,
    Line,
    MovedOn,
    Paused,
    Probe,
    Probed,
    Resumed,
    RoundBegan,
    RoundEnded,
    Said,
    SelfScored,
    Step,
)
from interviewer.domain.loops import Loops
from interviewer.domain.questions import Question, custom_question
from interviewer.domain.rubrics import Rubric
from interviewer.domain.spoken import spoken
from interviewer.domain.transcripts import Answer, Draft
from interviewer.ports import GradeRequest, InterviewerError
from interviewer.practice.clarifying import Setting, clarification, is_enough
from interviewer.practice.drill import new_id
from interviewer.practice.hearing import hear, repeats
from interviewer.practice.interview import advance, begin, elapsed, lines_of, time_is_up
from interviewer.practice.interview_tools import Tools, negotiation_of, questions_of_round
from interviewer.practice.manner import in_turn, subject_of
from interviewer.practice.model_probing import worded_by_model
from interviewer.practice.negotiation import Negotiation, worded_push
from interviewer.practice.probing import next_move, step_of

__all__ = ["InterviewSession", "Tools", "Turn", "run_offline"]

Turn = Literal["nobody", "interviewer", "candidate", "over"]


class InterviewSession:
    """Call `begin_round` when it is nobody's turn, `move` while it is the interviewer's, `say` when it is one's own.

    A method that raises StoreError has changed nothing: the same call works once the cause is gone. One call at a time.
    """

    def __init__(self, interview: Interview, events: Sequence[Event], tools: Tools) -> None:
        self.tools = tools
        self.state: InterviewState = begin(interview)
        self.lines: list[Line] = []
        self.count = 0
        for event in events:
            self._take(event)

    # beginning, and going on later

    @classmethod
    def start(cls, interview: Interview, tools: Tools) -> "InterviewSession":
        """Stores a new interview. Raises StoreError."""
        tools.store.begin_interview(interview)
        return cls(interview, (), tools)

    @classmethod
    def look(cls, interview_id: str, tools: Tools) -> "InterviewSession":
        """The interview as it is stored, to be read; nothing is written before something is said.

        Raises InterviewerError where there is none with that id, StoreError.
        """
        interview = tools.store.interview(interview_id)
        if interview is None:
            raise InterviewerError(
                f"there is no interview {interview_id!r}, or its id is cut to fewer than 6 characters"
            )
        return cls(interview, tools.store.events(interview.id), tools)

    @classmethod
    def resume(cls, interview_id: str, tools: Tools) -> "InterviewSession":
        """The interview exactly where it was, to go on; the time since its last sign of life does not count.

        From now on another copy of the program that has it open cannot go on with it. Raises as `look` does.
        """
        session = cls.look(interview_id, tools)
        session._come_back()
        return session

    def _come_back(self) -> None:
        """A program that was killed could not pause: it is taken to have paused at its last event or draft."""
        if self.state.phase == "over" or self.state.last_at is None:
            return
        now = self.tools.clock.now()
        events: list[Event] = []
        if not self.state.paused:
            draft = self.draft()
            seen = max(self.state.last_at, draft.updated_at) if draft else self.state.last_at
            events.append(Paused(at=min(seen, now)))
        self._store([*events, Resumed(at=now)])

    # what there is to know

    @property
    def interview(self) -> Interview:
        return self.state.interview

    @property
    def coached(self) -> bool:
        """Whether feedback comes after each question."""
        return self.interview.mode == "coached"

    @property
    def turn(self) -> Turn:
        """Nobody's between rounds: `begin_round` goes on."""
        if self.state.phase == "over":
            return "over"
        if self.state.phase == "between":
            return "nobody"
        return "candidate" if self.state.phase == "listening" else "interviewer"

    def seconds(self) -> float:
        """How long the round under way has run."""
        return elapsed(self.state, self.tools.clock.now())

    @property
    def rubric(self) -> Rubric:
        return self.tools.rubrics.rubric(self.interview.track)

    def _rubric_of(self, question: Question) -> Rubric:
        return self.tools.rubrics.of_question(self.interview.track, question)

    def _negotiation(self, question: Question) -> Negotiation | None:
        here = self.state.round
        return negotiation_of(self.tools, here.plan if here else None, question)

    def negotiation(self, exchange: Exchange) -> Negotiation | None:
        """The other side of the offer that a question is about, also when the talk is over."""
        return negotiation_of(self.tools, self.state.rounds[exchange.round].plan, exchange.question)

    @property
    def loops(self) -> Loops:
        return self.tools.loops.loops()

    def warm_up(self) -> None:
        """Reads what the first estimate needs, a third of a second; a screen calls it in a thread, once."""
        self.tools.quick.grade_now(
            GradeRequest(track=self.interview.track, question=custom_question(self.interview.track, "Why?"), answer="")
        )

    # the draft of what is being typed

    @property
    def slot(self) -> str:
        return f"interview:{self.interview.id}"

    def draft(self) -> Draft | None:
        return self.tools.store.draft(self.slot)

    def keep(self, text: str, typing_seconds: float) -> None:
        """Keeps what is in the editor; an empty editor leaves no draft. Raises StoreError."""
        exchange = self.state.exchange
        if not text.strip() or exchange is None:
            self.tools.store.drop_draft(self.slot)
            return
        self.tools.store.save_draft(
            Draft(
                slot=self.slot,
                track=self.interview.track,
                question=exchange.question,
                text=text,
                typing_seconds=typing_seconds,
                updated_at=self.tools.clock.now(),
            )
        )

    # the candidate's turn

    def say(self, text: str, typing_seconds: float) -> Sequence[Line]:
        """What the candidate says: an answer, nothing at all, or a question back, which is answered at once.

        Returns the new lines of the transcript. Raises StoreError; the draft is then still there.
        """
        exchange = self._exchange()
        heard = hear(text)
        now = self.tools.clock.now()
        if heard == "question_back" and not is_enough(exchange) and self._negotiation(exchange.question) is None:
            said = [each.reply for done in self.state.exchanges for each in done.clarifications]
            reply = clarification(text, exchange, self._setting(), self.loops.replies, said)
            event: Event = Clarified(at=now, asked=text, reply=reply, typing_seconds=typing_seconds)
        else:
            said_as: Said = "nothing" if heard == "question_back" else heard
            if heard == "question_back" and self._negotiation(exchange.question) is not None:
                said_as = "answer"  # who asks there has made a move
            if heard == "answer" and repeats(text, self._said_before()):
                said_as = "repeated"
            event = Answered(at=now, text=text, typing_seconds=typing_seconds, said=said_as)
        return self._store([event], slot=self.slot)

    def _said_before(self) -> list[str]:
        return [reply.text for exchange in self.state.exchanges for reply in exchange.replies]

    def _setting(self) -> Setting:
        here = self.state.round
        if here is None:
            raise InterviewerError("no round is under way")
        return Setting(self.interview.track, here.plan, self.loops.company(self.interview.context))

    # the interviewer's turn

    def begin_round(self) -> Sequence[Line]:
        """Chooses the questions of the next round and opens it. Raises InterviewerError where the bank has none."""
        plan = self.state.next_round
        if plan is None:
            raise InterviewerError("no round is left in this interview")
        earlier = [exchange.question for exchange in self.state.exchanges]
        chosen = questions_of_round(self.tools, self.interview, plan, earlier)
        manner = self.loops.manner(plan.manner)
        greeting = "" if plan.question else in_turn(manner.greeting, self.interview, self._interviewer_said())
        return self._store([RoundBegan(at=self.tools.clock.now(), questions=chosen, text=greeting)])

    async def move(self, *, offline: bool = False) -> Sequence[Line]:
        """The interviewer's next move: asks the question, follows up, goes on, or closes the round.

        Returns its lines. With `offline` no model is asked. Cancelling it leaves everything as it was.
        """
        if self.state.phase == "asking":
            return self._ask_or_close()
        if self.state.phase == "reacting":
            return await self._react(offline=offline)
        return ()

    def _ask_or_close(self) -> Sequence[Line]:
        here = self.state.round
        if here is None:
            return ()
        number, now = len(here.exchanges), self.tools.clock.now()
        manner = self.loops.manner(here.plan.manner)
        if number and time_is_up(self.state) and number < len(here.questions):
            return self._end_round(in_turn(manner.out_of_time, self.interview, self._interviewer_said()), "time")
        if number == len(here.questions):
            last = here.exchanges[-1]
            talk = self._negotiation(last.question)
            lines = talk.closing(last) if talk else manner.closing
            return self._end_round(in_turn(lines, self.interview, self._interviewer_said()), "done")
        question = here.questions[number].question
        return self._store([Asked(at=now, question_id=question.id, text=question.prompt)])

    def _end_round(self, text: str, reason: Literal["done", "time", "left"]) -> Sequence[Line]:
        return self._store([RoundEnded(at=self.tools.clock.now(), text=text, reason=reason)])

    async def _react(self, *, offline: bool) -> Sequence[Line]:
        exchange, grade = self._exchange(), self._estimate()
        rubric, talk = self._rubric_of(exchange.question), self._negotiation(exchange.question)
        step = step_of(rubric, grade)
        subject = subject_of(exchange.question, self.tools.bank.topics(), self.interview.track)
        next_one = talk.next_move(self.state) if talk else next_move(self.state, grade, rubric, self.loops, subject)
        if isinstance(next_one, Probe):
            probe = next_one
            interviewer = None if offline else self.tools.interviewer
            if interviewer is not None and talk is not None:
                probe = await worded_push(talk, self.state, probe, interviewer)
            elif interviewer is not None:
                probe = await worded_by_model(self.state, probe, rubric, self.loops, interviewer)
            return self._store([Probed(at=self.tools.clock.now(), probe=probe, step=step)])
        manner = self.loops.manner(self._setting().plan.manner)
        return self._leave_question(in_turn(manner.moving_on, self.interview, self._interviewer_said()), next_one, step)

    def _estimate(self) -> Grade:
        """The quick grade of all that was said to the question under way."""
        exchange = self._exchange()
        text = spoken([reply.text for reply in exchange.replies]).text
        return self.tools.quick.grade_now(
            GradeRequest(track=self.interview.track, question=exchange.question, answer=text)
        )

    def _leave_question(self, text: str, reason: Leaving, step: Step | None) -> Sequence[Line]:
        """The question is done: its answer goes to the other answers, follow-ups and all."""
        exchange, now = self._exchange(), self.tools.clock.now()
        last_of_round = self.state.round is not None and len(self.state.round.exchanges) == len(
            self.state.round.questions
        )
        answer = self._answer(exchange) if exchange.replies else None
        line = "" if last_of_round else text
        event = MovedOn(at=now, text=line, reason=reason, answer_id=answer.id if answer else "", step=step)
        return self._store([event], answer=answer)

    def _answer(self, exchange: Exchange) -> Answer:
        return Answer(
            id=new_id(),
            session_id=self.interview.id,
            position=exchange.position,
            track=self.interview.track,
            question=exchange.question,
            text=spoken([reply.text for reply in exchange.replies]).text,
            typing_seconds=sum(reply.typing_seconds for reply in exchange.replies),
            created_at=self.tools.clock.now(),
        )

    def _interviewer_said(self) -> list[str]:
        return [line.text for line in self.lines if line.speaker == "interviewer"]

    # pausing and leaving

    def pause(self) -> None:
        """The clock stands still until `go_on`, or until the interview is resumed. Raises StoreError."""
        if not self.state.paused and self.state.phase != "over":
            self._store([Paused(at=self.tools.clock.now())])

    def go_on(self) -> None:
        if self.state.paused:
            self._store([Resumed(at=self.tools.clock.now())])

    def leave(self) -> Sequence[Line]:
        """Ends the interview for good; what was said so far is kept and can be graded, a draft stays a draft.

        Raises StoreError.
        """
        if self.state.phase == "over":
            return ()
        before = len(self.lines)
        if self.state.exchange is not None:
            rubric = self._rubric_of(self.state.exchange.question)
            step = step_of(rubric, self._estimate()) if self.state.phase == "reacting" else None
            self._leave_question("", "left", step)
        if self.state.round is not None:
            self._end_round("", "left")
        if self.state.phase == "between":
            self._store([Ended(at=self.tools.clock.now())])
        return self.lines[before:]

    def self_score(self, position: int, score: int) -> None:
        """The person's own score of a question that is done, 1-5. Raises StoreError."""
        self._store([SelfScored(at=self.tools.clock.now(), position=position, score=score)])

    # storing

    def _exchange(self) -> Exchange:
        if self.state.exchange is None:
            raise InterviewerError("no question is under way")
        return self.state.exchange

    def _store(self, events: Sequence[Event], *, answer: Answer | None = None, slot: str | None = None) -> list[Line]:
        """Stores events, then lets them count. Events that do not fit are refused before anything is stored.

        Whatever is said or asked ends a pause.
        """
        state = self.state
        if state.paused and not isinstance(events[0], Paused | Resumed | SelfScored):
            events = [Resumed(at=events[0].at), *events]
        for event in events:
            state = advance(state, event)
        self.tools.store.add_events(
            self.interview.id, self.count, events, answer=answer, slot=slot, is_open=state.phase != "over"
        )
        before = len(self.lines)
        for event in events:
            self._take(event)
        return self.lines[before:]

    def _take(self, event: Event) -> None:
        self.state = advance(self.state, event)
        self.lines += lines_of(self.state, event)
        self.count += 1


def run_offline(session: InterviewSession) -> Sequence[Line]:
    """One move without an event loop, for scripts and measurements: no model is asked."""
    step = session.move(offline=True)
    try:
        step.send(None)
    except StopIteration as done:
        lines: Sequence[Line] = done.value
        return lines
    finally:
        step.close()
    raise AssertionError("a move without a model waits for nothing")
