"""Which questions of the bank fit a job's duties, without a model: shared words, weighed by rarity, and topics."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from interviewer.content.job_description import Duty
from interviewer.domain.questions import Question, Topic, Track
from interviewer.domain.words import STOP, stem, words

PROMPT_WEIGHT, POINTS_WEIGHT, TOPIC_WEIGHT = 2.0, 1.0, 0.6
TOPIC_BONUS = 0.35
LEAST = 0.17
EACH = 2
MOST_SHARED = 5
FEWEST_SHARED = 2  # one word in common is chance
# What every such description says, so that it says nothing.
PLAIN = frozenset(
    """ability across ai experience strong team teams work working product products manager management you your our we
    the and for with that this are will role years year excellent proven skills skill knowledge understanding within
    company business ensure including based new high using use used able deep great help key lead own drive build
    develop deliver support partner closely cross functional machine learning ml can any who all out how""".split()  # noqa: SIM905
)

Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Fit:
    """A question for a duty. `why` are the words they share, rarest first; `topic` is a shared topic's name, or ""."""

    question: Question
    score: float
    why: tuple[str, ...]
    topic: str


@dataclass(frozen=True, slots=True)
class Matched:
    """`fits` is empty where no question of the bank fits the duty."""

    duty: Duty
    fits: tuple[Fit, ...]


def match_duties(
    duties: Sequence[Duty], questions: Iterable[Question], topics: Sequence[Topic], track: Track | None
) -> list[Matched]:
    """The best two questions for each duty; none is proposed for two of them. Questions of drills stay out."""
    asked = [each for each in questions if each.drill is None and (track is None or each.suits(track))]
    return _Matching(asked, topics).match(duties)


class _Matching:
    def __init__(self, questions: Sequence[Question], topics: Sequence[Topic]) -> None:
        self.questions = questions
        self.names = {topic.id: topic.name for topic in topics}
        words_of = {(topic.track, topic.id): _counted(" ".join(topic.words)) for topic in topics}
        self.topic_terms: dict[str, set[str]] = defaultdict(set)
        for (_, topic_id), terms in words_of.items():
            self.topic_terms[topic_id] |= set(terms)
        self.topic_rarity = Counter(term for terms in self.topic_terms.values() for term in terms)
        documents = [self._weighed(each) for each in questions]
        seen = Counter(term for document in documents for term in document)
        self.rarity = {term: math.log(1 + len(questions) / number) for term, number in seen.items()}
        self.rarest = math.log(1 + len(questions))
        self.subjects = [
            _unit({term: weight * self.rarity[term] for term, weight in document.items()}) for document in documents
        ]

    def _weighed(self, question: Question) -> Vector:
        parts = [
            (" ".join(self.topic_terms[question.topic]), TOPIC_WEIGHT),
            (" ".join((*question.expects, *question.pitfalls, *question.follow_ups)), POINTS_WEIGHT),
            (question.prompt, PROMPT_WEIGHT),
        ]
        return {term: weight for text, weight in parts for term in _counted(text)}

    def match(self, duties: Sequence[Duty]) -> list[Matched]:
        """Duties choose in turn, best fits first, so that no question serves two."""
        fits = [(fit, at) for at, duty in enumerate(duties) for fit in self._fits(duty)]
        fits.sort(key=lambda each: (-each[0].score, each[1], each[0].question.id))
        taken: set[str] = set()
        chosen: dict[int, list[Fit]] = defaultdict(list)
        for fit, at in fits:
            if fit.question.id not in taken and len(chosen[at]) < EACH:
                taken.add(fit.question.id)
                chosen[at].append(fit)
        return [Matched(duty, tuple(chosen[at])) for at, duty in enumerate(duties)]

    def _fits(self, duty: Duty) -> list[Fit]:
        counts = _counted(duty.text)
        vector = _unit({term: self.rarity.get(term, self.rarest) for term in counts})
        topics = self._topics(counts)
        spoken = _spoken(duty.text)
        found = []
        for question, subject in zip(self.questions, self.subjects, strict=True):
            shared = {term: vector[term] * subject[term] for term in vector if term in subject}
            bonus = topics.get(question.topic, 0.0)
            score = sum(shared.values()) + TOPIC_BONUS * bonus
            if len(shared) >= min(FEWEST_SHARED, len(counts)) and score >= LEAST:
                why = sorted(shared, key=lambda term: -shared[term])[:MOST_SHARED]
                topic = self.names.get(question.topic, "") if bonus >= 0.5 else ""
                found.append(Fit(question, round(score, 3), tuple(spoken[each] for each in why), topic))
        return found

    def _topics(self, counts: Iterable[str]) -> dict[str, float]:
        """How near each topic is to the duty, the nearest 1."""
        near = {
            topic: sum(1 / math.sqrt(self.topic_rarity[term]) for term in counts if term in terms)
            for topic, terms in self.topic_terms.items()
        }
        most = max(near.values(), default=0.0)
        return {topic: value / most for topic, value in near.items()} if most >= 1 else {}


def _counted(text: str) -> Counter[str]:
    return Counter(stem(each.partition("'")[0]) for each in words(text) if _tells(each))


def _spoken(text: str) -> dict[str, str]:
    """A stem's first word as it stands in the text."""
    found: dict[str, str] = {}
    for each in words(text):
        found.setdefault(stem(each.partition("'")[0]), each)
    return found


def _tells(word: str) -> bool:
    return len(word) > 2 and word not in STOP and word not in PLAIN


def _unit(weights: Vector) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}
