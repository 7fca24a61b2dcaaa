"""Whether an answer is about the question that was asked, without a model: shared subject matter, weighed by rarity.

A question's subject is its own words, what a strong answer to it holds, and what the bank's nearest questions hold (so
that a question of a person's own has a subject too). An answer is compared with this question and with all others.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
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

MOST_REMEMBERED = 64  # questions; what is known of one takes some 50 kB, and a session of hours must not grow by it
MOST_WORDS_REMEMBERED = 20_000

Vector = dict[str, float]
TopicKey = tuple[str, str]
Moments = tuple[float, float]  # of a term's weight in the questions of the bank: mean and variance


@lru_cache(maxsize=MOST_WORDS_REMEMBERED)
def stem(word: str) -> str:
    """A word without its ending; crude, and the same for question and answer, which is all that counts here."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def terms(text: str, *, keep_all: bool = False) -> list[str]:
    """The stems of a text; common words are left out unless `keep_all`."""
    words = WORD.findall(text.lower())
    return [stem(word) for word in words] if keep_all else [stem(word) for word in words if word not in STOP]


def words_in(token: str) -> Sequence[str]:
    """The words in one token of a text in lower case: most are one, "we're" and "3rd" hold other things too."""
    return (token,) if len(token) > 1 and token.isalpha() else WORD.findall(token)


@lru_cache(maxsize=MOST_WORDS_REMEMBERED)
def stems_in(token: str) -> tuple[tuple[str, bool], ...]:
    """The stems of the words in a token, and whether each is of a telling word."""
    return tuple((stem(word), word not in STOP) for word in words_in(token))


def _counted(tokens: Iterable[str]) -> tuple[Vector, Vector]:
    """How often each stem is said: without the common words, and with them."""
    telling: Vector = {}
    every: Vector = {}
    for token, number in Counter(tokens).items():
        for term, tells in stems_in(token):
            every[term] = every.get(term, 0) + number
            if tells:
                telling[term] = telling.get(term, 0) + number
    return telling, every


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


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question asks for, worked out once for all its answers.

    `rarest_first` are the prompt's own terms with their weights, `words` the words they came from, `concepts` what the
    terms mean, by weight; `likely` the three likeliest topics with their shares, `topics` all of its track; `unusual`,
    where the bank holds just this question, the moments of its terms in the rest of the bank.
    """

    subject: Vector
    rarest_first: Vector
    total: float
    words: Mapping[str, str]
    concepts: Vector
    likely: Sequence[tuple[float, TopicKey]]
    topics: Sequence[TopicKey]
    unusual: Mapping[str, Moments]


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
            self._places[question.prompt] = self._places.get(question.prompt, frozenset()) | {number}
        self._rich = [self._subject_of(question) for question in questions]
        sums = _sums(self._rich)
        self._usual = {term: _moments(*found, count) for term, found in sums.items()}
        self._sums = sums
        self._known: dict[str, _Asked] = {}
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

    def _expanded(self, question: Question) -> Vector:
        """The subject of this question with that of its nearest in the bank, so that few words become many."""
        prompt = _unit(self._weigh(Counter(terms(question.prompt))))
        near = sorted(
            ((_dot(prompt, other), -number) for number, other in enumerate(self._prompts)
             if question.track == "both" or self._questions[number].suits(question.track)), reverse=True
        )[:NEAREST]  # fmt: skip
        weights = self._subject_of(question)
        for closeness, number in near:
            for term, weight in self._rich[-number].items():
                weights[term] = weights.get(term, 0.0) + NEAR_WEIGHT * closeness * weight
        return _unit(weights)

    def measure(self, question: Question, tokens: Iterable[str]) -> Relevance:
        """Compares an answer, given by its tokens in lower case, with its question and with all others of the bank."""
        asked = self._asked(question)
        counts, every = _counted(tokens)
        vector = _unit(self._weigh(counts))
        similarity = _dot(vector, asked.subject)
        mean, spread = self._others(vector, asked.unusual)
        shared = [term for term in asked.rarest_first if term in counts]
        topic, topic_margin = self._topic_share(asked, counts)
        concepts, depth = self._concept_share(asked, every)
        return Relevance(
            similarity=similarity,
            margin=(similarity - mean) / spread,
            coverage=sum([asked.rarest_first[term] for term in shared]) / asked.total,
            concepts=concepts,
            depth=depth,
            topic=topic,
            topic_margin=topic_margin,
            shared=tuple(asked.words[term] for term in shared),
        )

    def _others(self, vector: Vector, unusual: Mapping[str, Moments]) -> tuple[float, float]:
        """The mean and the spread of an answer's similarity to the other questions of the bank, as if each of its words
        stood in a question whether or not the others do: as good a measure as the spread itself, and soon told."""
        mean = variance = 0.0
        for term, weight in vector.items():
            if known := unusual.get(term) or self._usual.get(term):
                mean += weight * known[0]
                variance += weight * weight * known[1]
        return mean, math.sqrt(variance) or 1.0

    def _unusual(self, question: Question) -> dict[str, Moments]:
        """The moments of the terms of a question that the bank holds, as they are without it."""
        same = [self._rich[number] for number in self._places.get(question.prompt, ())]
        rest = max(1, len(self._rich) - len(same))
        found = _sums(same)
        return {term: _moments(self._sums[term][0] - total, self._sums[term][1] - squares, rest)
                for term, (total, squares) in found.items()}  # fmt: skip

    def _asked(self, question: Question) -> _Asked:
        key = f"{question.track}\0{question.id}\0{question.prompt}"
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            known = self._known[key] = self._work_out(question)
        return known

    def _work_out(self, question: Question) -> _Asked:
        weights = self._weigh(dict.fromkeys(terms(question.prompt), 1))
        subject = self._expanded(question)
        concepts = self._concepts(terms(question.prompt, keep_all=True))
        likely, topics = self._likely_topics(question, subject)
        return _Asked(
            subject=subject,
            rarest_first=dict(sorted(weights.items(), key=lambda item: -item[1])),
            total=sum(weights.values()) or 1.0,
            words={stem(word): word for word in reversed(WORD.findall(question.prompt.lower()))},
            concepts={concept: self._concept_weight[concept] * min(2, number) for concept, number in concepts.items()},
            likely=likely,
            topics=topics,
            unusual=self._unusual(question),
        )

    def _concepts(self, words: Iterable[str]) -> Counter[str]:
        return Counter(concept for word in words for concept in self._concepts_of.get(word, ()))

    def _concept_share(self, asked: _Asked, counts: Vector) -> tuple[float, float]:
        weights = asked.concepts
        if not weights:
            return 0.5, 0.5
        given = dict.fromkeys(weights, 0.0)
        for word, number in counts.items():
            for concept in self._concepts_of.get(word, ()):
                if concept in given:
                    given[concept] += number
        total = sum(weights.values()) or 1.0
        share = sum([weight for concept, weight in weights.items() if given[concept]])
        depth = sum([weight * math.log1p(given[concept]) for concept, weight in weights.items()])
        return share / total, depth / total

    def _topic_share(self, asked: _Asked, counts: Vector) -> tuple[float, float]:
        """How much of the vocabulary of the question's likely topics an answer uses, and that against all topics."""
        hits = dict.fromkeys(asked.topics, 0.0)
        for word, number in counts.items():
            if keys := self._topics_with.get(word):
                worth = min(2, number) / math.sqrt(self._topic_rarity[word])
                for key in keys:
                    if key in hits:
                        hits[key] += worth
        here = math.log1p(sum([share * hits[key] for share, key in asked.likely]))
        return here, here - math.log1p(sum(hits.values()) / max(1, len(hits)))

    def _likely_topics(
        self, question: Question, subject: Vector
    ) -> tuple[list[tuple[float, TopicKey]], tuple[TopicKey, ...]]:
        """The three likeliest topics of a question with their shares, and all topics of its track."""
        asked = frozenset(terms(question.prompt))
        topics = tuple(each for each in self._topic_terms if question.track in (each[0], "both"))
        close = sorted(((self._closeness(each, asked, subject, question), each) for each in topics), reverse=True)[:3]
        total = sum(closeness for closeness, _ in close) or 1.0
        return [(closeness / total, each) for closeness, each in close], topics

    def _closeness(self, topic: TopicKey, asked: frozenset[str], subject: Vector, question: Question) -> float:
        words = self._topic_terms[topic]
        shared = sum((1.5 * (word in asked) + 2 * subject.get(word, 0.0)) / self._topic_rarity[word] for word in words)
        return shared + 5.0 * (topic[1] == question.topic)


def _all_text(question: Question) -> str:
    return " ".join((question.prompt, *question.expects, *question.pitfalls, *question.follow_ups))


def _sums(vectors: Iterable[Vector]) -> dict[str, tuple[float, float]]:
    """For each term the sum of its weights and that of their squares."""
    found: dict[str, tuple[float, float]] = {}
    for vector in vectors:
        for term, weight in vector.items():
            total, squares = found.get(term, (0.0, 0.0))
            found[term] = total + weight, squares + weight * weight
    return found


def _moments(total: float, squares: float, count: int) -> Moments:
    mean = total / count
    return mean, max(0.0, squares / count - mean * mean)


def _unit(weights: Vector) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}


def _dot(one: Vector, other: Vector) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)
