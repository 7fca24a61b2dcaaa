"""The lines of a batch: what comes in, what went out before, and which of it can stand."""

import dataclasses
import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from interviewer.cli.files import decode
from interviewer.cli.finding import asked_question
from interviewer.cli.grade_json import grade_as_dict
from interviewer.cli.output import BadInputError, as_json
from interviewer.domain.grades import Grade, GraderRef
from interviewer.ports import GradeRequest, QuestionBank

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One input line: a request, or the reason why it cannot be read. `id` is the line's own, as it was given."""

    number: int
    id: str | int | None
    request: GradeRequest | None
    reason: str | None = None


def read_lines(raw: bytes, name: str, bank: QuestionBank) -> list[Line]:
    """Every line of a JSON Lines file; blank lines at the end are none. A bad line spoils no other."""
    pieces = raw.removeprefix(b"\xef\xbb\xbf").rstrip().split(b"\n") if raw.strip() else []
    return [_read_line(piece, number, f"{name}:{number}", bank) for number, piece in enumerate(pieces, start=1)]


def _read_line(piece: bytes, number: int, place: str, bank: QuestionBank) -> Line:
    line_id: str | int | None = None
    try:
        fields = _fields(piece, place)
        line_id = _line_id(fields, place)
        return Line(number, line_id, _request(fields, line_id, place, bank))
    except BadInputError as error:
        return Line(number, line_id, None, str(error))


def _fields(piece: bytes, place: str) -> Mapping[str, Any]:
    if not piece.strip():
        raise BadInputError(f"{place}: the line is empty")
    try:
        text = piece.decode("utf-8")
        value = json.loads(text)
    except UnicodeDecodeError as error:
        raise BadInputError(f"{place}: not UTF-8 text (byte {error.start} of the line)") from None
    except json.JSONDecodeError as error:
        raise BadInputError(f"{place}: not valid JSON ({error.msg}, column {error.colno})") from None
    except (RecursionError, ValueError):
        raise BadInputError(f"{place}: not valid JSON (nested too deeply, or a number of too many digits)") from None
    if not isinstance(value, dict):
        raise BadInputError(f"{place}: must be a JSON object")
    return value


def _line_id(fields: Mapping[str, Any], place: str) -> str | int | None:
    value = fields.get("id")
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    return _text(fields, "id", place)


def _text(fields: Mapping[str, Any], name: str, place: str) -> str:
    value = fields.get(name)
    if value is None:
        raise BadInputError(f"{place}: {name}: is missing")
    if not isinstance(value, str):
        raise BadInputError(f"{place}: {name}: must be text")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise BadInputError(f"{place}: {name}: holds half a character (a lone surrogate)") from None
    return value


def _request(fields: Mapping[str, Any], line_id: str | int | None, place: str, bank: QuestionBank) -> GradeRequest:
    by_id = fields.get("question_id") is not None
    question_id = _text(fields, "question_id", place) if by_id else None
    prompt = None if by_id else _text(fields, "question", place)
    track_name = _text(fields, "track", place) if fields.get("track") is not None else None
    answer = _text(fields, "answer", place)
    try:
        track, question = asked_question(bank, question_id, track_name, prompt)
    except BadInputError as error:
        raise BadInputError(f"{place}: {error}") from None
    return GradeRequest(track=track, question=question, answer=answer, id=None if line_id is None else str(line_id))


def digest(answer: str) -> str:
    return hashlib.sha256(answer.encode("utf-8")).hexdigest()


def graded(line: Line, grade: Grade) -> Record:
    """The output line of a graded line: the grade, with the digest of its answer so that a rerun sees a change."""
    answer = line.request.answer if line.request else ""
    return {**grade_as_dict(grade), "id": line.id, "answer_sha256": digest(answer)}


def not_graded(line: Line, ref: GraderRef, reason: str) -> Record:
    """The output line of a line that no grader saw: `unscored`, in the shape of every other line."""
    request = line.request
    question = {"id": request.question.id or None, "prompt": request.question.prompt} if request else {}
    return {
        "schema_version": 1,
        "grade_id": uuid.uuid4().hex,
        "id": line.id,
        "status": "unscored",
        "reason": reason,
        "track": request.track if request else None,
        "question": question or {"id": None, "prompt": None},
        "rubric": {"id": request.track if request else None, "sha256": None},
        "grader": dataclasses.asdict(ref),
        "gate": None,
        "overall": None,
        "signals": [],
        "habits": [],
        "other_track": None,
        "feedback": None,
        "notices": [],
        "usage": {"requests": 0, "input_tokens": 0, "cached_tokens": 0, "output_tokens": 0, "cost": None},
        "answer_sha256": digest(request.answer) if request else None,
    }


@dataclass(frozen=True, slots=True)
class Written:
    """A record as the line it becomes: it is made once, however often the file is saved, and takes little room."""

    text: str
    scored: bool


def written(record: Record) -> Written:
    return Written(as_json(record), record["status"] == "scored")


class Earlier:
    """The lines of an earlier run, found again by id, question and answer, wherever they stand now."""

    def __init__(self, raw: bytes, name: str) -> None:
        self._records: dict[tuple[Any, ...], list[Record]] = {}
        for number, piece in enumerate(raw.split(b"\n"), start=1):
            if piece.strip():
                self._add(piece, f"{name}:{number}")

    def _add(self, piece: bytes, place: str) -> None:
        try:
            record = json.loads(decode(piece, place))
            question = record["question"]
            key = (record["id"], record["track"], question["id"], question["prompt"], record["answer_sha256"])
            hash(key)
        except (BadInputError, ValueError, TypeError, KeyError, RecursionError):
            message = "is no line of grades: move the file away, or name another with --out"
            raise BadInputError(f"{place}: {message}") from None
        self._records.setdefault(key, []).append(record)

    def take(self, line: Line) -> Record | None:
        """The earlier line for the same id, question and answer, each at most once."""
        request = line.request
        if request is None:
            return None
        key = (line.id, request.track, request.question.id or None, request.question.prompt, digest(request.answer))
        waiting = self._records.get(key)
        return waiting.pop(0) if waiting else None


def still_stands(record: Record, ref: GraderRef, rubric_sha256: str) -> bool:
    """Whether an earlier line is a score by the same grader and the same rubric."""
    rubric = record.get("rubric")
    return (
        record.get("status") == "scored"
        and record.get("grader") == dataclasses.asdict(ref)
        and isinstance(rubric, dict)
        and rubric.get("sha256") == rubric_sha256
    )


def as_lines(records: Iterable[Written]) -> str:
    return "".join([f"{record.text}\n" for record in records])
