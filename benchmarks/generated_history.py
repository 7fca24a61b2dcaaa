"""A history of any length, made of the shipped questions, rubrics and worked answers; the same seed makes the same one.

Answers are put together from sentences of worked answers, so that words are as frequent as in life; grades have the
checks of the real rubrics, with quotes that stand in the answer.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from interviewer.content.bank import Bank
from interviewer.content.rubrics import Rubrics
from interviewer.content.worked import WorkedAnswers
from interviewer.domain.grades import (
    CheckVerdict,
    Evidence,
    Feedback,
    Gate,
    Grade,
    GraderRef,
    HabitScore,
    OtherTrack,
    QuestionRef,
    RubricRef,
    SignalScore,
    Usage,
)
from interviewer.domain.interviews import (
    Answered,
    Asked,
    ChosenQuestion,
    Event,
    Interview,
    MovedOn,
    RoundBegan,
    RoundEnded,
    SelfScored,
    Step,
)
from interviewer.domain.loops import RoundPlan
from interviewer.domain.questions import Question, Track
from interviewer.domain.rubrics import Check, Habit, Rubric, Signal
from interviewer.domain.scoring import check_score, confidence, overall
from interviewer.domain.transcripts import Answer
from interviewer.storage.answers import insert_answer
from interviewer.storage.connection import SharedConnection
from interviewer.storage.grades import grade_row, insert_grade
from interviewer.storage.interviews import insert_events, insert_interview

START = datetime(2020, 1, 1, 8, tzinfo=UTC)
SENTENCES = 13  # an answer of two minutes
EVERY_INTERVIEW = 20  # of so many sittings one is an interview
GRADED_TWICE = 0.1  # of the answers, by two graders
GRADERS = (GraderRef(kind="offline"), GraderRef(kind="llm", model="gpt-5-mini", effort="standard", prompt_version="3"))
STEP = Step(score=3.0, missed=("ownership.decides",))
ONSITE = RoundPlan(
    id="onsite", name="On-site", round="onsite", manner="plain", minutes=45, probes=2, probe_budget=6,
    ai_pm=(("metrics",),), ml_pm=(("metrics",),),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """An answer and its grades, with when each was made."""

    answer: Answer
    grades: tuple[tuple[datetime, Grade], ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """Drill answers, or with an interview those given in it."""

    given: tuple[Given, ...]
    interview: Interview | None = None
    events: tuple[Event, ...] = ()


@cache
def _shipped() -> tuple[dict[Track, list[Question]], dict[Track, Rubric], list[str]]:
    bank, rubrics = Bank(), Rubrics()
    tracks: tuple[Track, ...] = ("ai_pm", "ml_pm")
    questions = {track: [each for each in bank.questions() if each.suits(track)] for track in tracks}
    texts = (each.text for worked in WorkedAnswers(bank).all() for each in worked.answers)
    sentences = [found for text in texts for found in re.split(r"(?<=[.!?])\s+", text) if found]
    return questions, {track: rubrics.rubric(track) for track in tracks}, sentences


class GeneratedHistory:
    """`sittings` gives so many answers in all, oldest first, a few an hour from 2020 on."""

    def __init__(self, answers: int, seed: int = 7) -> None:
        self.answers = answers
        self._random = random.Random(seed)
        self._now = START

    def sittings(self) -> Iterator[Sitting]:
        made = number = 0
        while made < self.answers:
            count = min(self._random.randint(1, 5), self.answers - made)
            self._now += timedelta(minutes=self._random.randint(20, 60), microseconds=self._random.randint(0, 999_999))
            make = self._interview if number % EVERY_INTERVIEW == EVERY_INTERVIEW - 1 else self._drill
            yield make(number, made, count)
            made, number = made + count, number + 1

    def _drill(self, number: int, made: int, count: int) -> Sitting:
        track: Track = self._random.choice(("ai_pm", "ml_pm"))
        question = self._random.choice(_shipped()[0][track])
        return Sitting(tuple(self._given(f"sitting-{number:06}", made, at, track, question) for at in range(count)))

    def _interview(self, number: int, made: int, count: int) -> Sitting:
        track: Track = self._random.choice(("ai_pm", "ml_pm"))
        questions = self._random.sample(_shipped()[0][track], count)
        interview = Interview(
            id=f"interview-{number:06}", track=track, title="On-site", mode="realistic", context=None, seed=number,
            rounds=(ONSITE,), created_at=self._now,
        )  # fmt: skip
        chosen = tuple(ChosenQuestion(question=each, reason="not asked before") for each in questions)
        events: list[Event] = [RoundBegan(at=self._now, questions=chosen, text="Good morning.")]
        given = []
        for position, question in enumerate(questions):
            events.append(Asked(at=self._now, question_id=question.id, text=question.prompt))
            one = self._given(interview.id, made, position, track, question)
            given.append(one)
            text = one.answer.text
            events += [
                Answered(at=self._now, text=text, typing_seconds=one.answer.typing_seconds, said="answer"),
                MovedOn(at=self._now, text="Thank you.", reason="answered", answer_id=one.answer.id, step=STEP),
                SelfScored(at=self._now, position=position, score=self._random.randint(1, 5)),
            ]
        events.append(RoundEnded(at=self._now, text="Thank you, that was it.", reason="done"))
        return Sitting(tuple(given), interview, tuple(events))

    def _given(self, session: str, made: int, position: int, track: Track, question: Question) -> Given:
        self._now += timedelta(minutes=self._random.randint(3, 9))
        number = made + position
        sentences = [self._random.choice(_shipped()[2]) for _ in range(SENTENCES)]
        text = f"{' '.join(sentences)} Project no{number:06}."
        answer = Answer(
            id=f"answer-{number:08}", session_id=session, position=position, track=track, question=question, text=text,
            typing_seconds=float(self._random.randint(60, 400)), created_at=self._now,
        )  # fmt: skip
        graders = GRADERS[: 2 if self._random.random() < GRADED_TWICE else 1]
        return Given(
            answer,
            tuple(
                (self._now + timedelta(seconds=20 * (at + 1)), self._grade(f"grade-{number:08}-{at}", answer, ref))
                for at, ref in enumerate(graders)
            ),
        )

    def _grade(self, grade_id: str, answer: Answer, ref: GraderRef) -> Grade:
        rubric = _shipped()[1][answer.track]
        quotes = [Evidence(found.start(), found.end(), found[0]) for found in re.finditer(r"[^.!?]+[.!?]", answer.text)]
        signals = tuple(self._signal(each, quotes) for each in rubric.signals)
        habits = tuple(self._habit(each, quotes) for each in rubric.habits)
        gate = Gate(passed=True, reason="It speaks of what was asked.")
        missed = [each for each in rubric.dimensions for _ in range(2)]
        return Grade(
            grade_id=grade_id, id=None, status="scored", reason=None, track=answer.track,
            question=QuestionRef(id=answer.question.id, prompt=answer.question.prompt),
            rubric=RubricRef(id=rubric.id, sha256=rubric.sha256), grader=ref, gate=gate,
            overall=overall(signals, habits, gate, confidence((*signals, *habits))), signals=signals, habits=habits,
            other_track=OtherTrack(track="ml_pm" if answer.track == "ai_pm" else "ai_pm", score=2.1),
            feedback=Feedback(
                fix_first=f"{missed[0].name}: {missed[0].checks[0].advice}",
                strengths=tuple(f"{each.statement} “{quotes[0].quote}”" for each in rubric.signals[0].checks[:2]),
                improvements=tuple(f"{each.name}: {each.checks[-1].advice}" for each in rubric.dimensions[:3]),
                stronger_version=answer.text[:600], follow_up=rubric.signals[0].checks[0].probe,
            ),
            usage=Usage(requests=4, input_tokens=5200, cached_tokens=3900, output_tokens=900),
        )  # fmt: skip

    def _signal(self, signal: Signal, quotes: Sequence[Evidence]) -> SignalScore:
        level, checks = self._random.randint(1, 5), self._checks(signal.checks, quotes)
        return SignalScore(
            id=signal.id, weight=signal.weight, score=float(level), level=level, check_score=check_score(checks),
            checks=checks,
        )  # fmt: skip

    def _habit(self, habit: Habit, quotes: Sequence[Evidence]) -> HabitScore:
        level, checks = self._random.randint(1, 5), self._checks(habit.checks, quotes)
        return HabitScore(id=habit.id, score=float(level), level=level, check_score=check_score(checks), checks=checks)

    def _checks(self, checks: Sequence[Check], quotes: Sequence[Evidence]) -> tuple[CheckVerdict, ...]:
        return tuple(
            CheckVerdict(id=each.id, polarity=each.polarity, verdict="met", points=each.points,
                         reason=each.meaning, evidence=(self._random.choice(quotes),))
            if self._random.random() < 0.5
            else CheckVerdict(id=each.id, polarity=each.polarity, verdict="not_met", points=each.points, reason="")
            for each in checks
        )  # fmt: skip


def fill(path: Path, answers: int, seed: int = 7) -> None:
    """Writes such a history into a database, in one transaction."""
    shared = SharedConnection(path)
    with shared.writing() as connection:
        connection.execute("PRAGMA cache_size = -65536")
        for sitting in GeneratedHistory(answers, seed).sittings():
            if sitting.interview is not None:
                insert_interview(connection, sitting.interview)
                insert_events(connection, sitting.interview.id, 0, sitting.events, is_open=False)
            for given in sitting.given:
                number, _ = insert_answer(connection, given.answer)
                for created_at, grade in given.grades:
                    insert_grade(connection, number, grade_row(grade, created_at))
    shared.close()
