"""rubrics/loops.toml: rounds, loops, companies and the lines of interviewers, checked when they are loaded."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from interviewer.content.data_folders import data_folder
from interviewer.content.toml_file import TomlFile, read_toml, validated
from interviewer.domain.loops import Loops
from interviewer.ports import ContentError, Problem

NAMED_TABLES = ("rounds", "loops", "companies", "manners", "probes")


class LoopsFile:
    """Reads the file once, when it is first asked for."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path

    @cached_property
    def _loops(self) -> Loops:
        return load_loops(self._path or data_folder("rubrics") / "loops.toml")

    def loops(self) -> Loops:
        """Raises ContentError with every problem of the file."""
        return self._loops


def load_loops(path: Path) -> Loops:
    file = read_toml(path, f"{path.parent.name}/{path.name}")
    if isinstance(file, Problem):
        raise ContentError([file])
    tables = dict(file.tables)
    common = tables.pop("common", {})
    manners = tables.get("manners", [])
    if isinstance(common, dict) and isinstance(manners, list):
        tables["manners"] = [{**common, **each} if isinstance(each, dict) else each for each in manners]
    loops = validated(Loops, tables)
    if not isinstance(loops, Loops):
        raise ContentError([_located(file, field, message) for field, message in loops])
    problems = [Problem(file.name, file.table_line(table), table, message) for table, message in _wrong(loops)]
    if problems:
        raise ContentError(problems)
    return loops


def _located(file: TomlFile, field: str, message: str) -> Problem:
    """`rounds[2].minutes` -> the line of that field."""
    head, _, rest = field.partition(".")
    name, _, index = head.partition("[")
    line = (
        file.entry_line(name, int(index.rstrip("]")) - 1) if index and name in NAMED_TABLES else file.table_line(name)
    )
    return Problem(file.name, file.field_line(line, rest.partition("[")[0]) if rest else line, field, message)


def _wrong(loops: Loops) -> Iterator[tuple[str, str]]:
    """What is wrong although every field is well formed: names that nothing has, ids used twice."""
    rounds = [each.id for each in loops.rounds]
    named: dict[str, list[Any]] = {
        "rounds": rounds,
        "loops": [each.id for each in loops.loops],
        "companies": [each.id for each in loops.companies],
        "manners": [each.id for each in loops.manners],
        "probes": [each.check for each in loops.probes],
    }
    for table, ids in named.items():
        for twice in sorted({each for each in ids if ids.count(each) > 1}):
            yield table, f"{twice!r} is used twice"
    for loop in loops.loops:
        for missing in sorted(set(loop.rounds) - set(rounds)):
            yield "loops", f"{loop.id!r} names a round {missing!r} that is not there"
    for each in loops.rounds:
        if each.manner not in named["manners"]:
            yield "rounds", f"{each.id!r} names a manner {each.manner!r} that is not there"
