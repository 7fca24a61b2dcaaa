"""Small banks and rubrics in a temporary folder."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from interviewer.content.bank import Bank
from interviewer.content.data_folders import data_folder

GOOD = """[[questions]]
id = "good-one"
track = "ai_pm"
prompt = "How do you set a launch bar?"
"""


@pytest.fixture
def own_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "questions"
    folder.mkdir()
    return folder


@pytest.fixture
def bank(own_folder: Path) -> Bank:
    """The built-in bank with a folder for one's own questions."""
    return Bank(own_folder)


@pytest.fixture
def own_file(own_folder: Path) -> Callable[[str], Path]:
    def write(text: str, name: str = "mine.toml") -> Path:
        path = own_folder / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def rubric_folder(tmp_path: Path) -> Path:
    """A copy of the built-in rubrics that a test may spoil."""
    folder = tmp_path / "rubrics"
    folder.mkdir()
    for path in data_folder("rubrics").glob("*.toml"):
        shutil.copy(path, folder)
    return folder
