"""What a whole answer is like, as a few dozen numbers between 0 and about 3: counts of sentences that show something, shares, and
flags. The levels are calibrated on these; each has a meaning that a person can check in the answer."""

import math
import re
from collections.abc import Callable

from interviewer.grading.offline.reading import Reading, ReadSentence

Test = Callable[[ReadSentence], bool]

CONCRETE = ("figure", "change", "time", "i_decides", "i_acts", "result", "we_decides", "reason")
HARD = ("figure", "change", "i_decides")


def _concrete(each: ReadSentence) -> bool:
    return (
        each.any("figure", "change")
        or each.has("i_decides", "reason")
        or (each.has("decision") and each.any("limit", "reject", "trade"))
    )


def _with(subject: str, *company: str) -> Test:
    return lambda each: subject in each.features and each.any(*company)


def _any_with(subjects: tuple[str, ...], *company: str) -> Test:
    return lambda each: each.any(*subjects) and each.any(*company)


COUNTED: dict[str, Test] = {
    "figures": lambda each: "figure" in each.features,
    "changes": lambda each: "change" in each.features,
    "limits": lambda each: each.has("limit", "figure"),
    "times": lambda each: "time" in each.features,
    "results": lambda each: each.has("result", "figure"),
    "reasons": lambda each: "reason" in each.features,
    "i_decisions": lambda each: "i_decides" in each.features,
    "i_decisions_reasoned": lambda each: each.has("i_decides") and each.any("reason", "reject", "trade", "cause"),
    "i_decisions_substance": lambda each: (
        each.has("i_decides") and sum(1 for name in SUBSTANCE if name in each.features) >= 2
    ),
    "i_decisions_hollow": lambda each: each.has("i_decides") and not each.any(*SUBSTANCE),
    "we_decisions_only": lambda each: "we_decides" in each.features and not each.any("i_decides", "i_acts"),
    "nobody_only": lambda each: "nobody_decides" in each.features and not each.any("i_decides", "i_acts"),
    "i_plain_steps": lambda each: "i_steps" in each.features and not each.any("i_decides", "delegates"),
    "names": lambda each: bool(PROPER.search(each.sentence.text)),
    "quotes": lambda each: bool(SPEECH.search(each.sentence.text)),
    "scenes": lambda each: each.any("scene") and each.any("person", "i_word", "figure"),
    "observations": lambda each: "observed" in each.features,
    "i_limits": lambda each: each.has("i_decides") and each.any("limit", "recovery", "evaluation"),
    "i_actions": lambda each: each.any("i_acts", "i_decides"),
    "i_acts_concrete": lambda each: each.any("i_acts") and each.any("figure", "observed", "sample"),
    "bargains": lambda each: each.any("trade", "reject") and each.any("figure", "i_decides", "reason", "we_decides"),
    "we_decisions": lambda each: each.any("we_decides", "nobody_decides") and "i_decides" not in each.features,
    "delegations": lambda each: "delegates" in each.features,
    "supports": lambda each: "i_supports" in each.features and "i_decides" not in each.features,
    "owned_errors": lambda each: each.any("owns_error", "caveat"),
    "vague_sentences": lambda each: each.any("filler") and not each.any("figure", "i_decides"),
    "concrete_sentences": _concrete,
    # subjects, in the company of something concrete
    "business_facts": _any_with(("business", "money", "price"), "figure", "change"),
    "business_decisions": _any_with(
        ("business", "price", "launch", "segment"), "i_decides", "we_decides", "reject", "trade"
    ),
    "business_results": _any_with(("business", "adoption", "money"), "change"),
    "money_facts": _with("money", "figure"),
    "business_words": _any_with(("business", "price", "money"), "business", "price", "money"),
    "usage_facts": _with("adoption", "figure", "change"),
    "launch_facts": _any_with(("launch", "rollout"), "figure", "scoped", "limit", "i_decides"),
    "people_observed": _any_with(("observed", "complaint"), "person", "figure", "i_acts"),
    "people_pains": _with("person", "pain", "behaviour"),
    "people_facts": _with("person", "figure", "change"),
    "harms": _with("harm", "person", "error", "group", "figure"),
    "group_facts": _with("group", "figure", "harm", "error"),
    "recoveries": _with("recovery", "i_decides", "design", "we_decides", "intent"),
    "technical_facts": _any_with(("technical", "quality"), "figure", "change"),
    "technical_reasons": _with("technical", "reason", "cause", "reject", "trade"),
    "technical_words": lambda each: "technical" in each.features,
    "error_facts": _with("error", "figure", "slice", "cause"),
    "error_causes": _with("error", "cause"),
    "evaluation_facts": _any_with(("evaluation", "validation"), "figure", "reason", "limit"),
    "quality_facts": _with("quality", "figure", "change"),
    "quality_limits": _with("quality", "limit"),
    "slices": _with("slice", "figure", "error", "quality"),
    "baselines": _any_with(("baseline", "compare"), "figure"),
    "data_facts": _with("data", "figure", "cause", "gap"),
    "data_decisions": _any_with(("data", "label", "contract"), "i_decides", "we_decides", "reject"),
    "label_facts": _with("label", "figure", "rule", "cause"),
    "data_traps": _any_with(("leakage", "loop", "bias_data", "gap"), "data", "cause", "figure"),
    "data_words": _any_with(("data", "label"), "data", "label"),
    "monitors": _any_with(("monitoring", "drift"), "figure", "limit", "cadence"),
    "recovery_words": lambda each: "recovery" in each.features,
    "rollouts": _with("rollout", "figure", "scoped", "limit", "i_decides"),
    "intents": lambda each: "intent" in each.features,
    "discussions": lambda each: each.any("discussed", "nobody_decides") and "i_decides" not in each.features,
    "certainties": lambda each: "certainty" in each.features,
    "crowded_sentences": lambda each: len(each.features.get("figure", ())) >= 3,
    "idle_figures": lambda each: (
        "figure" in each.features
        and not each.any("reason", "i_decides", "limit", "trade", "reject", "cause", "observed", "compare")
    ),
    "market_sentences": lambda each: (
        each.any("business", "money", "price", "adoption", "launch") and "quality" not in each.features
    ),
    "science_sentences": lambda each: (
        each.any("jargon", "quality", "validation") and not each.any("business", "person", "money")
    ),
}


STRONG = (
    "figure",
    "change",
    "i_decides",
    "i_acts",
    "limit",
    "reason",
    "trade",
    "reject",
    "result",
    "business",
    "money",
    "person",
    "error",
    "quality",
    "recovery",
    "data",
    "time",
    "observed",
    "harm",
    "launch",
    "cause",
)


SUBSTANCE = (
    "reason",
    "reject",
    "trade",
    "limit",
    "business",
    "price",
    "launch",
    "person",
    "error",
    "quality",
    "recovery",
    "data",
    "label",
    "technical",
    "evaluation",
    "validation",
    "monitoring",
    "rollout",
    "segment",
    "observed",
    "harm",
    "group",
)
PROPER = re.compile(r"(?<=[a-z,;:] )(?!I\b|AI\b|ML\b|PM\b|LLM\b|F1\b|AUC\b|KPI|OKR|A/B)[A-Z][a-zà-ÿ]{2,}")
SPEECH = re.compile(r"[\"“”‘][^\"“”]{4,}[\"“”’]|\b(?:said|told me|told us|asked me)\b")


def _density(each: ReadSentence) -> float:
    """How much a sentence holds at once; one with no figure and no decision holds little."""
    strong = sum(1 for name in STRONG if name in each.features)
    return strong / 2 if each.any("figure", "i_decides") else 0.0


def _count(number: float) -> float:
    """Counts that level off: the third example adds less than the first."""
    return math.log1p(number)


def _half(reading: Reading, second: bool) -> float:
    """The share of concrete sentences in one half of the answer, by words."""
    middle, seen = reading.words / 2, 0
    of_half = concrete = 0
    for each in reading.read:
        seen += each.words
        if (seen > middle) == second:
            of_half += 1
            concrete += _concrete(each)
    return concrete / of_half if of_half else 0.0


def _half_figures(reading: Reading, second: bool) -> float:
    middle, seen = reading.words / 2, 0
    of_half = concrete = 0
    for each in reading.read:
        seen += each.words
        if (seen > middle) == second:
            of_half += 1
            concrete += "figure" in each.features
    return concrete / of_half if of_half else 0.0


def traits(reading: Reading) -> dict[str, float]:
    """Every trait of an answer by name. Pure; the same on every machine."""
    words = max(reading.words, 1)
    sentences = max(len(reading.read), 1)
    counts = {name: sum(1 for each in reading.read if test(each)) for name, test in COUNTED.items()}
    found = {name: _count(number) for name, number in counts.items()}
    i, we = counts["i_decisions"], counts["we_decisions"]
    figures = reading.total("figure")
    market, science = counts["market_sentences"], counts["science_sentences"]
    with_figures = max(1, counts["figures"])
    linked = 1 - counts["idle_figures"] / with_figures
    pile = max(0.0, figures - 2 * (counts["reasons"] + counts["bargains"] + counts["changes"])) / sentences
    found |= {
        "length": _count(words / 50),
        "first_half_figures": _half_figures(reading, second=False),
        "second_half_figures": _half_figures(reading, second=True),
        "short_figures": max(0.0, 1 - words / 150) * counts["figures"] / sentences,
        "densest_figures": _count(max((len(each.features.get("figure", ())) + 2 * ("change" in each.features) + ("limit" in each.features and "figure" in each.features) + ("time" in each.features) for each in reading.read), default=0)),
        "concrete_share_figures": sum(1 for each in reading.read if each.any("figure", "time")) / sentences,
        "limits_words": _count(reading.count("limit", "i_decides")),
        "shortness": max(0.0, 1 - words / 150),
        "short_and_dense": max(0.0, 1 - words / 150) * counts["concrete_sentences"] / sentences,
        "densest_sentence": max((_density(each) for each in reading.read), default=0.0),
        "dense_sentences": sum(1 for each in reading.read if _density(each) >= 4) / sentences,
        "crowding": min(2.0, max(0.0, figures / sentences - 1.2)),
        "unlinked_crowding": min(2.0, max(0.0, figures / sentences - 0.8)) * (1 - linked),
        "linked_figures": linked * min(1.0, counts["figures"] / 4),
        "market_share": market / (market + science + 1),
        "science_share": science / (market + science + 1),
        "person_share": reading.count("person") / sentences,
        "change_density": min(2.0, 60 * counts["changes"] / words),
        "bargain_density": min(2.0, 60 * counts["bargains"] / words),
        "limit_density": min(2.0, 60 * counts["limits"] / words),
        "i_density": min(2.0, 50 * i / words),
        "no_i_decision": float(i == 0),
        "no_i_but_facts": float(i == 0) * counts["figures"] / sentences,
        "no_i_but_discussion": float(i == 0) * min(1.0, counts["discussions"] / 3),
        "i_presence": min(1.0, i / 3),
        "i_presence_concrete": min(1.0, i / 3) * counts["concrete_sentences"] / sentences,
        "particulars": _count(len(frozenset().union(*(each.particulars for each in reading.read)))),
        "particular_share": sum(1 for each in reading.read if len(each.particulars) >= 2) / sentences,
        "particular_rate": min(2.0, sum(len(each.particulars) for each in reading.read) / sentences / 4),
        "particular_peak": max((len(each.particulars) for each in reading.read), default=0) / 8,
        "i_decisions_particular": _count(sum(1 for each in reading.read if "i_decides" in each.features and len(each.particulars) >= 2)),
        "misconceptions": _count(reading.count("misconception")),
        "machine_words": _count(len({each.sentence.text[a:b].lower() for each in reading.read for a, b in each.features.get("machine", ())})),
        "machine_sentences": reading.count("machine") / sentences,
        "i_or_acts": min(1.0, counts["i_actions"] / 4),
        "any_decision_dense": min(1.0, (i + we) / 3) * sum(1 for each in reading.read if _density(each) >= 4) / sentences,
        "peak_among_words": max((_density(each) for each in reading.read), default=0.0) * max(0.0, 0.5 - counts["concrete_sentences"] / sentences),
        "steps": min(1.0, reading.count("step") / 4),
        "planned_without_figures": counts["intents"] / sentences * (1 - min(1.0, figures / 3)),
        "hollow_i": min(1.0, sum(1 for each in reading.read if "i_decides" in each.features and not each.any("figure", "reason", "limit", "reject", "time", "data", "quality")) / 4) * (1 - min(1.0, figures / 4)),
        "certainty_density": min(2.0, 60 * reading.total("certainty") / words),
        "figures_all": _count(figures),
        "figure_share": counts["figures"] / sentences,
        "concrete_share": counts["concrete_sentences"] / sentences,
        "first_half": _half(reading, second=False),
        "second_half": _half(reading, second=True),
        "we_share": we / (i + we + 1),
        "we_word_share": reading.count("we_word") / (reading.count("we_word") + reading.count("i_word") + 1),
        "delegated_share": counts["delegations"] / sentences,
        "filler_density": min(2.0, 20 * reading.total("filler") / words),
        "jargon_density": min(2.0, 15 * reading.total("jargon") / words),
        "jargon_idle": min(2.0, 15 * sum(len(each.features.get("jargon", ())) for each in reading.read if not each.any("figure", "reason", "i_decides", "cause")) / words),
        "hedge_density": min(2.0, 40 * reading.total("hedge") / words),
        "figure_pile": min(2.0, pile),
        "implausible": _count(reading.total("implausible")),
        "intent_share": counts["intents"] / sentences,
        "decision_density": min(2.0, 50 * counts["i_decisions_reasoned"] / words),
        "figure_density": min(3.0, 25 * figures / words),
        "reason_density": min(2.0, 40 * counts["reasons"] / words),
    }  # fmt: skip
    return found
