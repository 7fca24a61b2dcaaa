"""Checks that code settles for every grader: the sums of a RICE score. No model does arithmetic here.

A check asks for it with an entry `sums:NAME` in its `find`. What the sums cannot tell is left to the grader.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from interviewer.domain.grades import CheckVerdict, Evidence
from interviewer.domain.questions import Question
from interviewer.domain.rice import StatedSum, reaches, read_rice, right_scores
from interviewer.domain.rubrics import AnyRubric, Check, Habit, Signal
from interviewer.domain.wrapping import unwrapped
from interviewer.grading.evidence import Sentence, sentences

PREFIX = "sums:"
WITHOUT_HIDDEN = ("build alone", "without them", "without the hidden")  # says which expected score leaves them out
LONGEST_QUOTE = 220
MOST_EVIDENCE = 3
WRONG_SUM_CEILING = 3  # the highest level of a signal in which a sum is wrong

Key = tuple[str, str]  # dimension, check


@dataclass(frozen=True, slots=True)
class Finding:
    """What the sums say about a check, and the figures that show it."""

    met: bool
    reason: str
    shown: tuple[StatedSum, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """The sums that an answer states, and the scores that the question's expected points work out: as text and score,
    those with the hidden costs and those of the build alone."""

    sums: tuple[StatedSum, ...]
    with_hidden: tuple[tuple[str, float], ...]
    build_alone: tuple[tuple[str, float], ...]

    @property
    def wrong(self) -> tuple[StatedSum, ...]:
        return tuple(each for each in self.sums if each.right is False)

    @property
    def scores(self) -> tuple[StatedSum, ...]:
        return tuple(each for each in self.sums if each.is_score)


def settled(rubric: AnyRubric, question: Question, answer: str) -> dict[Key, CheckVerdict]:
    """The verdicts that sums decide, by dimension and check; empty for a rubric without such checks."""
    asked = [(dimension, check, name) for dimension in rubric.dimensions for check, name in _asking(dimension)]
    if not asked:
        return {}
    plain = unwrapped(answer)
    stated = _stated(question, plain)
    quotes = _Quotes(answer, sentences(plain))
    found: dict[Key, CheckVerdict] = {}
    for dimension, check, name in asked:
        finding = FINDINGS[name](stated)
        if finding is not None:
            found[dimension.id, check.id] = _verdict(check, finding, quotes)
    return found


def settle(
    dimension: Signal | Habit, verdicts: Iterable[CheckVerdict], found: Mapping[Key, CheckVerdict]
) -> tuple[CheckVerdict, ...]:
    """The verdicts of one dimension, those in the place of which code knows better replaced."""
    return tuple(found.get((dimension.id, each.id), each) for each in verdicts)


def level_ceiling(dimension: Signal | Habit, found: Mapping[Key, CheckVerdict]) -> int | None:
    """The highest level that a dimension can have: a wrong sum bounds it, however well it is told."""
    faults = [check for check in dimension.checks if check.polarity == "negative"]
    verdicts = [found[dimension.id, check.id] for check in faults if (dimension.id, check.id) in found]
    return WRONG_SUM_CEILING if any(each.met for each in verdicts) else None


def _asking(dimension: Signal | Habit) -> list[tuple[Check, str]]:
    return [
        (check, entry.removeprefix(PREFIX))
        for check in dimension.checks
        for entry in check.find
        if entry.startswith(PREFIX)
    ]


def _stated(question: Question, answer: str) -> Stated:
    known = right_scores(question.expects)
    alone = tuple(each for each in known if any(words in each[0] for words in WITHOUT_HIDDEN))
    return Stated(read_rice(answer), tuple(each for each in known if each not in alone), alone)


def _right(stated: Stated) -> Finding:
    """A score that follows from its factors, and no sum that does not come out."""
    good = tuple(each for each in stated.scores if each.right)
    if stated.wrong:
        return Finding(met=False, reason=f"A sum does not come out: {_mended(stated.wrong)}")
    if good:
        return Finding(True, f"The sum comes out: {good[-1].worked} = {_shown(good[-1].stated)}.", good)
    unsure = next((each for each in stated.scores if each.missing), None)
    if unsure is not None:
        missing = ", ".join(unsure.missing)
        return Finding(
            met=False, reason=f"{_shown(unsure.stated)} cannot be checked: the answer does not name {missing}."
        )
    return Finding(met=False, reason="No score is stated together with the factors that it follows from.")


def _wrong(stated: Stated) -> Finding:
    wrong = stated.wrong
    return Finding(True, _mended(wrong), wrong) if wrong else Finding(met=False, reason="No sum is wrong.")


def _with_hidden(stated: Stated) -> Finding | None:
    """The score with the hidden costs in the effort; for a question whose right score is not known, nothing."""
    if not stated.with_hidden:
        return None
    (worked, score), others = stated.with_hidden[0], stated.with_hidden[1:]
    hits = tuple(each for each in stated.scores if reaches([each], score))
    if not hits:
        said = f" The answer says {_shown(stated.scores[-1].stated)}." if stated.scores else ""
        return Finding(met=False, reason=f"It comes to {_shown(score)} ({worked}).{said}")
    left = [text for text, other in others if not reaches(stated.scores, other)]
    return Finding(True, f"{_shown(score)} is right." + (f" Not stated: {left[0]}." if left else ""), hits)


def _build_only(stated: Stated) -> Finding | None:
    """Only the score of the build alone is stated; None where the right scores are not known, or no score is."""
    hits = tuple(each for each in stated.scores if any(reaches([each], score) for _, score in stated.build_alone))
    if not hits or not stated.with_hidden or any(reaches(stated.scores, score) for _, score in stated.with_hidden):
        return None
    worked, _ = stated.with_hidden[0]
    return Finding(True, f"{_shown(hits[0].stated)} is the score of the build alone; {worked}.", hits)


def _added(stated: Stated) -> Finding | None:
    """A right score with the hidden costs divides by the effort that holds them; else the words decide."""
    hits = tuple(
        each for each in stated.scores if each.right and any(reaches([each], score) for _, score in stated.with_hidden)
    )
    return Finding(True, f"{hits[0].worked}: the effort holds the hidden costs.", hits) if hits else None


def _both(stated: Stated) -> Finding | None:
    """The scores with and without the hidden costs are both stated; else the words decide."""
    hits = [
        next((each for each in stated.scores if any(reaches([each], score) for _, score in known)), None)
        for known in (stated.build_alone, stated.with_hidden)
    ]
    alone, full = hits
    if alone is None or full is None:
        return None
    return Finding(
        True, f"{_shown(alone.stated)} without the hidden costs, {_shown(full.stated)} with them.", (alone, full)
    )


FINDINGS: dict[str, Callable[[Stated], Finding | None]] = {
    "right": _right,
    "wrong": _wrong,
    "with_hidden": _with_hidden,
    "build_only": _build_only,
    "added": _added,
    "both": _both,
}


def _mended(wrong: Sequence[StatedSum]) -> str:
    told = [
        f"{each.worked} is {_shown(each.expected)}, not {_shown(each.stated)}"
        for each in wrong[:MOST_EVIDENCE]
        if each.expected is not None
    ]
    return f"{'; '.join(told)}."


def _shown(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class _Quotes:
    answer: str
    numbered: Sequence[Sentence]

    def of(self, stated: StatedSum) -> Evidence:
        """The sentence with the figure, or of a long one the part that ends with it."""
        start, end = stated.start, stated.end
        for each in self.numbered:
            if each.start <= stated.start < each.end:
                start, end = each.start, max(each.end, stated.end)
        if end - start > LONGEST_QUOTE:
            end = stated.end
            start = max(start, end - LONGEST_QUOTE)
            start = self.answer.find(" ", start, stated.start) + 1 or start
        return Evidence(start, end, self.answer[start:end])


def _verdict(check: Check, finding: Finding, quotes: _Quotes) -> CheckVerdict:
    evidence = dict.fromkeys(quotes.of(each) for each in finding.shown[:MOST_EVIDENCE])
    return CheckVerdict(
        id=check.id,
        polarity=check.polarity,
        verdict="met" if finding.met else "not_met",
        points=check.points,
        reason=finding.reason,
        evidence=tuple(evidence),
    )
