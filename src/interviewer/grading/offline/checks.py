"""Verdicts on a rubric's checks, each with the words of the answer that decided it."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from interviewer.domain.grades import CheckVerdict, Evidence
from interviewer.domain.rubrics import Check, Habit, Signal
from interviewer.grading.offline.find_entries import wanted_and_barred
from interviewer.grading.offline.lexicon import Lexicon, tokenise
from interviewer.grading.offline.reading import Reading, ReadSentence, bits
from interviewer.grading.spans import Span

LONGEST_QUOTE = 220
OWN_WORDS = "words"
MOST_EVIDENCE = 2
NEARLY_AS_GOOD = 0.8  # of the best sentence's strength: less is not quoted beside it
MOST_ENTRIES = 4  # that one sentence is credited with
FAR = 80  # characters between the words that must come together which cost a sentence one point
TOO_FAR = 110  # characters between them: they speak of different things
MOST_PLACES = 20  # of a feature that are looked at in one sentence
LONG = 40  # words which cost it another
MEASURED = frozenset(("figure", "change", "limit", "compare"))
DECIDED = frozenset(("decision", "i_decides", "limit"))
# What says who acts, or a span of several words: these may lie over the words of a subject.
OVERLYING = frozenset(
    (
        "change", "time", "misconception", "i_decides", "i_steps", "i_acts", "i_supports", "i_word", "we_decides",
        "we_word", "nobody_decides", "delegates", "discussed", "step", "decision", "intent", OWN_WORDS,
    )
)  # fmt: skip
ENOUGH_TO_MISS = 40  # words; of a shorter answer nothing is said that it leaves out
WHOLE_ANSWER = "answer:"
MOST_REMEMBERED = 2_000
Condition = Callable[[Reading], Sequence[ReadSentence] | None]

NAMES: dict[str, str] = tomllib.loads(
    (Path(__file__).resolve().parent / "data" / "feature_names.toml").read_text(encoding="utf-8")
)


def judge(dimension: Signal | Habit, reading: Reading) -> tuple[CheckVerdict, ...]:
    """The verdicts; a check that does not say how it is found (in a rubric of one's own) gets none."""
    return tuple([_verdict(check, reading) for check in dimension.checks if check.find])


def number_shown(dimension: Signal | Habit, reading: Reading, most: int) -> int:
    """How many of its positive checks the answer's words meet, as far as `most`."""
    number = 0
    for check in dimension.checks:
        if check.find and check.polarity == "positive":
            number += bool(_verdict(check, reading).evidence)
            if number == most:
                break
    return number


def _verdict(check: Check, reading: Reading) -> CheckVerdict:
    places = reading.shown_places
    own = _own_lexicon(check.words) if check.words else None
    if own is not None:
        places = {**places, OWN_WORDS: _places_of_own_words(own, reading)}
    shown: Shown = {}
    sought = _sought(check.find)
    # A figure that cannot be true shows nothing but that.
    impossible = places.get("implausible", 0) if check.polarity == "positive" else 0
    for wanted in sought.entries:
        if wanted.of_the_whole is not None:
            sentences = wanted.of_the_whole(reading)
            if sentences is not None:
                return _result(
                    check, True, "The answer as a whole shows this.", [_quote(each, []) for each in sentences]
                )
            continue
        # Most entries have a name that the answer shows nowhere.
        if wanted.names[0] in places and wanted.names[-1] in places:
            for at in bits(wanted.places(places) & ~impossible):
                gap = wanted.gap(reading.read[at])
                if gap is not None:
                    shown.setdefault(at, []).append((wanted, gap))
    if len(shown) < check.need:
        return _result(check, False, _missing(check, len(shown)), [])
    return _met(check, reading, shown, own)


def _met(check: Check, reading: Reading, shown: "Shown", own: Lexicon | None) -> CheckVerdict:
    """The verdict on a check that is met, quoting the sentences that show it best."""
    sought = _sought(check.find)
    strength = dict.fromkeys(shown, 1.0)
    if len(shown) > 1:
        strength = {at: sought.strength(reading.read[at], entries) for at, entries in shown.items()}
    ranked = sorted(shown, key=lambda at: (-strength[at], at))
    best = ranked[0]
    also = [at for at in ranked[1:MOST_EVIDENCE] if check.need > 1 or strength[at] >= NEARLY_AS_GOOD * strength[best]]
    reason = f"Sentence {reading.read[best].sentence.number} has {shown[best][0][0].in_words}."
    quotes = [_quote_of(reading.read[at], shown[at][0][0], own) for at in sorted((best, *also))]
    return _result(check, True, reason, quotes)


def _missing(check: Check, hits: int) -> str:
    if hits:
        return f"Only {hits} of the {check.need} sentences that this needs."
    if check.polarity == "negative":
        return "The offline reading did not find this."
    return "The offline reading found no sentence that shows this."


def _result(check: Check, met: bool, reason: str, evidence: list[Evidence]) -> CheckVerdict:
    return CheckVerdict(
        id=check.id,
        polarity=check.polarity,
        verdict="met" if met else "not_met",
        points=check.points,
        reason=reason,
        evidence=tuple(evidence[:MOST_EVIDENCE]),
    )


def _in_words(names: Sequence[str]) -> str:
    known = [NAMES.get(name, name) for name in names]
    return known[0] if len(known) == 1 else ", ".join(known[:-1]) + " and " + known[-1]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One entry of a check's `find`: features that must come together, those that bar it; does the next help?

    `at` counts the entries from 0; `subjects` are the names that words of their own must show; `of_the_whole` is the
    condition of an entry that is about the answer as a whole.
    """

    at: int
    names: tuple[str, ...]
    subjects: tuple[str, ...]
    barred: tuple[str, ...]
    neighbours: bool
    in_words: str
    of_the_whole: Condition | None

    def places(self, places: Mapping[str, int]) -> int:
        """The sentences that show the entry, as bits (Reading.places), where any shows its first name."""
        found = places[self.names[0]]
        for name in self.names[1:]:
            if name not in places:
                return 0
            shown = places[name]
            found &= shown | shown >> 1 if self.neighbours else shown
        for name in self.barred:
            found &= ~places.get(name, 0)
        return found

    def gap(self, each: ReadSentence) -> int | None:
        """The characters between the first two features of a sentence, as near to each other as they come; None where
        that is too far, or where one word shows two of them. The next sentence may show what this one does not."""
        if len(self.subjects) < 2:
            return 0
        lists = [each.shown[name][:MOST_PLACES] for name in self.subjects if name in each.shown]
        if len(lists) < 2:
            return 0
        gap = min([_between(a, b) for a in lists[0] for b in lists[1]])
        if self.neighbours:
            return gap
        return gap if gap <= TOO_FAR and _disjoint(lists, []) else None


@dataclass(frozen=True, slots=True)
class _Sought:
    """What a check's `find` asks for: its entries in their order, and whether most of them ask for something measured,
    any for a decision, any for a limit."""

    entries: tuple[_Wanted, ...]
    measured: bool
    decided: bool
    limited: bool

    def strength(self, each: ReadSentence, found: Sequence[tuple[_Wanted, int]]) -> float:
        """How well a sentence shows the check: by how many of its entries and how early ones, in how few words, and
        with the figure, the limit or the decision that the check asks for."""
        told = 2.0 * (self.measured and "figure" in each.shown) - ("hedge" in each.shown)
        told += 1.5 * (self.decided and "i_decides" in each.shown)
        told += 1.5 * (self.limited and "limit" in each.shown and "figure" in each.shown)
        early = 1.5 * (1 - found[0][0].at / len(self.entries))
        gap = min([gap for _, gap in found])
        return max(0.5, 2 + early + min(len(found), MOST_ENTRIES) + told - gap / FAR - each.words / LONG)


Shown = dict[int, list[tuple[_Wanted, int]]]  # by a sentence's place: the entries that it shows, each with its gap


def _disjoint(lists: Sequence[Sequence[Span]], taken: list[Span]) -> bool:
    if not lists:
        return True
    if len(lists) == 2 and not taken:
        return any(a[1] <= start or end <= a[0] for a in lists[0] for start, end in lists[1])
    return any(
        _disjoint(lists[1:], [*taken, span])
        for span in lists[0]
        if all(span[1] <= start or end <= span[0] for start, end in taken)
    )


def _between(a: Span, b: Span) -> int:
    if a[1] <= b[0]:
        return b[0] - a[1]
    return a[0] - b[1] if b[1] <= a[0] else 0


@lru_cache(maxsize=MOST_REMEMBERED)
def _sought(find: tuple[str, ...]) -> _Sought:
    entries = tuple(_wanted(entry, at) for at, entry in enumerate(find))
    asked = [frozenset(entry.names) for entry in entries]
    return _Sought(
        entries,
        measured=sum(not MEASURED.isdisjoint(names) for names in asked) > len(asked) / 2,
        decided=any(not DECIDED.isdisjoint(names) for names in asked),
        limited=any("limit" in names for names in asked),
    )


def _wanted(entry: str, at: int) -> _Wanted:
    names, barred = wanted_and_barred(entry)
    return _Wanted(
        at,
        names,
        tuple(name for name in names if name not in OVERLYING),
        barred,
        entry.endswith("~") and OWN_WORDS not in names,
        _in_words(names),
        CONDITIONS[entry.removeprefix(WHOLE_ANSWER)] if entry.startswith(WHOLE_ANSWER) else None,
    )


@lru_cache(maxsize=MOST_REMEMBERED)
def _own_lexicon(words: tuple[str, ...]) -> Lexicon:
    """The terms of the rubric's author, who gave them to a check."""
    return Lexicon({OWN_WORDS: words})


def _places_of_own_words(own: Lexicon, reading: Reading) -> int:
    found = 0
    for at, each in enumerate(reading.read):
        if own.find(*tokenise(each.sentence.text)):
            found |= 1 << at
    return found


def _quote_of(each: ReadSentence, wanted: _Wanted, own: Lexicon | None) -> Evidence:
    """Only of a long sentence does it matter where in it the features show."""
    if len(each.sentence.text) <= LONGEST_QUOTE:
        return _quote(each, [])
    features = each.shown
    if own is not None and OWN_WORDS in wanted.names:
        features = features | own.find(*tokenise(each.sentence.text))
    return _quote(each, [features[name][0] for name in wanted.names if name in features])


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
        if (each.any("we_decides") or (each.any("nobody_decides") and not each.any("i_word")))
        and not each.any("i_decides", "i_acts", "i_steps")
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
