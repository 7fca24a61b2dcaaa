"""An interview as it is kept: what was planned, and every event since, in order. The state follows from the events."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from interviewer.domain.loops import RoundPlan
from interviewer.domain.questions import Context, Question, Track

Mode = Literal["coached", "realistic"]
Said = Literal["answer", "nothing", "no_idea", "declined", "repeated"]
ProbeKind = Literal["hole", "depth", "way_in", "redirect", "other_story"]
ProbeSource = Literal["rubric", "company", "question", "manner", "model", "script"]
Leaving = Literal["answered", "budget", "time", "nothing_came", "no_more_came", "off_topic", "left"]
Phase = Literal["between", "asking", "listening", "reacting", "over"]
Speaker = Literal["interviewer", "candidate"]
LineKind = Literal["greeting", "question", "clarification", "answer", "follow_up", "moving_on", "closing"]

MODES: tuple[Mode, ...] = get_args(Mode)
DEEPENING: tuple[ProbeKind, ...] = ("hole", "depth")  # follow-ups that dig; the others help back on the way


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """What was agreed when it began. `mode` coached gives feedback after each question, realistic at the end.

    With a `seed` the same questions come again, whatever was practised before.
    """

    id: str
    track: Track
    title: str
    mode: Mode
    context: Context | None
    seed: int | None
    rounds: tuple[RoundPlan, ...]
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenQuestion:
    """A question of a round, and for people why it was chosen."""

    question: Question
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One follow-up. `signal` (or habit) and `check` are what it aims at, empty where it aims at none.

    `note` says why the offline probe stands where a model was to ask. `push` names it in a negotiation's script.
    """

    text: str
    kind: ProbeKind
    source: ProbeSource
    signal: str = ""
    check: str = ""
    note: str = ""
    push: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The offline estimate of all that was said to a question until now.

    `score` 1.0-5.0; `missed` are the checks that cost points, as "signal.check".
    """

    score: float
    missed: tuple[str, ...]


# The events. Each has the moment when it happened, aware, in UTC.


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundBegan:
    at: datetime
    questions: tuple[ChosenQuestion, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`text` is what was said: the question, perhaps after a few words that lead to it."""

    at: datetime
    question_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarified:
    """The candidate asked back, and got an answer out of the question's own facts."""

    at: datetime
    asked: str
    reply: str
    typing_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What the candidate said to the question, or to the follow-up before it."""

    at: datetime
    text: str
    typing_seconds: float
    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    at: datetime
    probe: Probe
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedOn:
    """The question is done; its answer is stored as `answer_id`, "" where nothing was said to it at all."""

    at: datetime
    text: str
    reason: Leaving
    answer_id: str
    step: Step | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundEnded:
    at: datetime
    text: str
    reason: Literal["done", "time", "left"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfScored:
    """The candidate's own score of a question, 1-5, given before the grade was shown."""

    at: datetime
    position: int
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The person ended the interview before its last round."""

    at: datetime


Event = (
    RoundBegan | Asked | Clarified | Answered | Probed | MovedOn | RoundEnded | Paused | Resumed | SelfScored | Ended
)
EVENTS: tuple[type[Event], ...] = get_args(Event)


# The state that follows from them.


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarification:
    """`before` is the number of the reply that it came before, counted from 0."""

    asked: str
    reply: str
    before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    text: str
    typing_seconds: float
    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One question with all that was said to it.

    `replies[0]` is the answer, `replies[n]` what was said to `probes[n - 1]`; `steps[n]` is the estimate after
    `replies[n]`. `position` counts from 0 over the whole interview, `round` over its rounds.
    """

    position: int
    round: int
    chosen: ChosenQuestion
    asked: str
    clarifications: tuple[Clarification, ...] = ()
    replies: tuple[Reply, ...] = ()
    probes: tuple[Probe, ...] = ()
    steps: tuple[Step, ...] = ()
    left: Leaving | None = None
    answer_id: str = ""
    self_score: int | None = None

    @property
    def question(self) -> Question:
        return self.chosen.question

    @property
    def pending(self) -> Probe | None:
        """The follow-up that waits for its answer."""
        return self.probes[-1] if self.probes and len(self.probes) == len(self.replies) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundState:
    """A round that has begun. `seconds` is how long it has run, pauses left out."""

    plan: RoundPlan
    questions: tuple[ChosenQuestion, ...]
    exchanges: tuple[Exchange, ...] = ()
    seconds: float = 0.0
    ended: Literal["done", "time", "left"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewState:
    """`phase` says whose turn it is: between rounds nobody's; asking and reacting the interviewer's; listening the
    candidate's. `rounds` are those that have begun."""

    interview: Interview
    phase: Phase = "between"
    rounds: tuple[RoundState, ...] = ()
    paused: bool = False
    last_at: datetime | None = None

    @property
    def round(self) -> RoundState | None:
        """The round under way."""
        return self.rounds[-1] if self.rounds and self.rounds[-1].ended is None else None

    @property
    def next_round(self) -> RoundPlan | None:
        """The round that begins next, while none is under way."""
        plans = self.interview.rounds
        return plans[len(self.rounds)] if self.phase == "between" and len(self.rounds) < len(plans) else None

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        return tuple(exchange for each in self.rounds for exchange in each.exchanges)

    @property
    def exchange(self) -> Exchange | None:
        """The question under way: asked, and not yet left."""
        last = self.round.exchanges[-1] if self.round and self.round.exchanges else None
        return last if last and last.left is None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One turn of the transcript. `position` is the question it belongs to, None for what belongs to the round."""

    speaker: Speaker
    text: str
    kind: LineKind
    at: datetime
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewRow:
    """A line of the list of interviews, cheap to read. `open` until its last round has ended or the person ended it."""

    id: str
    track: Track
    title: str
    mode: Mode
    open: bool
    created_at: datetime
    updated_at: datetime
