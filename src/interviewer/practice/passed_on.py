"""What was passed on in an interview, and how little was said: what a committee remembers beside every score."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from interviewer.domain.grades import (
    CheckVerdict,
    Gate,
    Grade,
    GraderRef,
    HabitScore,
    Overall,
    QuestionRef,
    RubricRef,
    SignalScore,
)
from interviewer.domain.interviews import Exchange, InterviewState, Reply, Said
from interviewer.domain.rubrics import Habit, Rubric, Signal
from interviewer.domain.scoring import LOWEST, VOTES, overall
from interviewer.practice.hearing import hear
from interviewer.practice.interview import spoken_in

PASSED: tuple[Said, ...] = ("nothing", "no_idea", "declined")
TOO_MANY = 1 / 3  # share of the questions; with so many passed on the vote is mixed at most
LITTLE_TIME = 1 / 3  # share of the talking time; less than that is told
MOST_QUOTES, LONGEST_QUOTE = 3, 60  # characters


def is_passed_on(reply: Reply) -> bool:
    """Silence, "no idea", "skip". It is heard again, since an older version took some of that for an answer."""
    return reply.said in PASSED or (reply.said == "answer" and hear(reply.text) in PASSED)


def is_question_passed_on(exchange: Exchange) -> bool:
    """Whether the question is done without an answer: neither it nor the help after it brought one."""
    return exchange.left is not None and bool(exchange.replies) and all(map(is_passed_on, exchange.replies))


def notes(state: InterviewState) -> tuple[str, ...]:
    """Sentences for people, none where there is nothing of that kind to say."""
    return tuple(each for each in (_passes(state.exchanges), _time(state)) if each)


def _passes(exchanges: Sequence[Exchange]) -> str:
    """How many replies to questions and to follow-ups were none, in the words that were used."""
    on_questions = [each.replies[0] for each in exchanges if each.replies and is_passed_on(each.replies[0])]
    on_follow_ups = [reply for each in exchanges for reply in each.replies[1:] if is_passed_on(reply)]
    if not on_questions and not on_follow_ups:
        return ""
    follow_ups = sum(len(each.replies[1:]) for each in exchanges)
    counts = [f"{len(on_questions)} of {_counted(len(exchanges), 'question')}"] if on_questions else []
    counts += [f"{len(on_follow_ups)} of {_counted(follow_ups, 'follow-up')}"] if on_follow_ups else []
    return f"Passed on: {' and '.join(counts)} ({', '.join(_quotes([*on_questions, *on_follow_ups]))})."


def _quotes(replies: Sequence[Reply]) -> Iterator[str]:
    texts = [" ".join(each.text.split()) for each in replies]
    quotes = list(dict.fromkeys(f"“{_short(each)}”" if each else "silence" for each in texts))
    yield from quotes[:MOST_QUOTES]
    if len(quotes) > MOST_QUOTES:
        yield f"and {len(quotes) - MOST_QUOTES} more"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 2].rstrip() + " …"


def _time(state: InterviewState) -> str:
    """The talk of the rounds that have ended, both sides; a written round has no talking time."""
    rounds = [each for each in state.rounds if each.ended is not None and not each.plan.written]
    planned, used = sum(each.plan.minutes for each in rounds), sum(map(spoken_in, rounds))
    if not planned or used >= LITTLE_TIME * planned:
        return ""
    seconds = round(used * 60)
    return f"The talk took {seconds // 60}:{seconds % 60:02} of {planned} minutes, less than a third."


def capped(result: Overall | None, exchanges: Sequence[Exchange]) -> Overall | None:
    """The vote, mixed at most where a third or more of the questions were passed on."""
    count = sum(map(is_question_passed_on, exchanges))
    if result is None or not count or count < TOO_MANY * len(exchanges) - 1e-9:
        return result
    if VOTES.index(result.vote) <= VOTES.index("mixed"):
        return result
    return replace(result, vote="mixed", capped_by="passed_on")


def non_answer(exchange: Exchange, rubric: Rubric) -> Grade:
    """The grade of a question that was passed on and that nobody has graded: the lowest, with nothing met."""
    signals = tuple(
        SignalScore(id=each.id, weight=each.weight, score=LOWEST, level=1, check_score=LOWEST, checks=_none_met(each))
        for each in rubric.signals
    )
    habits = tuple(
        HabitScore(id=each.id, score=LOWEST, level=1, check_score=LOWEST, checks=_none_met(each))
        for each in rubric.habits
    )
    gate = Gate(passed=False, reason="the question was passed on")
    return Grade(
        grade_id="",
        id=None,
        status="scored",
        reason=None,
        track=rubric.track,
        question=QuestionRef(id=exchange.question.id, prompt=exchange.question.prompt),
        rubric=RubricRef(id=rubric.id, sha256=rubric.sha256),
        grader=GraderRef(kind="offline"),
        gate=gate,
        overall=overall(signals, habits, gate, "high"),
        signals=signals,
        habits=habits,
    )


def _none_met(dimension: Signal | Habit) -> tuple[CheckVerdict, ...]:
    return tuple(
        CheckVerdict(id=each.id, polarity=each.polarity, verdict="not_met", points=each.points, reason="passed on")
        for each in dimension.checks
    )


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
