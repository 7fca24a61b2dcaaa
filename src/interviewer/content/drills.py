"""The drills' rubrics: signals of their own over the habits that every answer is read for."""

from collections.abc import Iterator
from pathlib import Path

from interviewer.content.data_folders import data_folder
from interviewer.content.rubrics import load_with_habits
from interviewer.domain.rubrics import DrillRubric
from interviewer.ports import ContentError, Problem


class Drills:
    """Reads drills/*.toml of a folder of rubrics, each once, when it is first asked for."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or data_folder("rubrics")
        self._loaded: dict[str, DrillRubric] = {}
        self._ids: tuple[str, ...] | None = None

    def ids(self) -> tuple[str, ...]:
        """The drills that have a file, in order; () where the folder has none. Looked for once."""
        if self._ids is None:
            self._ids = tuple(sorted(path.stem for path in (self.folder / "drills").glob("*.toml")))
        return self._ids

    def rubric(self, drill: str) -> DrillRubric:
        """Raises ContentError with every problem of the drill's file and the habits, or where there is none."""
        if drill not in self._loaded:
            if drill not in self.ids():
                message = f"has no drill {drill!r} (there: {', '.join(self.ids()) or 'none'})"
                raise ContentError([Problem(f"{self.folder.name}/drills", 0, "", message)])
            self._loaded[drill] = load_drill(self.folder / "drills" / f"{drill}.toml", self.folder / "habits.toml")
        return self._loaded[drill]

    def problems(self) -> list[Problem]:
        """Everything wrong with any of the files, each thing once."""
        found: dict[Problem, None] = {}
        for drill in self.ids():
            try:
                self.rubric(drill)
            except ContentError as error:
                found.update(dict.fromkeys(error.problems))
        return list(found)


def load_drill(path: Path, habits_file: Path) -> DrillRubric:
    shown = f"{path.parent.parent.name}/{path.parent.name}/{path.name}"

    def inconsistencies(rubric: DrillRubric) -> Iterator[tuple[str, str]]:
        for field in ("id", "drill"):
            if getattr(rubric, field) != path.stem:
                yield field, f"must be {path.stem!r}, as the file is called, not {getattr(rubric, field)!r}"
        if rubric.minutes is None and rubric.words is None:
            yield "minutes", "is missing: give minutes, or words for a written drill"
        if rubric.minutes is not None and rubric.words is not None:
            yield "words", "stands beside minutes: give one of the two"
        known = {"specificity", "ownership"}
        for habit in sorted(set(rubric.without) - known):
            yield "without", f"there is no habit {habit!r} ({', '.join(sorted(known))})"

    return load_with_habits(DrillRubric, path, habits_file, shown, inconsistencies)
