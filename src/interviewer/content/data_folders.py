"""Where the built-in questions and rubrics lie."""

from functools import cache
from pathlib import Path


@cache
def data_folder(name: str) -> Path:
    """`question_bank` or `rubrics`: package data in an installed wheel, the repository's folder in an editable install.

    Raises FileNotFoundError where neither is there: the installation is broken.
    """
    package = Path(__file__).resolve().parent.parent
    for candidate in (package / "data" / name, package.parent.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"the built-in folder {name!r} is missing: install interviewer again")


@cache
def known_drills() -> frozenset[str]:
    """The names of the built-in drills."""
    return frozenset(path.stem for path in (data_folder("rubrics") / "drills").glob("*.toml"))
