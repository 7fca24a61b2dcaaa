"""The rubrics: a track's signals and the habits, checked when they are loaded."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from interviewer.content.data_folders import data_folder
from interviewer.content.toml_file import TomlFile, read_toml, validated
from interviewer.domain.grades import Grade
from interviewer.domain.questions import TRACKS, Question, Track
from interviewer.domain.rubrics import DrillRubric, Habit, Rubric, Signal
from interviewer.ports import ContentError, Problem

if TYPE_CHECKING:
    from interviewer.content.drills import Drills

WEIGHT_TOLERANCE = 1e-6

R = TypeVar("R", Rubric, DrillRubric)


class Rubrics:
    """Reads a rubric once, when it is first asked for.

    `named` finds rubrics of a person's own by their ids: what was graded under one is shown by its names.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or data_folder("rubrics")
        self.named: Callable[[str], Rubric | None] = lambda rubric_id: None
        self._loaded: dict[Track, Rubric] = {}

    def rubric(self, track: Track) -> Rubric:
        """Raises ContentError with every problem of the two files."""
        if track not in self._loaded:
            self._loaded[track] = load_rubric(self.folder / f"{track}.toml", self.folder / "habits.toml")
        return self._loaded[track]

    @cached_property
    def drills(self) -> "Drills":
        from interviewer.content.drills import Drills

        return Drills(self.folder)

    def drill(self, drill: str | None) -> DrillRubric | None:
        """Raises ContentError with every problem of the drill's file."""
        return self.drills.rubric(drill) if drill in self.drills.ids() else None

    def of_question(self, track: Track, question: Question) -> Rubric:
        drill = self.drill(question.drill)
        return drill.for_track(track) if drill else self.rubric(track)

    def of_grade(self, grade: Grade) -> Rubric:
        return self.of_id(grade.track, grade.rubric.id) or self.rubric(grade.track)

    def of_id(self, track: Track, rubric_id: str) -> Rubric | None:
        if rubric_id in TRACKS:
            return self.rubric(track) if rubric_id == track else None
        drill = self.drill(rubric_id)
        if drill is not None:
            return drill.for_track(track)
        own = self.named(rubric_id)
        return own if own is not None and own.track == track else None

    def problems(self) -> list[Problem]:
        """Everything wrong with the tracks' rubrics and the drills', each thing once."""
        found: dict[Problem, None] = {}
        for track in TRACKS:
            try:
                self.rubric(track)
            except ContentError as error:
                found.update(dict.fromkeys(error.problems))
        found.update(dict.fromkeys(self.drills.problems()))
        return list(found)


def load_rubric(track_file: Path, habits_file: Path) -> Rubric:
    return load_with_habits(Rubric, track_file, habits_file)


def load_with_habits(
    kind: type[R],
    path: Path,
    habits_path: Path,
    shown: str | None = None,
    inconsistencies: Callable[[R], Iterable[tuple[str, str]]] = lambda _: (),
) -> R:
    """A file of signals together with the file of habits, as a `Rubric` or a `DrillRubric`.

    `shown` names the first file in problems; `inconsistencies` gives what else is wrong with it as (field, message).
    Raises ContentError with every problem of the two files.
    """
    files = [read_toml(path, shown or _short(path)), read_toml(habits_path, _short(habits_path))]
    problems = [file for file in files if isinstance(file, Problem)]
    if problems:
        raise ContentError(problems)
    own, habits = (file for file in files if isinstance(file, TomlFile))
    digest = hashlib.sha256()
    for each in (path, habits_path):
        digest.update(each.read_bytes())
    tables: dict[str, Any] = dict(own.tables)
    unknown = [Problem(habits.name, 0, key, "is not a known field") for key in habits.tables if key != "habits"]
    tables["habits"] = _habits(habits.tables.get("habits", []), tables.get("without"))
    tables["sha256"] = digest.hexdigest()
    rubric = validated(kind, tables)
    if isinstance(rubric, list):
        raise ContentError(unknown + [_located(own, habits, field, message) for field, message in rubric])
    problems = unknown + list(_consistency(rubric, own, habits))
    problems += [_located(own, habits, field, message) for field, message in inconsistencies(rubric)]
    if problems:
        raise ContentError(problems)
    return rubric


def _habits(listed: Any, without: Any) -> Any:
    """The habits but for those that a drill leaves out; whatever is no list of tables is left to the check of it."""
    if not isinstance(listed, list) or not isinstance(without, list):
        return listed
    return [each for each in listed if not isinstance(each, dict) or each.get("id") not in without]


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _located(own: TomlFile, habits: TomlFile, field: str, message: str) -> Problem:
    """`signals[2].checks[1].points` -> the file and the line of that field."""
    file = habits if field.startswith("habits") else own
    line = 0
    for part in field.split("."):
        name, _, index = part.partition("[")
        if index and name in ("signals", "habits"):
            table, line = name, file.entry_line(name, int(index.rstrip("]")) - 1)
        elif index and name == "checks":
            line = _nth_check(file, table, line, int(index.rstrip("]")) - 1)
        else:
            line = file.field_line(line, name)
    return Problem(file.name, line, field, message)


def _nth_check(file: TomlFile, table: str, after: int, index: int) -> int:
    header = f"[[{table}.checks]]"
    lines = [number for number, line in enumerate(file.lines, start=1) if number > after and line.strip() == header]
    return lines[index] if index < len(lines) else after


def _consistency(rubric: Rubric | DrillRubric, own: TomlFile, habits: TomlFile) -> Iterable[Problem]:
    total = sum(signal.weight for signal in rubric.signals)
    if abs(total - 1) > WEIGHT_TOLERANCE:
        line = own.field_line(own.entry_line("signals", 0), "weight")
        added = " + ".join(f"{signal.weight:g}" for signal in rubric.signals)
        yield Problem(own.name, line, "weight", f"the signals' weights sum to {total:g}, not to 1 ({added})")
    yield from _repeated(own, "signals", [signal.id for signal in rubric.signals])
    yield from _repeated(habits, "habits", [habit.id for habit in rubric.habits])
    parts: list[tuple[str, TomlFile, Sequence[Signal | Habit]]] = [
        ("signals", own, rubric.signals),
        ("habits", habits, rubric.habits),
    ]
    for table, file, dimensions in parts:
        for index, dimension in enumerate(dimensions):
            line = file.entry_line(table, index)
            ids = [check.id for check in dimension.checks]
            for check_id in sorted({each for each in ids if ids.count(each) > 1}):
                yield Problem(file.name, line, "checks.id", f"{check_id!r} stands twice in {dimension.id}")
            if not any(check.polarity == "positive" for check in dimension.checks):
                yield Problem(file.name, line, "checks", f"{dimension.id} has no positive check")


def _repeated(file: TomlFile, table: str, ids: Sequence[str]) -> Iterable[Problem]:
    for index, each in enumerate(ids):
        if each in ids[:index]:
            line = file.field_line(file.entry_line(table, index), "id")
            yield Problem(file.name, line, "id", f"{each!r} is used twice")
