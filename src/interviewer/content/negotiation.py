"""rubrics/negotiation.toml: what the other side of an offer negotiation says and when, checked when it is loaded."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from interviewer.content.data_folders import data_folder
from interviewer.content.toml_file import TomlFile, read_toml, validated
from interviewer.domain.negotiation import SILENCE, Script
from interviewer.ports import ContentError, Problem

TABLES = ("points", "pushes", "offers")


class NegotiationFile:
    """Reads the file once, when it is first asked for."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path

    def script(self) -> Script:
        """Raises ContentError with every problem of the file."""
        return self._script

    @cached_property
    def _script(self) -> Script:
        return load_script(self._path or data_folder("rubrics") / "negotiation.toml")


def load_script(path: Path) -> Script:
    file = read_toml(path, f"{path.parent.name}/{path.name}")
    if isinstance(file, Problem):
        raise ContentError([file])
    script = validated(Script, dict(file.tables))
    if not isinstance(script, Script):
        raise ContentError([_located(file, field, message) for field, message in script])
    problems = [Problem(file.name, _line(file, *place), place[2], message) for place, message in _wrong(script)]
    if problems:
        raise ContentError(problems)
    return script


Place = tuple[str, int, str]  # table, number of the entry, field


def _wrong(script: Script) -> Iterator[tuple[Place, str]]:
    """What is wrong although every field is well formed: names that nothing has, ids used twice."""
    for table in ("points", "pushes"):
        ids = [each.id for each in getattr(script, table)]
        for number, each in enumerate(ids):
            if each in ids[:number]:
                yield (table, number, "id"), f"{each!r} is used twice"
    yield from _wrong_points(script)
    yield from _wrong_pushes(script)
    if script.least > script.most:
        yield ("", 0, "least"), f"must be at most {script.most}, as `most` says"


def _wrong_points(script: Script) -> Iterator[tuple[Place, str]]:
    points = {each.id for each in script.points}
    for number, point in enumerate(script.points):
        if point.with_point and point.with_point not in points:
            yield ("points", number, "with_point"), f"there is no point {point.with_point!r}"
        if not point.words and not point.span:
            yield ("points", number, "words"), "are missing: nothing could be heard"


def _wrong_pushes(script: Script) -> Iterator[tuple[Place, str]]:
    points, pushes = {each.id for each in script.points}, {each.id for each in script.pushes}
    offers = {each.question for each in script.offers}
    for number, push in enumerate(script.pushes):
        for field in ("now", "said", "unsaid"):
            for name in (each for each in getattr(push, field) if each not in points | {SILENCE}):
                yield ("pushes", number, field), f"there is no point {name!r}"
        for name in (each for each in push.not_after if each not in pushes):
            yield ("pushes", number, "not_after"), f"there is no push {name!r}"
        for name in (each for each in push.offers if each not in offers):
            yield ("pushes", number, "offers"), f"there is no offer to the question {name!r}"
        if push.check.count(".") != 1:
            yield ("pushes", number, "check"), 'must be "signal.check"'


def _line(file: TomlFile, table: str, number: int, field: str) -> int:
    return file.field_line(file.entry_line(table, number), field) if table else file.table_line(field)


def _located(file: TomlFile, field: str, message: str) -> Problem:
    """`pushes[2].check` -> the line of that field."""
    head, _, rest = field.partition(".")
    name, _, index = head.partition("[")
    if not index or name not in TABLES:
        return Problem(file.name, file.table_line(name), field, message)
    line = file.entry_line(name, int(index.rstrip("]")) - 1)
    return Problem(file.name, file.field_line(line, rest.partition("[")[0]) if rest else line, field, message)
