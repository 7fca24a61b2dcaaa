"""Rubrics of a person's own: a copy of a track's rubric, with weights, levels and checks changed for one company.

A check whose `find` was left out is found as the built-in one of its id is; one with `words` alone is found by these
words; one with neither can only be judged by a model, and counts neither way offline.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from interviewer.content.question_files import SIGNALS, unfit
from interviewer.content.rubrics import Rubrics, load_with_habits
from interviewer.content.text_file import read_text
from interviewer.content.toml_file import TomlFile, read_toml
from interviewer.domain.questions import TRACKS, Track
from interviewer.domain.rubrics import Check, Rubric, Signal
from interviewer.paths import write_private
from interviewer.ports import ContentError, Problem

NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
CHECK_ID = re.compile(r"[a-z][a-z0-9_]*")
LONGEST_NAME = 60
TAKEN = (*TRACKS, "habits", "loops", "negotiation")
HEAD = """# Your own copy: change weights, levels and checks. The signals keep their ids; the weights must sum to 1.
# A check that you add needs words = ["..."], by which it is found offline; without them only a model can judge it.
# interviewer rubrics check names every mistake with its line.

"""
TEXTS = ("statement", "meaning", "advice", "probe", "slot")
OWN_WORDS = ("words",)

WrongInFind = Callable[[str, bool], str]  # an entry of `find`, whether the check has words -> what is wrong with it


class OwnRubrics:
    """The rubrics in a folder of the person's, each in NAME.toml; it need not be there yet.

    `wrong_in_find` says what the grader cannot look for. A file is read again when it has changed.
    """

    def __init__(self, folder: Path, built_in: Rubrics, wrong_in_find: WrongInFind = lambda entry, words: "") -> None:
        self.folder = folder
        self._built_in = built_in
        self._wrong_in_find = wrong_in_find
        self._read: dict[str, tuple[tuple[int, int], Rubric]] = {}

    def names(self) -> list[str]:
        """The names of the files, whether they can be used or not."""
        if not self.folder.is_dir():
            return []
        return sorted(path.stem for path in self.folder.glob("*.toml") if not path.name.startswith("."))

    def rubric(self, name: str) -> Rubric:
        """Raises ContentError with everything that is wrong with the file, or where there is none."""
        path = self._path(name)
        status = path.stat()
        stamp = (status.st_mtime_ns, status.st_size)
        known = self._read.get(name)
        if known is None or known[0] != stamp:
            known = self._read[name] = stamp, self._load(path)
        return known[1]

    def find(self, name: str) -> Rubric | None:
        """The rubric, None where there is no such or it cannot be used."""
        try:
            return self.rubric(name) if name in self.names() else None
        except ContentError:
            return None

    def problems(self) -> list[Problem]:
        """Everything wrong with any of the files."""
        found: list[Problem] = []
        for name in self.names():
            try:
                self.rubric(name)
            except ContentError as error:
                found += error.problems
        return found

    def copy(self, track: Track, name: str, shown_name: str = "") -> Path:
        """Writes a copy of a track's rubric, comments and all, under a name of its own, and gives its path.

        `shown_name` is what people read ("AI product manager at Acme"). Raises ContentError for a name that cannot be
        used or is in use, OSError.
        """
        self._check_name(name)
        path = self.folder / f"{name}.toml"
        if path.exists():
            raise ContentError([Problem(str(path), 0, "", "is there already: name another")])
        text = (self._built_in.folder / f"{track}.toml").read_text(encoding="utf-8")
        text = re.sub(rf'^id = "{track}"$', f'id = "{name}"', text, count=1, flags=re.MULTILINE)
        if shown_name:
            plain = shown_name.replace("\\", "\\\\").replace('"', '\\"')
            text = re.sub(r"^name = .*$", lambda _: f'name = "{plain}"', text, count=1, flags=re.MULTILINE)
        write_private(path, HEAD + text)
        self.rubric(name)
        return path

    def texts(self) -> list[tuple[str, str]]:
        """Every file as it stands, by its name without folder and ending: for an export. Raises ContentError."""
        return [(name, self._text(name)) for name in self.names()]

    def save_text(self, name: str, text: str) -> None:
        """Writes a file whole, in place of one of that name; for an import. What is wrong with it is told when it is
        used. Raises ContentError for a name that cannot be used, OSError."""
        self._check_name(name)
        write_private(self.folder / f"{name}.toml", text)

    def _check_name(self, name: str) -> None:
        """Raises ContentError for what cannot be the name of a rubric of one's own."""
        told = ""
        if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
            told = f"{name!r} must be small letters, digits, single hyphens and underscores, at most {LONGEST_NAME}"
        elif name in (*TAKEN, *self._built_in.drills.ids()):
            told = f"{name!r} is the name of a built-in rubric: give another"
        if told:
            raise ContentError([Problem("rubric", 0, "name", told)])

    def _text(self, name: str) -> str:
        path = self._path(name)
        text = read_text(path, str(path))
        if isinstance(text, Problem):
            raise ContentError([text])
        return text

    def _path(self, name: str) -> Path:
        path = self.folder / f"{name}.toml"
        if not NAME.fullmatch(name) or not path.exists():
            names = ", ".join(self.names()) or "none yet"
            told = f"there is no rubric {name!r} of your own (there: {names}; interviewer rubrics copy)"
            raise ContentError([Problem(str(self.folder), 0, "", told)])
        return path

    def _load(self, path: Path) -> Rubric:
        file = read_toml(path)
        if isinstance(file, TomlFile) and "habits" in file.tables:
            line = file.entry_line("habits", 0)
            told = "are the same in every rubric: take these tables out"
            raise ContentError([Problem(file.name, line, "habits", told)])
        habits = self._built_in.folder / "habits.toml"
        rubric = load_with_habits(Rubric, path, habits, str(path), lambda each: self._wrong(each, path.stem))
        return self._filled(rubric)

    def _wrong(self, rubric: Rubric, name: str) -> Iterator[tuple[str, str]]:
        try:
            self._check_name(name)
        except ContentError as error:
            yield "", f"{error.problems[0].message}, and rename this file"
        yield from _inconsistencies(rubric, name, self._wrong_in_find)

    def _filled(self, rubric: Rubric) -> Rubric:
        """With the built-in `find` of checks that have none of their own; the digest then covers that file as well."""
        shipped = {
            (signal.id, check.id): check
            for signal in self._built_in.rubric(rubric.track).signals
            for check in signal.checks
        }
        signals = tuple(
            replace(
                signal, checks=tuple(_findable(check, shipped.get((signal.id, check.id))) for check in signal.checks)
            )
            for signal in rubric.signals
        )
        if signals == rubric.signals:
            return rubric
        source = (self._built_in.folder / f"{rubric.track}.toml").read_bytes()
        sha256 = hashlib.sha256(rubric.sha256.encode() + source).hexdigest()
        return replace(rubric, signals=signals, sha256=sha256)


def _findable(check: Check, shipped: Check | None) -> Check:
    if check.find:
        return check
    if check.words:
        return replace(check, find=OWN_WORDS)
    if shipped is not None and shipped.polarity == check.polarity:
        return replace(check, find=shipped.find, words=shipped.words, need=max(check.need, shipped.need))
    return check


def _inconsistencies(rubric: Rubric, name: str, wrong_in_find: WrongInFind) -> Iterator[tuple[str, str]]:
    """What is wrong with a rubric of one's own although each field is well formed, as (field, message)."""
    if rubric.id != name:
        yield "id", f"must be {name!r}, as the file is called, not {rubric.id!r}"
    wanted, given = SIGNALS[rubric.track], [signal.id for signal in rubric.signals]
    for number, each in enumerate(given, start=1):
        if each not in wanted:
            yield f"signals[{number}].id", f"{each!r} is no signal of {rubric.track}: {', '.join(wanted)}"
    missing = [each for each in wanted if each not in given]
    if missing:
        told = f"lack {', '.join(missing)}: the signals stay, their weights, levels and checks are yours to change"
        yield "signals", told
    for number, signal in enumerate(rubric.signals, start=1):
        for field, message in _in_checks(signal, wrong_in_find):
            yield f"signals[{number}].{field}", message


def _in_checks(signal: Signal, wrong_in_find: WrongInFind) -> Iterable[tuple[str, str]]:
    for number, check in enumerate(signal.checks, start=1):
        if not CHECK_ID.fullmatch(check.id):
            yield f"checks[{number}].id", f"{check.id!r} must be small letters, digits and underscores"
        for entry in check.find:
            if wrong := wrong_in_find(entry, bool(check.words)):
                yield f"checks[{number}].find", wrong
        for field in TEXTS:
            if wrong := unfit(getattr(check, field)):
                yield f"checks[{number}].{field}", wrong
        for word in check.words:
            if not re.search(r"[^\W_]", word):
                yield f"checks[{number}].words", f"{word!r} holds no word"


def only_by_model(rubric: Rubric) -> list[tuple[Signal, Check]]:
    """Checks that no words show, so that a model alone can judge them."""
    return [(signal, check) for signal in rubric.signals for check in signal.checks if not check.find]


def few_positive(rubric: Rubric, enough: int) -> list[Signal]:
    """Signals with fewer positive checks than a score of 5 takes."""
    return [each for each in rubric.signals if sum(check.polarity == "positive" for check in each.checks) < enough]
