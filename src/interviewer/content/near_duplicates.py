"""Questions that ask the same thing in much the same words, found offline.

Two prompts are as near as the share of their rarer words that both have (stems, weighed by how few questions use them),
beside runs of letters, which see through endings and compounds. A figure that differs weighs little: the same case with
other figures is the same question. Another task ("price it", "evaluate it") counts against it, and so does a plan where
the other asks for a story. The threshold was chosen on pairs judged by hand (benchmarks/near_duplicates); what is asked
again in altogether other words is not found.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from interviewer.domain.questions import Question
from interviewer.domain.words import STOP, stem, words

NEAR = 0.5
WORDS, RUNS = 0.7, 0.3
RUN = 4
OTHER_TASK = 0.75
FIGURE = 1 / 3
COMMON = 400
FRAMED, FEWEST_FRAMED = 0.4, 3  # a word in so many of a drill's prompts belongs to the drill, not to the question
NOT_TELLING = STOP | frozenset(
    """tell describe walk explain give take time example question answer story ask asked think say the and for you your
    how what why did does was are our with that this not but one two can could would should will who it its has had have
    do of to in on at by an as is or be if so we me my they them their she he her his from out up no any all about been
    into than then there these those which when where were a i""".split()  # noqa: SIM905 - easier to read so
)
TASKS = {
    "price": r"pric\w+|charg\w+",
    "evaluate": r"evaluat\w+|evals?|test(?:ed|ing|s)?",
    "launch": r"launch\w*|ship(?:ped|ping|s)?|roll(?:ed|ing)? out",
    "debug": r"debug\w*|find out (?:why|what|where|how)|got worse",
    "measure": r"measur\w+|metrics?|defin\w+",
    "design": r"design\w*|sketch\w*",
    "improve": r"improv\w+",
    "monitor": r"detect\w*|monitor\w*|notice\w*",
    "order": r"prioriti[sz]\w+|rank(?:ed|ing)? them",
}
TASK = re.compile("|".join(rf"(?P<{name}>\b(?:{pattern})\b)" for name, pattern in TASKS.items()), re.IGNORECASE)
STORY = re.compile(
    r"\b(?:tell me about|describe (?:an?|the|how you|getting)|did you|have you|you ever"
    r"|a time (?:you|when|that|another)|which \w+(?: or \w+)? of yours|walk me through (?:a|the last))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Near:
    """Two questions that ask much the same; `score` from 0 to 1."""

    one: Question
    other: Question
    score: float


@dataclass(frozen=True, slots=True)
class _Said:
    """A prompt as it is compared."""

    terms: frozenset[str]
    runs: frozenset[str]
    tasks: frozenset[str]
    story: bool


class NearDuplicates:
    """The prompts of all questions, ready to be compared with one another or with a new one."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = list(questions)
        self._frames = _frames(self.questions)
        self._said = [self._read(each) for each in self.questions]
        seen = Counter(term for said in self._said for term in said.terms)
        self._count = max(1, len(self.questions))
        self._weights = {term: self._weigh(term, number) for term, number in seen.items()}
        self._with: dict[str, list[int]] = defaultdict(list)
        for number, said in enumerate(self._said):
            for term in said.terms:
                self._with[term].append(number)
        self._totals = [self._weight(said.terms) for said in self._said]

    def near(self, question: Question, least: float = NEAR) -> list[Near]:
        """What asks much the same as this question, nearest first; questions of another track are not compared."""
        said = self._read(question)
        found = [
            Near(question, other, score)
            for number in self._sharing(said.terms, least)
            if (other := self.questions[number]).id != question.id
            and may_be_the_same(question, other)
            and (score := self._score(said, self._said[number])) >= least
        ]
        return sorted(found, key=lambda each: (-each.score, each.other.id))

    def pairs(self, least: float = NEAR) -> Iterator[Near]:
        """Every pair of the questions, each once."""
        for number, question in enumerate(self.questions):
            said = self._said[number]
            for at in self._sharing(said.terms, least, after=number):
                other = self.questions[at]
                if may_be_the_same(question, other):
                    score = self._score(said, self._said[at])
                    if score >= least:
                        yield Near(question, other, score)

    def nearness(self, one: Question, other: Question) -> float:
        """How near two prompts are, 0 to 1, whatever tracks they are for."""
        return self._score(self._read(one), self._read(other))

    def _read(self, question: Question) -> _Said:
        frame = self._frames.get(question.drill or "", frozenset())
        told = [stem(word.partition("'")[0]) for word in words(question.prompt) if word not in NOT_TELLING]
        told = [each for each in told if each not in frame and (len(each) > 1 or each.isdigit())]
        text = " ".join(told)
        runs = frozenset(text[at : at + RUN] for at in range(max(1, len(text) - RUN + 1)))
        tasks = frozenset(found.lastgroup or "" for found in TASK.finditer(question.prompt))
        return _Said(frozenset(told), runs, tasks, STORY.search(question.prompt) is not None)

    def _weigh(self, term: str, number: int) -> float:
        return math.log(1 + self._count / number) * (FIGURE if term[0].isdigit() else 1)

    def _weight(self, terms: Iterable[str]) -> float:
        return sum(self._weights.get(term) or self._weigh(term, 1) for term in terms)

    def _sharing(self, terms: frozenset[str], least: float, after: int = -1) -> list[int]:
        """Numbers, above `after`, of the questions that share enough to come as near as `least`, were all else alike.

        Words that stand in every other prompt are taken to be shared: looking them up would take the longest.
        """
        shared: dict[int, float] = defaultdict(float)
        everywhere = 0.0
        for term in terms:
            numbers = self._with.get(term, ())
            weight = self._weight((term,))
            if len(numbers) > max(COMMON, self._count // 10):
                everywhere += weight
                continue
            for number in numbers:
                shared[number] += weight
        total, needed = self._weight(terms), (least - RUNS) / WORDS / 2
        return sorted(
            number
            for number, weight in shared.items()
            if number > after and weight + everywhere >= needed * (total + self._totals[number])
        )

    def _score(self, one: _Said, other: _Said) -> float:
        both = self._weight(one.terms) + self._weight(other.terms)
        shared = 2 * self._weight(one.terms & other.terms) / both if both else 0.0
        score = WORDS * shared + RUNS * _share(one.runs, other.runs)
        if one.tasks and other.tasks and one.tasks.isdisjoint(other.tasks):
            score *= OTHER_TASK
        return score * OTHER_TASK if one.story != other.story else score


def may_be_the_same(one: Question, other: Question) -> bool:
    """Whether two questions may count as duplicates: for a common track, of the same drill or of none, and neither one
    made out of the other."""
    if one.drill != other.drill or ("both" not in (one.track, other.track) and one.track != other.track):
        return False
    return one.source != made_after(other.id) and other.source != made_after(one.id)


def made_after(question_id: str) -> str:
    """The source of a question that was made out of another."""
    return f"own, after {question_id}"


def same_words(prompt: str) -> str:
    """A prompt as it is compared word for word."""
    return " ".join(words(prompt))


def _frames(questions: Iterable[Question]) -> Mapping[str, frozenset[str]]:
    """By drill, the words that most of its prompts share: "reach", "impact", "person-months"."""
    by_drill: dict[str, list[set[str]]] = defaultdict(list)
    for each in questions:
        if each.drill:
            by_drill[each.drill].append({stem(word.partition("'")[0]) for word in words(each.prompt)})
    frames = {}
    for drill, prompts in by_drill.items():
        seen = Counter(term for prompt in prompts for term in prompt)
        least = max(FRAMED * len(prompts), 2)
        frames[drill] = frozenset(term for term, number in seen.items() if number >= least)
    return {drill: frame for drill, frame in frames.items() if len(by_drill[drill]) >= FEWEST_FRAMED}


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0
