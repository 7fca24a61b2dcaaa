"""A store of the test's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewer.storage.database import open_store
from interviewer.storage.store import SqliteStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = open_store(tmp_path / "interviewer.db")
    yield opened
    opened.close()
