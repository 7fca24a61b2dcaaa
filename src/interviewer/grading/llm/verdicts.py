"""Verdicts held against the answer: a quote counts where the answer has it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from interviewer.domain.grades import CheckVerdict, Evidence
from interviewer.domain.rubrics import Check, Habit, Signal
from interviewer.domain.text import visible
from interviewer.grading.evidence import QuoteFinder
from interviewer.grading.llm.plan import Task
from interviewer.grading.llm.reply import by_id, plain_id
from interviewer.grading.orders import order_spans
from interviewer.grading.sums import Key, level_ceiling, settle

if TYPE_CHECKING:
    from interviewer.grading.llm.wire import CheckReply, GradeReply

LONGEST_REASON = 300
FEWEST_LETTERS = 6  # of a quote of a single word
SHARE_OF_ORDER = 0.3
FIRST_PERSON = ("i", "i'd", "i've", "i'm", "we", "my", "our")


@dataclass(frozen=True, slots=True)
class Unfound:
    """A verdict "met" whose quote the answer does not hold."""

    dimension: Signal | Habit
    check: Check
    quote: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One dimension as one sample read it."""

    dimension: Signal | Habit
    level: int
    checks: tuple[CheckVerdict, ...]
    why_not_higher: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One reply, verified. `unfound` are met verdicts that were withdrawn for want of a quote."""

    task: Task
    passed: bool
    gate_reason: str
    readings: tuple[Reading, ...]
    unfound: tuple[Unfound, ...]


@dataclass(slots=True)
class QuoteTally:
    """How many quotes the graded answers hold, and how many they do not, after the second look."""

    found: int = 0
    lost: int = 0

    def add(self, sample: Sample) -> None:
        self.found += sum(len(verdict.evidence) for reading in sample.readings for verdict in reading.checks)
        self.lost += len(sample.unfound)


class Verifier:
    """Holds replies against one answer."""

    def __init__(self, finder: QuoteFinder) -> None:
        self._finder = finder
        self.orders = order_spans(finder.answer)

    def sample(self, reply: "GradeReply", task: Task) -> Sample:
        """Every verdict of a complete reply; a met one without its quote in the answer is not met."""
        given = by_id(reply)
        readings: list[Reading] = []
        unfound: list[Unfound] = []
        for dimension in task.dimensions:
            answer = given[dimension.id]
            said = {plain_id(each.id): each for each in answer.checks}
            verdicts = []
            for check in dimension.checks:
                one = said[plain_id(check.id)]
                verdict = self.verdict(check, one)
                if one.verdict == "met" and not verdict.met:
                    unfound.append(Unfound(dimension, check, clean(one.quote)))
                verdicts.append(verdict)
            readings.append(Reading(dimension, answer.level, tuple(verdicts), clean(answer.why_not_higher)))
        return Sample(task, reply.gate.passed, clean(reply.gate.reason), tuple(readings), tuple(unfound))

    def verdict(self, check: Check, said: "CheckReply") -> CheckVerdict:
        """One verdict. A fault that consists in something missing may be met without a quote; a merit may not."""
        met = said.verdict == "met"
        evidence = self.evidence(said.quote, said.sentence) if met else None
        if met and evidence is None and (check.polarity == "positive" or said.quote.strip()):
            met = False
        return CheckVerdict(
            id=check.id,
            polarity=check.polarity,
            verdict="met" if met else "not_met",
            points=check.points,
            reason=clean(said.reason),
            evidence=(evidence,) if met and evidence else (),
        )

    def evidence(self, quote: str, sentence: int | None) -> Evidence | None:
        """The place of a quote; None where the answer lacks it, it says too little, or it is an order to the grader."""
        found = self._finder.find(quote, sentence or None)
        if found is None or not _says_something(found.quote) or self._is_order(found):
            return None
        return found

    def _is_order(self, evidence: Evidence) -> bool:
        if any(word.casefold() in FIRST_PERSON for word in evidence.quote.replace("’", "'").split()):
            return False
        covered = sum(max(0, min(evidence.end, end) - max(evidence.start, start)) for start, end in self.orders)
        return covered >= SHARE_OF_ORDER * (evidence.end - evidence.start)


def mended(sample: Sample, repaired: Iterable[tuple[str, CheckVerdict]]) -> Sample:
    """The sample with verdicts (by dimension id) that a second look could prove."""
    proven = {(dimension_id, verdict.id): verdict for dimension_id, verdict in repaired if verdict.met}
    readings = tuple(
        replace(reading, checks=tuple(proven.get((reading.dimension.id, each.id), each) for each in reading.checks))
        for reading in sample.readings
    )
    left = tuple(each for each in sample.unfound if (each.dimension.id, each.check.id) not in proven)
    return replace(sample, readings=readings, unfound=left)


def with_settled(sample: Sample, found: Mapping[Key, CheckVerdict]) -> Sample:
    """The sample with what code knows better than a model: its verdicts, and the highest level that they leave."""
    readings = tuple(
        replace(
            reading,
            checks=settle(reading.dimension, reading.checks, found),
            level=min(reading.level, level_ceiling(reading.dimension, found) or reading.level),
        )
        for reading in sample.readings
    )
    left = tuple(each for each in sample.unfound if (each.dimension.id, each.check.id) not in found)
    return replace(sample, readings=readings, unfound=left)


def clean(text: str, longest: int = LONGEST_REASON) -> str:
    """A model's words on one line, fit to be shown; at most so many characters."""
    line = " ".join(visible(text).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _says_something(quote: str) -> bool:
    letters = sum(character.isalnum() for character in quote)
    return len(quote.split()) > 1 or letters >= FEWEST_LETTERS or any(map(str.isdigit, quote))


def unfound_notice(unfound: Iterable[Unfound]) -> str | None:
    """What the person is told about quotes that the answer does not hold."""
    names = list(dict.fromkeys(f"{each.dimension.name}, “{each.check.statement}”" for each in unfound))
    if not names:
        return None
    counted = "this check counts" if len(names) == 1 else "these checks count"
    return f"The model quoted words that your answer does not hold, so {counted} as not met: {'; '.join(names)}"


def silent_checks(dimension: Signal | Habit) -> tuple[CheckVerdict, ...]:
    """The verdicts on an answer without a word."""
    return tuple(
        CheckVerdict(
            id=check.id, polarity=check.polarity, verdict="not_met", points=check.points, reason="Nothing was said."
        )
        for check in dimension.checks
    )
