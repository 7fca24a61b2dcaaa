"""Whatever lies in the folder of questions, each broken file is one line with its place, and the rest is in use."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from interviewer.content.bank import Bank
from interviewer.ports import Problem
from tests.content.conftest import GOOD

MB = 1024 * 1024


def text(content: str) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content.encode())


def entry(**fields: str) -> str:
    values = {"id": '"x"', "track": '"ai_pm"', "prompt": '"Why?"', **fields}
    return "[[questions]]\n" + "".join(f"{name} = {value}\n" for name, value in values.items())


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(100 * MB)


def link_to_nothing(path: Path) -> None:
    path.symlink_to(path.parent / "nothing.toml")


def link_in_a_circle(path: Path) -> None:
    path.symlink_to(path)


def link_to_a_folder(path: Path) -> None:
    path.symlink_to("/etc")


# What is wrong, how it comes about, the line and field that are told, and words of the message.
BROKEN: list[tuple[str, Callable[[Path], object], int, str, str]] = [
    ("encoding", lambda path: path.write_bytes(f"{GOOD}# caf".encode() + b"\xe9\n"), 5, "", "not UTF-8"),
    ("UTF-16", lambda path: path.write_bytes(GOOD.encode("utf-16")), 1, "", "not UTF-8"),
    ("zero bytes", text("[[questions]]\nid = \"\0\"\n"), 2, "", "not valid TOML"),
    ("an id twice", text(entry() + entry()), 5, "id", "'x' is used twice (stands in broken.toml:1 too)"),
    ("a built-in id", text(entry(id='"ai-fairness-recommender"')), 1, "id", "is a built-in question"),
    ("wrong type", text(entry(minutes='"four"')), 5, "minutes", "must be a whole number, not 'four'"),
    ("yes for a number", text(entry(difficulty="true")), 5, "difficulty", "must be a whole number, not True"),
    ("a list for a text", text(entry(prompt='["Why?"]')), 4, "prompt", "must be text"),
    ("out of bounds", text(entry(minutes="99")), 5, "minutes", "must be at most 30"),
    ("unknown field", text(entry(colour='"red"')), 5, "colour", "is not a known field"),
    ("unknown kind", text(entry(kind='"trivia"')), 5, "kind", "is not one of"),
    ("missing field", text('[[questions]]\nid = "x"\ntrack = "ai_pm"\n'), 1, "prompt", "is missing"),
    ("signal of the other role", text(entry(signals='["model_rigor"]')), 5, "signals", "is no signal of ai_pm"),
    ("unclosed string", text('[[questions]]\nid = "x\ntrack = "ai_pm"\n'), 2, "", "not valid TOML"),
    ("unclosed list", text('[[questions]]\nexpects = ["a",\n'), 3, "", "not valid TOML"),
    ("one table", text('[questions]\nid = "x"\n'), 1, "questions", "must be a list: write [[questions]]"),
    ("a number of questions", text("questions = 5\n"), 1, "questions", "must be a list"),
    ("another table", text("[[quesions]]\n"), 1, "quesions", "is not a known field"),
    ("deep nesting", text(f"a = {'[' * 5000}{']' * 5000}\n"), 0, "", "not valid TOML"),
    ("terminal escapes", text(entry(prompt=r'"\u001b]0;owned\u0007 Why?"')), 4, "prompt", "control character"),
    ("escapes in a point", text(entry(expects=r'["a", "\u009b2J"]')), 5, "expects", "control character '\\x9b'"),
    ("a text without end", text(entry(prompt=f'"{"why " * 2000}"')), 4, "prompt", "longer than 4,000 characters"),
    ("100 MB", huge, 0, "", "larger than 8 MB: not read"),
    ("a folder", lambda path: path.mkdir(), 0, "", "is a folder, not a file"),
    ("a link to nothing", link_to_nothing, 0, "", "is a link to a file that is not there"),
    ("a link to itself", link_in_a_circle, 0, "", "cannot be read"),
    ("a link to a folder", link_to_a_folder, 0, "", "is a folder, not a file"),
    ("a pipe", os.mkfifo, 0, "", "is no ordinary file: not read"),
]  # fmt: skip


@pytest.fixture(scope="module")
def built_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bank of one question: reading the whole one sixty times takes too long."""
    folder = tmp_path_factory.mktemp("question_bank")
    (folder / "ai_pm").mkdir()
    (folder / "ai_pm" / "ethics.toml").write_text(entry(id='"ai-fairness-recommender"', topic='"fairness"'))
    topic = '[[topics]]\nid = "fairness"\nname = "Fairness"\ntrack = "ai_pm"\ngroup = "ethics"\n'
    (folder / "topics.toml").write_text(topic)
    return folder


@pytest.mark.parametrize(("make", "line", "field", "told"), [each[1:] for each in BROKEN], ids=[b[0] for b in BROKEN])
@pytest.mark.parametrize("cached", [True, False])
def test_one_line_with_file_line_and_field_and_the_rest_is_in_use(
    tmp_path: Path, built_in: Path, *, cached: bool, make: Callable[[Path], object], line: int, field: str, told: str
) -> None:
    folder = tmp_path / "questions"
    folder.mkdir()
    (folder / "good.toml").write_text(GOOD)
    path = folder / "broken.toml"
    make(path)
    for _ in range(2):  # read, and out of the cache
        bank = Bank(folder, built_in, index=tmp_path / "index.sqlite" if cached else None)
        assert bank.get("good-one") is not None
        (problem,) = bank.problems()
        assert (problem.file, problem.line, problem.field.partition("[")[0]) == (str(path), line, field)
        assert told in problem.message
        assert_one_line(problem)


def assert_one_line(problem: Problem) -> None:
    assert str(problem).isprintable(), ascii(str(problem))


def test_a_table_that_was_dropped_there_says_how_to_take_it_in(own_folder: Path, bank: Bank) -> None:
    (own_folder / "mine.CSV").write_text("prompt,track\nWhy?,both\n")
    (own_folder / "notes.txt").write_text("nothing of ours")
    (problem,) = bank.problems()
    assert str(problem) == f"{own_folder / 'mine.CSV'}: is not read from here: interviewer questions import takes it in"


def test_markup_and_names_of_paths_are_only_text(own_folder: Path, bank: Bank) -> None:
    (own_folder / "..odd.toml").write_text(entry(id='"hidden"'))
    (own_folder / "a..b.toml").write_text(entry(id='"../../etc/passwd"', prompt='"[bold red]Why[/] <b>?"'))
    assert bank.problems() == ()
    assert bank.get("hidden") is None
    found = bank.get("../../etc/passwd")
    assert found is not None
    assert found.prompt == "[bold red]Why[/] <b>?"


def test_a_linked_folder_is_not_entered(own_folder: Path, bank: Bank, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.toml").write_text(GOOD)
    (own_folder / "linked").symlink_to(elsewhere)
    assert bank.get("good-one") is None
    assert bank.problems() == ()


def test_a_folder_of_questions_that_is_a_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "questions"
    path.write_text("not a folder")
    bank = Bank(path)
    assert len(bank.questions()) > 300
    assert [each.file for each in bank.problems()] == [str(path)]
