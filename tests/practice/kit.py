"""Interviews put together from real parts: the built-in bank, a real database, a clock that moves when told to."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from interviewer.content.bank import Bank
from interviewer.content.loops import LoopsFile
from interviewer.content.rubrics import Rubrics
from interviewer.domain.grades import (
    CheckVerdict,
    Evidence,
    Gate,
    Grade,
    GraderRef,
    HabitScore,
    OtherTrack,
    QuestionRef,
    RubricRef,
    SignalScore,
)
from interviewer.domain.interviews import (
    ChosenQuestion,
    Exchange,
    Interview,
    InterviewState,
    Phase,
    Probe,
    Reply,
    RoundState,
    Said,
    Step,
)
from interviewer.domain.loops import RoundPlan
from interviewer.domain.questions import Question, Track
from interviewer.domain.rubrics import Check, Habit, Rubric, Signal
from interviewer.domain.scoring import overall
from interviewer.grading.offline.grader import OfflineGrader
from interviewer.ports import GradeRequest, Interviewer
from interviewer.practice.interview_session import InterviewSession, Tools, run_offline
from interviewer.practice.planning import plan_rounds
from interviewer.storage.database import open_store
from interviewer.storage.store import SqliteStore

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
BANK = Bank()
RUBRICS = Rubrics()
LOOPS_FILE = LoopsFile()
OFFLINE = OfflineGrader(RUBRICS, BANK)
QUESTION = Question(
    id="q-warnings", track="ai_pm", kind="behavioural", topic="uncertainty_ux", rounds=("onsite",),
    prompt="Tell me about a time users did not trust an AI feature.", signals=("market_impact", "user_empathy"),
    follow_ups=("Who lost by that?", "What would you drop first?"),
)  # fmt: skip
ANSWER = (
    "At a payroll company clerks dismissed 78 percent of our warnings. I watched five of them work. I decided to drop "
    "the warnings on bonuses, because those were right but useless."
)


class StillClock:
    """Moves when it is told to, backwards too."""

    def __init__(self, now: datetime = NOON) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time

    def pass_seconds(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


def plan(round_id: str = "onsite_behavioural", **changes: Any) -> RoundPlan:
    """A built-in round, changed."""
    return replace(next(each for each in LOOPS_FILE.loops().rounds if each.id == round_id), **changes)


def interview(*plans: RoundPlan, **changes: Any) -> Interview:
    sample = Interview(
        id="interview-1", track="ai_pm", title="AI PM: a test", mode="realistic", context=None, seed=1,
        rounds=plans or (plan(),), created_at=NOON,
    )  # fmt: skip
    return replace(sample, **changes)


def exchange(
    replies: Sequence[str | tuple[str, Said]] = (ANSWER,),
    probes: Sequence[Probe] = (),
    steps: Sequence[Step] = (),
    question: Question = QUESTION,
    **changes: Any,
) -> Exchange:
    spoken = [each if isinstance(each, tuple) else (each, "answer") for each in replies]
    sample = Exchange(
        position=0, round=0, chosen=ChosenQuestion(question=question, reason="a test"), asked=question.prompt,
        replies=tuple(Reply(text=text, typing_seconds=60.0, said=said) for text, said in spoken),
        probes=tuple(probes), steps=tuple(steps),
    )  # fmt: skip
    return replace(sample, **changes)


def state(*exchanges: Exchange, of: Interview | None = None, more: int = 0, **changes: Any) -> InterviewState:
    """Reacting to the last of these exchanges, all in the first round; `more` questions are still to come."""
    planned = of or interview()
    numbered = tuple(replace(each, position=number) for number, each in enumerate(exchanges))
    questions = (*(each.chosen for each in numbered), *(numbered[-1].chosen for _ in range(more)))
    round_state = RoundState(plan=planned.rounds[0], questions=questions, exchanges=numbered)
    sample = InterviewState(interview=planned, phase="reacting", rounds=(round_state,), last_at=NOON)
    return replace(sample, **changes)


def hole(text: str = "What was that figure before?", check: str = "result_measured") -> Probe:
    return Probe(text=text, kind="hole", source="rubric", signal="market_impact", check=check)


Met = Mapping[str, str] | Collection[str]


def grade(
    scores: Mapping[str, float] | float = 3.0,
    met: Met = (),
    *,
    track: Track = "ai_pm",
    passed: bool = True,
    other: float | None = None,
    prompt: str = QUESTION.prompt,
) -> Grade:
    """A scored grade. `met` are ids of checks, or a mapping to the words that show them; all others are not met."""
    rubric = RUBRICS.rubric(track)

    def score(dimension: Signal | Habit) -> float:
        return scores if isinstance(scores, float) else scores.get(dimension.id, 3.0)

    signals = tuple(
        SignalScore(
            id=each.id, weight=each.weight, score=score(each), level=round(score(each)), check_score=score(each),
            checks=_verdicts(each, met),
        )
        for each in rubric.signals
    )  # fmt: skip
    habits = tuple(
        HabitScore(
            id=each.id, score=score(each), level=round(score(each)), check_score=score(each),
            checks=_verdicts(each, met),
        )
        for each in rubric.habits
    )  # fmt: skip
    gate = Gate(passed=passed, reason="")
    return Grade(
        grade_id="g", id=None, status="scored", reason=None, track=track,
        question=QuestionRef(id="q", prompt=prompt), rubric=RubricRef(id=track, sha256=rubric.sha256),
        grader=GraderRef(kind="offline"), gate=gate, overall=overall(signals, habits, gate, "high"), signals=signals,
        habits=habits, other_track=OtherTrack(track="ml_pm", score=other) if other is not None else None,
    )  # fmt: skip


def _verdicts(dimension: Signal | Habit, met: Met) -> tuple[CheckVerdict, ...]:
    def verdict(check: Check) -> CheckVerdict:
        quote = met.get(check.id, "") if isinstance(met, Mapping) else ""
        evidence = (Evidence(0, len(quote), quote),) if quote else ()
        return CheckVerdict(
            id=check.id, polarity=check.polarity, verdict="met" if check.id in met else "not_met",
            points=check.points, reason="", evidence=evidence,
        )  # fmt: skip

    return tuple(map(verdict, dimension.checks))


def all_met(rubric: Rubric) -> list[str]:
    return [check.id for each in rubric.dimensions for check in each.checks if check.polarity == "positive"]


class ScriptedQuick:
    """Grades by a function of the request, and remembers what it was asked."""

    def __init__(self, by: Callable[[GradeRequest], Grade]) -> None:
        self.by = by
        self.requests: list[GradeRequest] = []

    def grade_now(self, request: GradeRequest) -> Grade:
        self.requests.append(request)
        return self.by(request)


def tools(
    folder: Path, clock: StillClock | None = None, interviewer: Interviewer | None = None, **changes: Any
) -> Tools:
    """Real parts in a folder of the test's own. Close `tools.store`."""
    kit = Tools(
        store=open_store(folder / "interviewer.db"), clock=clock or StillClock(), bank=BANK, rubrics=RUBRICS,
        loops=LOOPS_FILE, quick=OFFLINE, interviewer=interviewer,
    )  # fmt: skip
    return replace(kit, **changes)


def begun(kit: Tools, *rounds: str, **changes: Any) -> InterviewSession:
    """A stored interview of these rounds, opened at its first round's first question."""
    options: dict[str, Any] = {"track": "ai_pm", "mode": "realistic", "context": None, "seed": 1, "at": kit.clock.now()}
    planned = plan_rounds(LOOPS_FILE.loops(), rounds or ("phone_screen",), **(options | changes))
    session = InterviewSession.start(planned, kit)
    session.begin_round()
    run_offline(session)
    return session


def play(session: InterviewSession, say: Callable[[int], str], *, turns: int = 500, until: Phase = "over") -> int:
    """Plays without a model until a phase; `say` gets the number of the turn. Gives the turns that were said."""
    said = 0
    for _ in range(turns):
        if session.state.phase in (until, "over"):
            break
        if session.turn == "nobody":
            session.begin_round()
        elif session.turn == "interviewer":
            run_offline(session)
        else:
            session.say(say(said), 10.0)
            said += 1
    return said


def opened_again(kit: Tools) -> SqliteStore:
    """The same database through a connection of its own, as another start of the program sees it."""
    store = kit.store
    assert isinstance(store, SqliteStore)
    return open_store(store.path)
