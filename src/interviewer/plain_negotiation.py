"""A negotiation line by line: the offer, the other side's pushes, and a grade over the whole talk."""

import asyncio
from collections.abc import Callable, Iterator, Sequence

from interviewer.domain.grades import Grade
from interviewer.domain.interviews import Line
from interviewer.plain_interview import PlainInterview
from interviewer.ports import Grader
from interviewer.practice.interview_session import InterviewSession
from interviewer.practice.negotiation import TurnAdded


class PlainNegotiation(PlainInterview):
    """As PlainInterview. `told` stands before the offer: what the drill is, and published figures with their source.
    `show_turns` words what each turn added."""

    def __init__(
        self,
        session: InterviewSession,
        grader: Grader,
        lines: Iterator[str],
        *,
        write: Callable[[str], None],
        note: Callable[[str], None],
        show: Callable[[Grade], str],
        show_turns: Callable[[Sequence[TurnAdded]], str],
        told: str,
        live: bool,
        self_scores: bool = False,
        progress: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(
            session, grader, lines, write=write, note=note, show=show, show_debrief=lambda _: "", live=live,
            self_scores=self_scores, progress=progress,
        )  # fmt: skip
        self.show_turns = show_turns
        self.told = told

    def _open(self) -> None:
        self.write(f"{self.told}\n")
        super()._open()

    def _interviewer(self) -> None:
        if self.session.turn == "nobody":
            self.session.begin_round()
        else:
            super()._interviewer()

    def _heading(self, line: Line) -> str:
        return "The other side: "

    def _close(self) -> None:
        """The grade of the whole talk, where something was said, and what each turn added to it."""
        exchange = next(iter(self.session.state.exchanges), None)
        if exchange is None or not exchange.answer_id:
            self.note("Nothing was said, so there is nothing to grade.")
            return
        if not self.session.coached:
            asyncio.run(self._grade(exchange, shown=True))
        talk = self.session.negotiation(exchange)
        if talk is not None:
            self.write(f"{self.show_turns(talk.turns(exchange))}\n")
