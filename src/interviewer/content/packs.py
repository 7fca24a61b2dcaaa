"""Packs: folders of questions with a manifest, which one person exports and another installs.

A pack is read whole before anything of it is kept: what is installed are the very bytes that were checked.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from annotated_types import Ge, Len

from interviewer.content.question_files import read_entries, unfit
from interviewer.content.text_file import decoded, read_raw
from interviewer.content.toml_file import TomlFile, parse_toml, validated
from interviewer.domain.questions import Question, Text
from interviewer.ports import ContentError, Problem

MANIFEST = "pack.toml"
QUESTIONS = "questions.toml"
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_NAME = 60
MOST_FILES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`questions` is how many there are; `sha256` is taken over the files of questions, their names among them."""

    name: Text
    version: Text
    author: str = ""
    description: str = ""
    questions: Annotated[int, Ge(0)]
    sha256: Annotated[str, Len(64, 64)]


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that may be used as it is. `files` are the bytes of its files of questions, by name."""

    folder: Path
    manifest: Manifest
    questions: tuple[Question, ...]
    files: Mapping[str, bytes]


def read_pack(folder: Path) -> Pack:
    """The pack in a folder. Raises ContentError with everything that is wrong with it."""
    problems: list[Problem] = []
    shown = str(folder)
    if not folder.is_dir():
        raise ContentError([Problem(shown, 0, "", f"is no folder with a {MANIFEST}")])
    manifest, manifest_file = _manifest(folder)
    files = dict(_files(folder, problems))
    questions: list[Question] = []
    ids: set[str] = set()
    for name, raw in files.items():
        text = decoded(raw, f"{shown}/{name}")
        file = text if isinstance(text, Problem) else parse_toml(text, f"{shown}/{name}")
        if isinstance(file, Problem):
            problems.append(file)
            continue
        read = read_entries(file)
        problems += read.problems
        for line, question in read.questions:
            if question.id in ids:
                problems.append(Problem(file.name, line, "id", f"{question.id!r} is used twice in this pack"))
            ids.add(question.id)
            questions.append(question)
    if not problems:
        problems += _false_claims(manifest, manifest_file, questions, digest(files))
    if problems:
        raise ContentError(problems)
    return Pack(folder, manifest, tuple(questions), files)


def read_manifest(folder: Path) -> Manifest:
    """What a pack says of itself. Raises ContentError."""
    return _manifest(folder)[0]


def _manifest(folder: Path) -> tuple[Manifest, TomlFile]:
    path = folder / MANIFEST
    if path.is_symlink():
        raise ContentError([Problem(str(path), 0, "", "is a link: a pack holds its own files")])
    raw = read_raw(path, str(path))
    text = raw if isinstance(raw, Problem) else decoded(raw, str(path))
    file = text if isinstance(text, Problem) else parse_toml(text, str(path))
    if isinstance(file, Problem):
        raise ContentError([file])
    manifest = validated(Manifest, file.tables)
    found = manifest if isinstance(manifest, list) else list(_bad_texts(manifest))
    if isinstance(manifest, list) or found:
        raise ContentError([Problem(file.name, file.field_line(0, field), field, told) for field, told in found])
    return manifest, file


def _bad_texts(manifest: Manifest) -> Iterator[tuple[str, str]]:
    yield from _bad_name(manifest.name)
    for field in ("version", "author", "description"):
        if wrong := unfit(getattr(manifest, field)):
            yield field, wrong


def _bad_name(name: str) -> Iterator[tuple[str, str]]:
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        yield "name", f"{name!r} must be small letters, digits and single hyphens, at most {LONGEST_NAME} of them"


def good_name(name: str) -> bool:
    """Whether a pack may be called so; such a name is safe as a folder's."""
    return not list(_bad_name(name))


def _files(folder: Path, problems: list[Problem]) -> Iterator[tuple[str, bytes]]:
    """The files of questions, in order of their names; links and folders are not followed."""
    with os.scandir(folder) as entries:
        names = sorted((each for each in entries if not each.name.startswith(".")), key=lambda each: each.name)
    chosen = [each for each in names if each.name.lower().endswith(".toml") and each.name != MANIFEST]
    if len(chosen) > MOST_FILES:
        problems.append(Problem(str(folder), 0, "", f"holds more than {MOST_FILES} files of questions"))
        return
    for entry in names:
        if entry.is_symlink():
            problems.append(Problem(entry.path, 0, "", "is a link: a pack holds its own files"))
        elif entry.is_dir() and entry in chosen:
            problems.append(Problem(entry.path, 0, "", "is a folder, not a file"))
        elif entry in chosen:
            raw = read_raw(Path(entry.path), entry.path)
            if isinstance(raw, Problem):
                problems.append(raw)
            else:
                yield entry.name, raw


def digest(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the names and contents of a pack's files of questions, in order of the names."""
    found = hashlib.sha256()
    for name in sorted(files):
        found.update(f"{name}\0{len(files[name])}\0".encode("utf-8", "surrogateescape"))
        found.update(files[name])
    return found.hexdigest()


def _false_claims(manifest: Manifest, file: TomlFile, questions: Sequence[Question], sha256: str) -> Iterator[Problem]:
    if manifest.questions != len(questions):
        message = f"says {manifest.questions}, and the pack holds {len(questions)}: it is not whole"
        yield Problem(file.name, file.field_line(0, "questions"), "questions", message)
    elif manifest.sha256 != sha256:
        message = "is not that of the files: they were changed or damaged after the export"
        yield Problem(file.name, file.field_line(0, "sha256"), "sha256", message)


def manifest_text(manifest: Manifest) -> str:
    import tomlkit

    document = tomlkit.document()
    for name in Manifest.__dataclass_fields__:
        value = getattr(manifest, name)
        if value != "":
            document.add(name, value)
    return tomlkit.dumps(document)


def write_pack(folder: Path, manifest: Manifest, files: Mapping[str, bytes]) -> None:
    """Writes a pack's files and then its manifest, each whole: one that was cut short is seen by its sum.

    Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, raw in files.items():
        _write(folder / name, raw)
    _write(folder / MANIFEST, manifest_text(manifest).encode())


def _write(path: Path, raw: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def clashes(pack: Pack, known: Iterable[tuple[Question, str]]) -> list[Problem]:
    """Questions of the pack whose ids are in use; `known` gives each question of the bank and whose it is."""
    whose = {question.id: owner for question, owner in known}
    return [
        Problem(str(pack.folder), 0, "id", f"{each.id!r} is in use: it is {whose[each.id]}")
        for each in pack.questions
        if each.id in whose
    ]
