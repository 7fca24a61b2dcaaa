"""Verdicts on a rubric's checks, each with the words of the answer that decided it."""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from interviewer.domain.grades import CheckVerdict, Evidence
from interviewer.domain.rubrics import Check, Habit, Signal
from interviewer.grading.offline.lexicon import Lexicon, Span, tokenise
from interviewer.grading.offline.reading import Reading, ReadSentence

LONGEST_QUOTE = 220
MOST_EVIDENCE = 3
ENOUGH_TO_MISS = 40  # words; of a shorter answer nothing is said that it leaves out
WHOLE_ANSWER = "answer:"
Condition = Callable[[Reading], Sequence[ReadSentence] | None]

NAMES: dict[str, str] = tomllib.loads(
    (Path(__file__).resolve().parent / "data" / "feature_names.toml").read_text(encoding="utf-8")
)


def judge(dimension: Signal | Habit, reading: Reading) -> tuple[CheckVerdict, ...]:
    """The verdicts; a check that does not say how it is found (in a rubric of one's own) gets none."""
    return tuple(_verdict(check, reading) for check in dimension.checks if check.find)


def _verdict(check: Check, reading: Reading) -> CheckVerdict:
    own = Lexicon({"words": check.words}) if check.words else None
    hits: dict[int, tuple[ReadSentence, list[Span], str]] = {}
    for wanted in check.find:
        if wanted.startswith(WHOLE_ANSWER):
            shown = CONDITIONS[wanted.removeprefix(WHOLE_ANSWER)](reading)
            if shown is not None:
                return _result(check, True, "The answer as a whole shows this.", [_quote(each, []) for each in shown])
            continue
        for sentence, spans in _matching(wanted, reading, own):
            hits.setdefault(sentence.sentence.number, (sentence, spans, wanted))
    met = len(hits) >= check.need
    if not met:
        missing = (
            "The offline reading did not find this."
            if check.polarity == "negative"
            else "The offline reading found no sentence that shows this."
        )
        if hits:
            missing = f"Only {len(hits)} of the {check.need} sentences that this needs."
        return _result(check, False, missing, [])
    best = sorted(hits.values(), key=lambda hit: (-_richness(hit[0]), hit[0].sentence.number))[
        : max(check.need, MOST_EVIDENCE)
    ]
    best.sort(key=lambda hit: hit[0].sentence.number)
    sentence, _, wanted = max(best, key=lambda hit: _richness(hit[0]))
    reason = f"Sentence {sentence.sentence.number} has {_in_words(wanted)}."
    return _result(check, True, reason, [_quote(each, spans) for each, spans, _ in best])


def _result(check: Check, met: bool, reason: str, evidence: list[Evidence]) -> CheckVerdict:
    return CheckVerdict(
        id=check.id,
        polarity=check.polarity,
        verdict="met" if met else "not_met",
        points=check.points,
        reason=reason,
        evidence=tuple(evidence[:MOST_EVIDENCE]),
    )


def _in_words(wanted: str) -> str:
    names = [NAMES.get(name, name) for name in wanted.rstrip("~").split() if not name.startswith("!")]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One entry of a check's `find`: features that must come together, those that bar it; does the next help?"""

    names: tuple[str, ...]
    all: frozenset[str]
    barred: frozenset[str]
    neighbours: bool


@cache
def _wanted(entry: str) -> _Wanted:
    names = entry.rstrip("~").split()
    wanted = tuple(name for name in names if not name.startswith("!"))
    return _Wanted(
        wanted,
        frozenset(wanted),
        frozenset(name[1:] for name in names if name.startswith("!")),
        entry.endswith("~"),
    )


def _matching(entry: str, reading: Reading, own: Lexicon | None) -> list[tuple[ReadSentence, list[Span]]]:
    """The sentences that show an entry of `find`, with the spans of its features."""
    wanted = _wanted(entry)
    if own is not None and "words" in wanted.names:
        return _with_own_words(wanted, reading, own)
    found = []
    for at in reading.showing(wanted.names[0]):
        each = reading.read[at]
        features = each.features
        if wanted.barred and not wanted.barred.isdisjoint(features):
            continue
        if features.keys() >= wanted.all:
            found.append((each, [features[name][0] for name in wanted.names]))
        elif wanted.neighbours and at + 1 < len(reading.read):
            following = reading.read[at + 1].features
            if all(name in features or name in following for name in wanted.names):
                found.append((each, [features[name][0] for name in wanted.names if name in features]))
    return found


def _with_own_words(wanted: _Wanted, reading: Reading, own: Lexicon) -> list[tuple[ReadSentence, list[Span]]]:
    """As _matching, for an entry that uses the terms of the rubric's author."""
    found = []
    for each in reading.read:
        features = each.features | own.find(*tokenise(each.sentence.text))
        if wanted.barred.isdisjoint(features) and features.keys() >= wanted.all:
            found.append((each, [features[name][0] for name in wanted.names]))
    return found


def _richness(each: ReadSentence) -> int:
    return len(each.features) + 3 * ("figure" in each.features) + 3 * ("i_decides" in each.features)


def _quote(each: ReadSentence, spans: list[Span]) -> Evidence:
    """The sentence, or of a very long one the part around what was found, cut at blanks."""
    text, start = each.sentence.text, each.sentence.start
    first, last = 0, len(text)
    if len(text) > LONGEST_QUOTE:
        low = min((span[0] for span in spans), default=0)
        high = max((span[1] for span in spans), default=LONGEST_QUOTE)
        spare = max(0, LONGEST_QUOTE - (high - low))
        first = _blank_before(text, max(0, low - spare // 3))
        last = _blank_after(text, min(len(text), max(high, first + LONGEST_QUOTE)))
    return Evidence(start + first, start + last, text[first:last])


def _blank_before(text: str, at: int) -> int:
    return text.rfind(" ", 0, at) + 1 if at else 0


def _blank_after(text: str, at: int) -> int:
    end = text.find(" ", at)
    return len(text) if end < 0 else end


def _no_person(reading: Reading) -> Sequence[ReadSentence] | None:
    shown = [
        each
        for each in reading.read
        if each.any("person") and each.any("pain", "observed", "harm", "complaint", "behaviour")
    ]
    return None if shown or reading.words < ENOUGH_TO_MISS else ()


def _no_data(reading: Reading) -> Sequence[ReadSentence] | None:
    shown = [
        each
        for each in reading.read
        if each.any("data", "label", "sample") and each.any("figure", "cause", "gap", "origin", "i_decides", "rule")
    ]
    return None if shown or reading.words < ENOUGH_TO_MISS else ()


def _no_product(reading: Reading) -> Sequence[ReadSentence] | None:
    shown = [
        each
        for each in reading.read
        if each.any("person", "business", "adoption", "launch", "rollout", "money", "complaint", "recovery")
    ]
    return None if shown or reading.words < ENOUGH_TO_MISS else ()


def _model_metric_only(reading: Reading) -> Sequence[ReadSentence] | None:
    """Figures for the model's quality, none for users or business."""
    model = [each for each in reading.read if each.has("quality", "figure")]
    product = [
        each
        for each in reading.read
        if each.any("business", "adoption", "money", "complaint", "person") and each.any("figure", "result")
    ]
    return model[:2] if model and not product else None


def _term_pile(reading: Reading) -> Sequence[ReadSentence] | None:
    """Terms of the trade, several to a sentence, that serve no figure, reason or decision."""
    idle = [
        each
        for each in reading.read
        if len(each.features.get("jargon", ())) >= 2 and not each.any("figure", "i_decides", "reason", "cause")
    ]
    return idle[:3] if len(idle) >= 3 and len(idle) >= 0.3 * len(reading.read) else None


def _number_pile(reading: Reading) -> Sequence[ReadSentence] | None:
    """Many figures in most sentences, few of them with a reason, a limit or a decision."""
    crowded = [each for each in reading.read if len(each.features.get("figure", ())) >= 2]
    idle = [each for each in crowded if not each.any("reason", "cause", "limit", "i_decides", "trade", "reject")]
    return (
        idle[:3]
        if len(crowded) >= 4 and len(idle) >= 0.5 * len(crowded) and len(crowded) >= 0.5 * len(reading.read)
        else None
    )


def _implausible(reading: Reading) -> Sequence[ReadSentence] | None:
    odd = [each for each in reading.read if "implausible" in each.features]
    return odd[:3] if len(odd) >= 2 else None


def _collective(reading: Reading) -> Sequence[ReadSentence] | None:
    """Decisions by "we" or by nobody, more of them than the candidate's own."""
    theirs = [
        each
        for each in reading.read
        if each.any("we_decides", "nobody_decides") and not each.any("i_decides", "i_acts", "i_steps")
    ]
    return theirs[:3] if len(theirs) >= 2 and len(theirs) > reading.count("i_decides") else None


CONDITIONS: dict[str, Condition] = {
    "collective": _collective,
    "no_person": _no_person,
    "no_data": _no_data,
    "no_product": _no_product,
    "model_metric_only": _model_metric_only,
    "term_pile": _term_pile,
    "number_pile": _number_pile,
    "implausible": _implausible,
}
