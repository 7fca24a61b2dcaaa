"""What a person chooses before an interview; kept until the app ends, so that the next one begins with the same."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from interviewer.domain.interviews import Interview, Mode
from interviewer.domain.loops import Loop, Loops, RoundPlan
from interviewer.domain.questions import Context, Track
from interviewer.practice.planning import plan_loop, plan_rounds


@dataclass(frozen=True, slots=True)
class InterviewChoices:
    """`kind` and `name` are a round or a loop; `rounds`, where any are marked, stand above it, in their order."""

    track: Track = "ai_pm"
    context: Context | None = None
    mode: Mode = "realistic"
    self_scores: bool = False
    kind: Literal["round", "loop"] = "round"
    name: str = "phone_screen"
    rounds: tuple[str, ...] = ()

    def marked(self, round_id: str) -> "InterviewChoices":
        """With a round marked as the last one, or no longer."""
        if round_id in self.rounds:
            return replace(self, rounds=tuple(each for each in self.rounds if each != round_id))
        return replace(self, rounds=(*self.rounds, round_id))

    def loop(self, loops: Loops) -> Loop | None:
        if self.rounds or self.kind == "round":
            return None
        return next((each for each in loops.loops if each.id == self.name), None)

    def planned(self, loops: Loops) -> list[RoundPlan]:
        """The rounds that it will be."""
        loop = self.loop(loops)
        ids = loop.rounds if loop else self.rounds or (self.name,)
        return [each for wanted in ids for each in loops.rounds if each.id == wanted]

    def plan(self, loops: Loops, at: datetime) -> Interview:
        """Raises InterviewerError for a round or loop that is not there."""
        if self.loop(loops) is not None:
            return plan_loop(loops, self.name, track=self.track, mode=self.mode, context=self.context, seed=None, at=at)
        rounds = self.rounds or (self.name,)
        return plan_rounds(loops, rounds, track=self.track, mode=self.mode, context=self.context, seed=None, at=at)
