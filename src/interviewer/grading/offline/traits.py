"""What a whole answer is like, as some hundred numbers: counts of sentences that show something (data/traits.toml),
shares and densities. The levels are calibrated on these; each has a meaning that a person can check in the answer.
"""

import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from interviewer.grading.offline.reading import Reading, ReadSentence

SHORT_ANSWER = 150
# Both begin with a character, which is looked for quickly, and only then look back.
PROPER = re.compile(r"[A-Z](?<=[a-z,;:] .)[a-zà-ÿ]{2,}")
SPEECH = re.compile(r"[\"“”‘][^\"“”]{4,300}[\"“”’]|s(?<=\bs)aid\b|t(?<=\bt)old (?:me|us)\b|a(?<=\ba)sked me\b")
# What makes a sentence dense, and what a decision can be about.
STRONG = frozenset(
    (
        "figure", "change", "i_decides", "i_acts", "limit", "reason", "trade", "reject", "result", "business", "money",
        "person", "error", "quality", "recovery", "data", "time", "observed", "harm", "launch", "cause",
    )
)  # fmt: skip
SUBSTANCE = frozenset(
    (
        "reason", "reject", "trade", "limit", "business", "price", "launch", "person", "error", "quality", "recovery",
        "data", "label", "technical", "evaluation", "validation", "monitoring", "rollout", "segment", "observed",
        "harm", "group",
    )
)  # fmt: skip
Traits = dict[str, float]


@dataclass(frozen=True, slots=True)
class Counted:
    """One kind of sentence that is counted."""

    all: tuple[str, ...]
    any: tuple[tuple[str, ...], ...]
    none: tuple[str, ...]

    def number_in(self, reading: Reading) -> int:
        """How many sentences are of this kind."""
        places = reading.places
        found = -1  # every bit is set: all sentences
        for name in self.all:
            found &= places.get(name, 0)
            if not found:
                return 0
        for group in self.any:
            found &= reading.showing(*group)
            if not found:
                return 0
        if self.none:
            found &= ~reading.showing(*self.none)
        return (found & reading.everywhere if found < 0 else found).bit_count()


def load_counted(path: Path) -> dict[str, Counted]:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: Counted(
            tuple(table.get("all", ())),
            tuple(map(tuple, table.get("any", ()))),
            tuple(table.get("none", ())),
        )
        for name, table in tables.items()
    }


def traits(reading: Reading, counted: Mapping[str, Counted]) -> Traits:
    """Every trait of an answer by name. Pure; the same on every machine."""
    counts = {name: kind.number_in(reading) for name, kind in counted.items()}
    counts["i_decisions_substance"] = sum([_decided_about(each) >= 2 for each in reading.read])
    counts["names"] = sum([PROPER.search(each.sentence.text) is not None for each in reading.read])
    counts["quotes"] = sum([SPEECH.search(each.sentence.text) is not None for each in reading.read])
    counts["concrete_sentences"] = _concrete(reading).bit_count()
    counts["crowded_sentences"] = sum([len(each.features.get("figure", ())) >= 3 for each in reading.read])
    found = {name: levelled(number) for name, number in counts.items()}
    for part in (_length, _density_of_sentences, _figures, _deciders, _particulars, _words_of_a_kind):
        found |= part(reading, counts)
    return found


def levelled(number: float) -> float:
    """Counts that level off: the third example adds less than the first."""
    return math.log1p(number)


def _sentences(reading: Reading) -> int:
    return max(len(reading.read), 1)


def _words(reading: Reading) -> int:
    return max(reading.words, 1)


def _concrete(reading: Reading) -> int:
    """The sentences, as bits, with a figure, a decision with its reason, or one that drew a limit or turned something
    down."""
    reasoned = reading.showing("i_decides") & reading.showing("reason")
    decided = reading.showing("decision") & reading.showing("limit", "reject", "trade")
    return reading.showing("figure", "change") | reasoned | decided


def _decided_about(each: ReadSentence) -> int:
    return len(SUBSTANCE & each.features.keys()) if "i_decides" in each.features else 0


def _density(each: ReadSentence) -> float:
    """How much a sentence holds at once; one with no figure and no decision holds little."""
    return len(STRONG & each.features.keys()) / 2 if each.any("figure", "i_decides") else 0.0


def _second_half(reading: Reading) -> int:
    """The sentences, as bits, that end in the second half of an answer, by words."""
    middle, seen = reading.words / 2, 0
    found = 0
    for at, each in enumerate(reading.read):
        seen += each.words
        if seen > middle:
            found |= 1 << at
    return found


def _shares(reading: Reading, passed: int) -> tuple[float, float]:
    """The shares of sentences in the first and in the second half of the answer that are among those given as bits."""
    second = _second_half(reading)
    first = reading.everywhere & ~second
    return _share(passed, first), _share(passed, second)


def _share(passed: int, half: int) -> float:
    return (passed & half).bit_count() / half.bit_count() if half else 0.0


def _length(reading: Reading, counts: Mapping[str, int]) -> Traits:
    words, sentences = _words(reading), _sentences(reading)
    shortness = max(0.0, 1 - words / SHORT_ANSWER)
    return {
        "length": levelled(words / 50),
        "shortness": shortness,
        "short_and_dense": shortness * counts["concrete_sentences"] / sentences,
        "short_figures": shortness * counts["figures"] / sentences,
    }


def _density_of_sentences(reading: Reading, counts: Mapping[str, int]) -> Traits:
    sentences = _sentences(reading)
    densities = [_density(each) for each in reading.read]
    peak = max(densities, default=0.0)
    dense = sum(density >= 4 for density in densities) / sentences
    first_half, second_half = _shares(reading, _concrete(reading))
    concrete = counts["concrete_sentences"] / sentences
    deciding = min(1.0, (counts["i_decisions"] + counts["we_decisions"]) / 3)
    return {
        "concrete_share": concrete,
        "first_half": first_half,
        "second_half": second_half,
        "densest_sentence": peak,
        "dense_sentences": dense,
        "any_decision_dense": deciding * dense,
        "peak_among_words": peak * max(0.0, 0.5 - concrete),
    }


def _figures(reading: Reading, counts: Mapping[str, int]) -> Traits:
    """How many figures there are, and how many of them have a counterpart, a reason or a consequence."""
    words, sentences = _words(reading), _sentences(reading)
    figures = reading.total("figure")
    linked = 1 - counts["idle_figures"] / max(1, counts["figures"])
    explained = 2 * (counts["reasons"] + counts["bargains"] + counts["changes"])
    first_half, second_half = _shares(reading, reading.showing("figure"))
    return {
        "figures_all": levelled(figures),
        "figure_share": counts["figures"] / sentences,
        "figure_density": min(3.0, 25 * figures / words),
        "first_half_figures": first_half,
        "second_half_figures": second_half,
        "concrete_share_figures": reading.showing("figure", "time").bit_count() / sentences,
        "densest_figures": levelled(max(map(_figure_weight, reading.read), default=0)),
        "crowding": min(2.0, max(0.0, figures / sentences - 1.2)),
        "unlinked_crowding": min(2.0, max(0.0, figures / sentences - 0.8)) * (1 - linked),
        "linked_figures": linked * min(1.0, counts["figures"] / 4),
        "figure_pile": min(2.0, max(0.0, figures - explained) / sentences),
        "implausible": levelled(reading.total("implausible")),
        "change_density": min(2.0, 60 * counts["changes"] / words),
        "limit_density": min(2.0, 60 * counts["limits"] / words),
        "planned_without_figures": counts["intents"] / sentences * (1 - min(1.0, figures / 3)),
    }


def _figure_weight(each: ReadSentence) -> int:
    features = each.features
    limit = "limit" in features and "figure" in features
    return len(features.get("figure", ())) + 2 * ("change" in features) + limit + ("time" in features)


def _deciders(reading: Reading, counts: Mapping[str, int]) -> Traits:
    """Whose decisions the answer tells, and what stands behind an "I"."""
    words, sentences = _words(reading), _sentences(reading)
    i, we, figures = counts["i_decisions"], counts["we_decisions"], reading.total("figure")
    behind = ("figure", "reason", "limit", "reject", "time", "data", "quality")
    hollow = (reading.showing("i_decides") & ~reading.showing(*behind)).bit_count()
    says_i, says_we = reading.count("i_word"), reading.count("we_word")
    return {
        "i_density": min(2.0, 50 * i / words),
        "i_presence": min(1.0, i / 3),
        "i_presence_concrete": min(1.0, i / 3) * counts["concrete_sentences"] / sentences,
        "i_or_acts": min(1.0, counts["i_actions"] / 4),
        "no_i_decision": float(i == 0),
        "no_i_but_facts": float(i == 0) * counts["figures"] / sentences,
        "no_i_but_discussion": float(i == 0) * min(1.0, counts["discussions"] / 3),
        "hollow_i": min(1.0, hollow / 4) * (1 - min(1.0, figures / 4)),
        "limits_words": levelled(reading.count("limit", "i_decides")),
        "we_share": we / (i + we + 1),
        "we_word_share": says_we / (says_we + says_i + 1),
        "delegated_share": counts["delegations"] / sentences,
        "intent_share": counts["intents"] / sentences,
        "steps": min(1.0, reading.count("step") / 4),
        "decision_density": min(2.0, 50 * counts["i_decisions_reasoned"] / words),
        "bargain_density": min(2.0, 60 * counts["bargains"] / words),
        "reason_density": min(2.0, 40 * counts["reasons"] / words),
    }


def _particulars(reading: Reading, counts: Mapping[str, int]) -> Traits:
    """Words that a vague answer does not use, and the words of models and data."""
    sentences = _sentences(reading)
    numbers = [len(each.particulars) for each in reading.read]
    machine = {
        each.sentence.text[start:end].lower()
        for each in reading.read
        for start, end in each.features.get("machine", ())
    }
    decided = sum(["i_decides" in each.features and len(each.particulars) >= 2 for each in reading.read])
    return {
        "particulars": levelled(len(reading.particulars)),
        "particular_share": sum(number >= 2 for number in numbers) / sentences,
        "particular_rate": min(2.0, sum(numbers) / sentences / 4),
        "particular_peak": max(numbers, default=0) / 8,
        "i_decisions_particular": levelled(decided),
        "machine_words": levelled(len(machine)),
        "machine_sentences": reading.count("machine") / sentences,
        "misconceptions": levelled(reading.count("misconception")),
    }


def _words_of_a_kind(reading: Reading, counts: Mapping[str, int]) -> Traits:
    """Filler, jargon, hedges and certainty by the word; the market's share of the talk against the model's."""
    words, sentences = _words(reading), _sentences(reading)
    market, science = counts["market_sentences"], counts["science_sentences"]
    idle = (each for each in reading.read if not each.any("figure", "reason", "i_decides", "cause"))
    return {
        "filler_density": min(2.0, 20 * reading.total("filler") / words),
        "jargon_density": min(2.0, 15 * reading.total("jargon") / words),
        "jargon_idle": min(2.0, 15 * _total("jargon", idle) / words),
        "hedge_density": min(2.0, 40 * reading.total("hedge") / words),
        "certainty_density": min(2.0, 60 * reading.total("certainty") / words),
        "market_share": market / (market + science + 1),
        "science_share": science / (market + science + 1),
        "person_share": reading.count("person") / sentences,
    }


def _total(name: str, read: Iterable[ReadSentence]) -> int:
    return sum(len(each.features.get(name, ())) for each in read)
