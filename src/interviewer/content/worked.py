"""question_bank/worked: answers of known quality to questions of the bank, and attacks, checked when loaded."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from interviewer.content.data_folders import data_folder
from interviewer.content.toml_file import TomlFile, read_toml, validated
from interviewer.domain.questions import TRACKS, Track
from interviewer.domain.worked import QUALITIES, Attack, Worked, WorkedAnswer
from interviewer.ports import Problem, QuestionBank

FOLDER = "worked"
ATTACKS_FILE = "attacks.toml"
Found = tuple[str, int | None, str]  # field, the number of the answer it is about, message


class WorkedAnswers:
    """Reads the files once, when they are first asked for; a bad entry is left out and spoils no other."""

    def __init__(self, bank: QuestionBank, folder: Path | None = None) -> None:
        self._bank = bank
        self._folder = folder or data_folder("question_bank") / FOLDER
        self._shown = f"question_bank/{self._folder.name}"

    def all(self) -> Sequence[Worked]:
        """Of the two tracks in turn, so that a part of them serves both."""
        by_track = [[each for each in self._loaded[0] if each.track == track] for track in TRACKS]
        longest = max(map(len, by_track))
        return [each[at] for at in range(longest) for each in by_track if at < len(each)]

    def of(self, track: Track, question_id: str) -> Worked | None:
        return next((each for each in self._loaded[0] if (each.track, each.question) == (track, question_id)), None)

    def attacks(self) -> Sequence[Attack]:
        return self._attacks[0]

    def problems(self) -> Sequence[Problem]:
        return [*self._loaded[1], *self._attacks[1]]

    @cached_property
    def _loaded(self) -> tuple[list[Worked], list[Problem]]:
        worked: list[Worked] = []
        problems: list[Problem] = []
        for track in TRACKS:
            file = read_toml(self._folder / f"{track}.toml", f"{self._shown}/{track}.toml")
            if isinstance(file, Problem):
                problems.append(file)
                continue
            for index, entry in enumerate(_entries(file, "worked", problems)):
                line = file.entry_line("worked", index)
                result = _checked(track, entry)
                found: list[Found]
                if isinstance(result, Worked):
                    found = list(self._inconsistencies(result, worked))
                    if not found:
                        worked.append(replace(result, answers=tuple(_in_order(result))))
                else:
                    found = [(field, None, message) for field, message in result]
                problems += [_located(file, line, entry, each) for each in found]
        return worked, problems

    @cached_property
    def _attacks(self) -> tuple[list[Attack], list[Problem]]:
        file = read_toml(self._folder / ATTACKS_FILE, f"{self._shown}/{ATTACKS_FILE}")
        if isinstance(file, Problem):
            return [], [file]
        attacks: list[Attack] = []
        problems: list[Problem] = []
        for index, entry in enumerate(_entries(file, "attacks", problems)):
            attack = validated(Attack, entry)
            line = file.entry_line("attacks", index)
            if isinstance(attack, Attack) and not any(attack.id == each.id for each in attacks):
                attacks.append(attack)
                continue
            found = attack if isinstance(attack, list) else [("id", f"{attack.id!r} is used twice")]
            problems += [Problem(file.name, file.field_line(line, field), field, message) for field, message in found]
        return attacks, problems

    def _inconsistencies(self, worked: Worked, others: Sequence[Worked]) -> Iterator[Found]:
        """What is wrong although each field is well formed."""
        question = self._bank.get(worked.question)
        if question is None:
            yield "question", None, "there is no such question in the bank"
        elif not question.suits(worked.track):
            yield "question", None, f"is a question of {question.track}, not of {worked.track}"
        if any((each.track, each.question) == (worked.track, worked.question) for each in others):
            yield "question", None, "is answered twice"
        if sorted(each.quality for each in worked.answers) != sorted(QUALITIES):
            yield "answers", None, f"must be one of each quality: {', '.join(QUALITIES)}"
            return
        weak, middling, strong = _in_order(worked)
        if not weak.level <= middling.level < strong.level:
            levels = f"{weak.level}, {middling.level}, {strong.level}"
            yield "answers", None, f"levels must rise from weak to strong, not go {levels}"
        for number, each in enumerate(worked.answers):
            if not each.text.strip():
                yield "text", number, "must not be empty"


def _entries(file: TomlFile, table: str, problems: list[Problem]) -> list[Any]:
    """The entries of the one table that the file may hold."""
    problems += [
        Problem(file.name, file.table_line(key), key, f"is not a known field: entries stand under [[{table}]]")
        for key in file.tables
        if key != table
    ]
    entries = file.tables.get(table, [])
    if isinstance(entries, list):
        return entries
    problems.append(Problem(file.name, file.table_line(table), table, f"must be a list: write [[{table}]]"))
    return []


def _checked(track: Track, entry: Any) -> Worked | list[tuple[str, str]]:
    """The track is that of the file: an entry names none."""
    if isinstance(entry, dict):
        if "track" in entry:
            return [("track", "is not a known field: it is the name of the file")]
        entry = {**entry, "track": track}
    result = validated(Worked, entry)
    if isinstance(result, list) and any(field.startswith("answers[") for field, _ in result):
        # An answer that cannot be read does not count as missing besides.
        return [(field, message) for field, message in result if field != "answers"]
    return result


def _in_order(worked: Worked) -> list[WorkedAnswer]:
    return sorted(worked.answers, key=lambda each: QUALITIES.index(each.quality))


def _located(file: TomlFile, line: int, entry: Any, found: Found) -> Problem:
    """`answers[2].level` -> the line of that field in the second answer of the entry."""
    field, number, message = found
    head, _, rest = field.partition(".")
    if number is None and head.startswith("answers["):
        number = int(head.removeprefix("answers[").rstrip("]")) - 1
    name = (rest or field).partition("[")[0]
    if number is not None:
        line = _answer_line(file, line, number)
    shown = entry.get("question") if isinstance(entry, dict) else None
    about = f" (question {shown!r})" if shown else ""
    return Problem(file.name, file.field_line(line, name), field, f"{message}{about}")


def _answer_line(file: TomlFile, after: int, number: int) -> int:
    header = "[[worked.answers]]"
    lines = [at for at, line in enumerate(file.lines, start=1) if at > after and line.strip() == header]
    return lines[number] if number < len(lines) else after
