"""What is left on the disk of a program that runs, or ran, by itself."""

from contextlib import closing
from pathlib import Path

from interviewer.storage.database import open_store


def kept(home: Path) -> str | None:
    """The text of the newest draft."""
    with closing(open_store(home / "interviewer.db")) as store:
        draft = store.newest_draft()
    return draft.text if draft else None
