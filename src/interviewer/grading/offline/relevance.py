"""Whether an answer is about the question that was asked, without a model: shared subject matter, weighed by rarity.

A question's subject is its own words, what a strong answer to it holds, and what the bank's nearest questions hold (so
that a question of a person's own has a subject too). An answer is compared with this question and with all others.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from interviewer.domain.questions import Question, Topic

WORD = re.compile(r"[^\W\d_]{2,}")
STOP = frozenset((Path(__file__).resolve().parent / "data" / "stop_words.txt").read_text(encoding="utf-8").split())
ENDINGS = (
    "isations", "izations", "isation", "ization", "ations", "ation", "ising", "izing", "ised", "ized", "ises", "izes",
    "ise", "ize", "ments", "ment", "nesses", "ness", "ities", "ity", "ies", "ied", "ings", "ing", "ions", "ion", "ers",
    "er", "edly", "ed", "es", "ly", "s", "e", "y",
)  # fmt: skip
SHORTEST_STEM = 4
NEAREST = 6
OWN_WEIGHT, EXPECTS_WEIGHT, NEAR_WEIGHT, TOPIC_WEIGHT = 3.0, 1.0, 0.5, 0.7

MOST_REMEMBERED = 2_000

Vector = dict[str, float]
TopicKey = tuple[str, str]


def stem(word: str) -> str:
    """A word without its ending; crude, and the same for question and answer, which is all that counts here."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


_STEMS: dict[str, str] = {}


def terms(text: str, *, keep_all: bool = False) -> list[str]:
    """The stems of a text; common words are left out unless `keep_all`."""
    found = []
    for word in WORD.findall(text.lower()):
        if word in STOP and not keep_all:
            continue
        known = _STEMS.get(word)
        if known is None:
            known = _STEMS[word] = stem(word)
        found.append(known)
    return found


@dataclass(frozen=True, slots=True)
class Relevance:
    """How near an answer is to its question.

    `similarity` 0-1 to the question's subject; `margin` in standard deviations above the bank's other questions;
    `coverage` the share 0-1 of the prompt's own words, by weight, that the answer takes up, `concepts` the same for
    what they mean (a synonym will do), `depth` how often; `topic` how much of the topic's vocabulary, `topic_margin`
    that above other topics; `shared` the prompt's words in the answer, rarest first.
    """

    similarity: float
    margin: float
    coverage: float
    concepts: float
    depth: float
    topic: float
    topic_margin: float
    shared: tuple[str, ...]

    def features(self) -> dict[str, float]:
        """The numbers that the gate is calibrated on."""
        return {
            "similarity": math.log(self.similarity + 0.01),
            "margin": min(self.margin, 6.0),
            "coverage": self.coverage,
            "concepts": self.concepts,
            "depth": self.depth,
            "topic": self.topic,
            "topic_margin": self.topic_margin,
        }


class SubjectIndex:
    """The subjects of all questions of a bank."""

    def __init__(
        self, questions: Sequence[Question], topics: Sequence[Topic], concepts: Mapping[str, Sequence[str]]
    ) -> None:
        self._topics = {(topic.track, topic.id): " ".join(topic.words) for topic in topics}
        self._topic_terms: dict[TopicKey, tuple[str, ...]] = {
            key: tuple(dict.fromkeys(terms(words))) for key, words in self._topics.items()
        }
        self._topics_with: dict[str, list[TopicKey]] = {}
        for topic_key, topic_words in self._topic_terms.items():
            for word in topic_words:
                self._topics_with.setdefault(word, []).append(topic_key)
        self._likely: dict[str, tuple[list[tuple[float, TopicKey]], tuple[TopicKey, ...]]] = {}
        self._topic_rarity = Counter(term for words in self._topic_terms.values() for term in words)
        self._concepts_of: dict[str, tuple[str, ...]] = {}
        for concept, words in concepts.items():
            for term in terms(" ".join(words), keep_all=True):
                self._concepts_of[term] = (*self._concepts_of.get(term, ()), concept)
        documents = [terms(_all_text(question)) for question in questions]
        seen = Counter(term for document in documents for term in dict.fromkeys(document))
        count = max(1, len(documents))
        self._idf = {term: math.log(1 + count / (1 + number)) for term, number in seen.items()}
        self._rare = math.log(1 + count)
        self._prompts = [_unit(self._weigh(Counter(terms(question.prompt)))) for question in questions]
        self._questions = list(questions)
        self._places: dict[str, frozenset[int]] = {}
        for number, question in enumerate(questions):
            self._places[question.prompt] = self._asking(question.prompt) | {number}
        self._rich = [self._subject_of(question) for question in questions]
        self._postings: dict[str, list[tuple[int, float]]] = {}
        for number, vector in enumerate(self._rich):
            for term, weight in vector.items():
                self._postings.setdefault(term, []).append((number, weight))
        self._expanded: dict[str, Vector] = {}
        seen_concepts = Counter(concept for document in documents for concept in self._concepts(document))
        self._concept_weight = {concept: math.log(1 + count / (1 + seen_concepts[concept])) for concept in concepts}

    def _weigh(self, counts: Mapping[str, float]) -> Vector:
        """Term weights: how often, levelled, times how rare."""
        return {
            term: (1 + math.log(number) if number >= 1 else number) * self._idf.get(term, self._rare)
            for term, number in counts.items()
        }

    def _subject_of(self, question: Question) -> Vector:
        """Own words, points of a strong answer, and the topic's words."""
        weights: Vector = {}
        parts = [
            (question.prompt, OWN_WEIGHT),
            (" ".join((*question.expects, *question.pitfalls, *question.follow_ups)), EXPECTS_WEIGHT),
            (self._topics.get((question.track, question.topic), ""), TOPIC_WEIGHT),
        ]
        for text, weight in parts:
            for term in dict.fromkeys(terms(text)):
                weights[term] = max(weights.get(term, 0.0), weight * self._idf.get(term, self._rare))
        return _unit(weights)

    def _subject(self, question: Question) -> Vector:
        """The subject of this question with that of its nearest in the bank, so that few words become many."""
        key = f"{question.id}\0{question.prompt}"
        if key not in self._expanded:
            prompt = _unit(self._weigh(Counter(terms(question.prompt))))
            near = sorted(
                ((_dot(prompt, other), -number) for number, other in enumerate(self._prompts)
                 if question.track == "both" or self._questions[number].suits(question.track)), reverse=True
            )[:NEAREST]  # fmt: skip
            weights = dict(self._subject_of(question))
            for closeness, number in near:
                for term, weight in self._rich[-number].items():
                    weights[term] = weights.get(term, 0.0) + NEAR_WEIGHT * closeness * weight
            self._expanded[key] = _unit(weights)
            if len(self._expanded) > MOST_REMEMBERED:
                self._expanded.clear()
                self._expanded[key] = _unit(weights)
        return self._expanded[key]

    def measure(self, question: Question, answer: str) -> Relevance:
        """Compares an answer with its question and with every other question of the bank."""
        counts = Counter(terms(answer))
        vector = _unit(self._weigh(counts))
        subject = self._subject(question)
        similarity = _dot(vector, subject)
        others = [0.0] * len(self._rich)
        for term, weight in vector.items():
            for number, other in self._postings.get(term, ()):
                others[number] += weight * other
        same = self._asking(question.prompt)
        rest = [value for number, value in enumerate(others) if number not in same] if same else others
        mean = sum(rest) / max(1, len(rest))
        spread = math.sqrt(sum([(value - mean) ** 2 for value in rest]) / max(1, len(rest))) or 1.0
        asked = self._weigh(dict.fromkeys(terms(question.prompt), 1))
        total = sum(asked.values()) or 1.0
        shared = sorted((term for term in asked if term in counts), key=lambda term: -asked[term])
        words = {stem(word): word for word in reversed(WORD.findall(question.prompt.lower()))}
        topic, topic_margin = self._topic_share(question, subject, counts)
        concepts, depth = self._concept_share(question, answer)
        coverage = sum(asked[term] for term in shared) / total
        margin = (similarity - mean) / spread
        return Relevance(
            similarity, margin, coverage, concepts, depth, topic, topic_margin, tuple(words[term] for term in shared)
        )

    def _asking(self, prompt: str) -> frozenset[int]:
        """Which questions of the bank ask just this."""
        return self._places.get(prompt, frozenset())

    def _concepts(self, words: Iterable[str]) -> Counter[str]:
        return Counter(concept for word in words for concept in self._concepts_of.get(word, ()))

    def _concept_share(self, question: Question, answer: str) -> tuple[float, float]:
        asked = self._concepts(terms(question.prompt, keep_all=True))
        if not asked:
            return 0.5, 0.5
        weights = {concept: self._concept_weight[concept] * min(2, number) for concept, number in asked.items()}
        total = sum(weights.values()) or 1.0
        given = self._concepts(terms(answer, keep_all=True))
        share = sum(weight for concept, weight in weights.items() if concept in given)
        depth = sum(weight * math.log1p(given[concept]) for concept, weight in weights.items())
        return share / total, depth / total

    def _topic_share(self, question: Question, subject: Vector, counts: Counter[str]) -> tuple[float, float]:
        """How much of the vocabulary of the question's likely topics an answer uses, and that against all topics."""
        likely, topics = self._likely_topics(question, subject)
        hits = dict.fromkeys(topics, 0.0)
        for word, number in counts.items():
            for key in self._topics_with.get(word, ()):
                if key in hits:
                    hits[key] += min(2, number) / math.sqrt(self._topic_rarity[word])
        here = math.log1p(sum(share * hits[key] for share, key in likely))
        return here, here - math.log1p(sum(hits.values()) / max(1, len(hits)))

    def _likely_topics(
        self, question: Question, subject: Vector
    ) -> tuple[list[tuple[float, TopicKey]], tuple[TopicKey, ...]]:
        """The three likeliest topics of a question with their shares, and all topics of its track; worked out once."""
        key = f"{question.track}\0{question.id}\0{question.prompt}"
        known = self._likely.get(key)
        if known is None:
            asked = frozenset(terms(question.prompt))
            topics = tuple(each for each in self._topic_terms if question.track in (each[0], "both"))
            close = sorted(((self._closeness(each, asked, subject, question), each) for each in topics), reverse=True)[
                :3
            ]
            total = sum(closeness for closeness, _ in close) or 1.0
            if len(self._likely) > MOST_REMEMBERED:
                self._likely.clear()
            known = self._likely[key] = [(closeness / total, each) for closeness, each in close], topics
        return known

    def _closeness(self, topic: TopicKey, asked: frozenset[str], subject: Vector, question: Question) -> float:
        words = self._topic_terms[topic]
        shared = sum((1.5 * (word in asked) + 2 * subject.get(word, 0.0)) / self._topic_rarity[word] for word in words)
        return shared + 5.0 * (topic[1] == question.topic)


def _all_text(question: Question) -> str:
    return " ".join((question.prompt, *question.expects, *question.pitfalls, *question.follow_ups))


def _unit(weights: Vector) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}


def _dot(one: Vector, other: Vector) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)
