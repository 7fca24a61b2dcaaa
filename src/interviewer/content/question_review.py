"""What is weak about questions that are well formed: asked twice, too long to be asked aloud, points that only repeat
the prompt, follow-ups that would fit another question as well."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from interviewer.content.near_duplicates import NEAR, NearDuplicates, same_words
from interviewer.content.toml_file import TomlFile, read_toml
from interviewer.domain.questions import Question
from interviewer.domain.words import stem, words
from interviewer.ports import Problem

MOST_WORDS, MOST_WORDS_A_SENTENCE = 60, 40
LEAST_POINTS, MOST_POINTS, LEAST_FOLLOW_UPS = 4, 7, 2
FEWEST_TO_REPEAT = 3
SMALL = frozenset("a an and are as at be by for from in is it its of on or that the their this to was with".split())  # noqa: SIM905
SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+")

Placed = Callable[[str], tuple[str, int]]
Finding = tuple[str, str, str]  # id of the question, field, message


def review(questions: Sequence[Question], placed: Placed, own: Callable[[str], bool]) -> list[Problem]:
    """Everything that is weak, in the order of the questions. `placed` gives file and line of a question's id.

    A question of the bank must be complete as well; one of a person's own (`own`) need not be.
    """
    found: list[Finding] = []
    for question in questions:
        found += [(question.id, field, message) for field, message in weaknesses(question)]
        if not own(question.id):
            found += [(question.id, field, message) for field, message in _incomplete(question)]
    found += shared_follow_ups(questions)
    found += near_duplicates(questions, own)
    order = {each.id: at for at, each in enumerate(questions)}
    found.sort(key=lambda each: order[each[0]])
    locate = _Locating(placed)
    return [locate(*each) for each in found]


def weaknesses(question: Question) -> Iterator[tuple[str, str]]:
    """What can be said of a question by itself, as (field, message); for one that is being written as well."""
    count = len(question.prompt.split())
    if count > MOST_WORDS:
        yield "prompt", f"is too long to be asked aloud: {count} words, at most {MOST_WORDS} can be kept in mind"
    elif (longest := _longest_sentence(question.prompt)) > MOST_WORDS_A_SENTENCE:
        yield "prompt", f"has a sentence of {longest} words: at most {MOST_WORDS_A_SENTENCE} can be followed by ear"
    asked = _terms(question.prompt)
    for number, point in enumerate(question.expects, start=1):
        told = _terms(point)
        if len(told) >= FEWEST_TO_REPEAT and told <= asked and "=" not in point:
            yield f"expects[{number}]", f"only repeats the prompt: “{point}”"
    for number, follow_up in enumerate(question.follow_ups, start=1):
        if same_words(follow_up) == same_words(question.prompt):
            yield f"follow_ups[{number}]", "is the prompt once more"
    for name in ("expects", "pitfalls", "follow_ups"):
        texts = [same_words(each) for each in getattr(question, name)]
        for number, text in enumerate(texts, start=1):
            if text in texts[: number - 1]:
                yield f"{name}[{number}]", "stands there twice"


def shared_follow_ups(questions: Iterable[Question]) -> Iterator[Finding]:
    """A follow-up that two questions have is aimed at neither."""
    asked: dict[str, tuple[str, str]] = {}
    for question in questions:
        for number, text in enumerate(question.follow_ups, start=1):
            first = asked.setdefault(same_words(text), (question.id, text))
            if first[0] != question.id:
                yield question.id, f"follow_ups[{number}]", f"is that of {first[0]} too: “{text}”"


def near_duplicates(questions: Sequence[Question], own: Callable[[str], bool]) -> Iterator[Finding]:
    """Pairs that ask much the same; those that documents quote stay as they were quoted, and a person's own question is
    named rather than the built-in one."""
    pairs: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for near in NearDuplicates(questions).pairs(NEAR):
        if is_quoted(near.one, own) and is_quoted(near.other, own):
            continue
        first, second = sorted((near.one, near.other), key=lambda each: (own(each.id), not is_quoted(each, own)))
        pairs[second.id].append((near.score, first.id))
    for question_id, near_ones in pairs.items():
        (score, other), *more = sorted(near_ones, reverse=True)
        others = f", and as {len(more)} more" if more else ""
        yield question_id, "prompt", f"asks much the same as {other} (nearness {score:.2f}){others}"


def is_quoted(question: Question, own: Callable[[str], bool]) -> bool:
    """Whether a built-in question stands in a document word for word."""
    return not own(question.id) and question.source != "own"


def _incomplete(question: Question) -> Iterator[tuple[str, str]]:
    if not LEAST_POINTS <= len(question.expects) <= MOST_POINTS:
        yield "expects", f"has {len(question.expects)} points, not {LEAST_POINTS} to {MOST_POINTS}"
    if len(question.follow_ups) < LEAST_FOLLOW_UPS:
        yield "follow_ups", f"has {len(question.follow_ups)}, not {LEAST_FOLLOW_UPS} or more"
    for name in ("pitfalls", "rounds", "competency", *(() if question.drill else ("signals",))):
        if not getattr(question, name):
            yield name, "is missing"


def _longest_sentence(text: str) -> int:
    return max(len(each.split()) for each in SENTENCE_ENDS.split(text))


def _terms(text: str) -> frozenset[str]:
    return frozenset(stem(each.partition("'")[0]) for each in words(text) if each not in SMALL)


class _Locating:
    """Finds the lines of fields; each file is read once."""

    def __init__(self, placed: Placed) -> None:
        self._placed = placed
        self._files: dict[str, TomlFile | Problem] = {}

    def __call__(self, question_id: str, field: str, message: str) -> Problem:
        name, line = self._placed(question_id)
        if line and Path(name).is_absolute():
            file = self._files.get(name) or self._files.setdefault(name, read_toml(Path(name)))
            if isinstance(file, TomlFile):
                line = file.field_line(line, field.partition("[")[0])
        return Problem(name, line, field, f"{message} (question {question_id!r})")
