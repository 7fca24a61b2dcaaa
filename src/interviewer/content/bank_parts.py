"""The parts a bank is made of (built-in, one's own, packs): files in, questions with their places out."""

import contextlib
import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interviewer.content.folder_scan import FoundFile, Scan
from interviewer.content.own_questions import toml_fields
from interviewer.content.question_files import load_topics, read_entries
from interviewer.content.question_index import Content, QuestionIndex
from interviewer.content.text_file import decoded, read_raw
from interviewer.content.toml_file import parse_toml
from interviewer.domain.questions import Question, Topic
from interviewer.ports import Problem

TOPIC_FIELDS = ("id", "name", "track", "group", "words")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands. `line` is that of its header, 0 where unknown; `pack` is "" for one of no pack."""

    path: Path
    line: int
    pack: str


@dataclass(frozen=True, slots=True)
class Part:
    """`shown` names a file for people, `pack` says which pack it is of."""

    found: Scan
    shown: Callable[[Path], str]
    pack: Callable[[Path], str]


@dataclass(frozen=True, slots=True)
class ReadPart:
    """`settled` where every file may be taken to be the same as long as its size and times are."""

    questions: Sequence[tuple[Place, Question]]
    problems: Sequence[Problem]
    settled: bool


def read_part(index: QuestionIndex, scope: str, part: Part) -> ReadPart:
    """The questions of all files of a part, in their order, and everything that is wrong with the files."""
    with _no_collector():
        known = index.contents(scope, part.found.files, _raw, _questions)
        questions: list[tuple[Place, Question]] = []
        problems = list(part.found.problems)
        for file, each in zip(part.found.files, known, strict=True):
            path, content = file.path, each.content
            shown, pack = part.shown(path), part.pack(path)
            problems += [Problem(shown, line, field, message) for line, field, message in content.problems]
            questions += [(Place(path, line, pack), _question(fields)) for line, fields in content.entries]
    return ReadPart(questions, problems, all(each.settled for each in known))


@contextlib.contextmanager
def _no_collector() -> Iterator[None]:
    """Ten thousand questions are a hundred thousand objects, none of them garbage: looking for it doubles the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def read_topics(index: QuestionIndex, path: Path) -> tuple[list[Topic], list[Problem]]:
    (known,) = index.contents("topics", in_cache([path]).files, _raw, _topics)
    shown = f"{path.parent.name}/{path.name}"
    topics = [Topic(**{**fields, "words": tuple(fields["words"])}) for _, fields in known.content.entries]
    return topics, [Problem(shown, *each) for each in known.content.problems]


def in_cache(paths: Sequence[Path]) -> Scan:
    """Files by name; one that cannot be looked at has a stamp that no file has."""
    files = []
    for path in paths:
        try:
            status = path.stat()
            stamp = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
        except OSError:
            stamp = (-1, 0, 0, 0)
        files.append(FoundFile(str(path), stamp))
    return Scan(tuple(files))


def _raw(path: Path) -> bytes | Content:
    raw = read_raw(path, "")
    return Content((), ((0, "", raw.message),)) if isinstance(raw, Problem) else raw


def _questions(raw: bytes, path: Path) -> Content:
    text = decoded(raw, "")
    file = text if isinstance(text, Problem) else parse_toml(text, "")
    if isinstance(file, Problem):
        return Content((), ((file.line, file.field, file.message),))
    read = read_entries(file)
    return Content(
        tuple((line, toml_fields(question)) for line, question in read.questions),
        tuple((each.line, each.field, each.message) for each in read.problems),
    )


def _question(fields: dict[str, Any]) -> Question:
    """A question that was checked when its file was read."""
    values: dict[str, Any] = {name: tuple(value) if type(value) is list else value for name, value in fields.items()}
    return Question(**values)


def _topics(raw: bytes, path: Path) -> Content:
    topics, problems = load_topics(path)
    return Content(
        tuple((0, {name: getattr(topic, name) for name in TOPIC_FIELDS}) for topic in topics),
        tuple((each.line, each.field, each.message) for each in problems),
    )
