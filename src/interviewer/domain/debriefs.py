"""What a hiring committee says after an interview: reckoned by code from the grades, quoted from the answers."""

from dataclasses import dataclass
from typing import Literal

from interviewer.domain.grades import SignalScore, Vote
from interviewer.domain.questions import Context, Track

Decision = Literal["hire", "no_hire", "undecided"]
Telling = Literal["own", "other", "both", "neither"]
HELD_BY = {"ownership": "ownership", "passed_on": "questions that were passed on"}  # what holds a vote at mixed


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A reason in the candidate's own words. `asked` is the follow-up that they reply to, "" for the question itself;
    `position` the question they were said to."""

    text: str
    quote: str
    position: int
    asked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalView:
    """One signal over all scored answers: mean, lowest and highest, 1.0-5.0."""

    id: str
    name: str
    weight: float
    score: float
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundVote:
    """`answers` of `asked` questions were scored; without any there is neither score nor vote."""

    id: str
    name: str
    asked: int
    answers: int
    score: float | None
    vote: Vote | None
    capped_by: str | None
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HabitView:
    """A habit over the whole interview; `by_round` in the order of the rounds that were scored. `most_missed` is the
    check that cost most, missed in so many answers, with the words that show it where there are any."""

    id: str
    name: str
    score: float
    by_round: tuple[float, ...]
    most_missed: str
    missed_in: int
    advice: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackFit:
    """The same answers under both matrices, mean overall 1.0-5.0, and which of the two stories they tell."""

    track: Track
    framework: str
    deliverable: str
    score: float
    other_track: Track
    other_framework: str
    other_deliverable: str
    other_score: float | None
    telling: Telling | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFit:
    """How much of what a kind of company listens for was heard: `share` 0-1 is the mean over those checks of the share
    of answers that met them; `heard` and `missing` are the checks' statements."""

    context: Context
    name: str
    chosen: bool
    share: float
    heard: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What to practise next; `drill` is its id where it is one."""

    question_id: str
    prompt: str
    drill: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """One thing to fix. `worth` is what one level more, or what is left up to 5, would add to the overall. A `habit` is
    no part of that sum: its `worth` only ranks it, as if it weighed 0.3. `lifts_cap` where it holds the vote down.
    Missed in so many of so many answers."""

    name: str
    statement: str
    advice: str
    worth: float
    lifts_cap: bool
    habit: bool
    missed_in: int
    answers: int
    practise: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpView:
    """What a follow-up brought: the offline estimate without and with its reply, and the checks it won."""

    asked: str
    kind: str
    without: float
    with_it: float
    won: tuple[str, ...]
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """One question of the interview. `survived` of `dug` levels of probing the story bore. `score` is None where there
    is no grade, and `reason` says why."""

    position: int
    round: str
    prompt: str
    why_chosen: str
    score: float | None
    vote: Vote | None
    reason: str
    self_score: int | None
    survived: int
    dug: int
    follow_ups: tuple[FollowUpView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Debrief:
    """`score`, `vote`, `signals` and `habits` stand on the scored answers alone; without any they are None and empty,
    and the committee is undecided. `why` says in one sentence how it came to its decision; `notes`
    what it remembers beside the scores: what was passed on, and how little of the time was used."""

    interview_id: str
    title: str
    track: Track
    finished: bool
    decision: Decision
    why: str
    notes: tuple[str, ...]
    score: float | None
    vote: Vote | None
    capped_by: str | None
    weighed: tuple[SignalScore, ...]
    signals: tuple[SignalView, ...]
    habits: tuple[HabitView, ...]
    rounds: tuple[RoundVote, ...]
    reasons_for: tuple[Quoted, ...]
    reasons_against: tuple[Quoted, ...]
    track_fit: TrackFit | None
    companies: tuple[CompanyFit, ...]
    fixes: tuple[Fix, ...]
    questions: tuple[QuestionView, ...]
    grader: str
