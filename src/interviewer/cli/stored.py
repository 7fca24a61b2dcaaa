"""The database of a command that has nothing to do without one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.ports import FullStore


@contextmanager
def stored(program: "Program") -> "Iterator[FullStore]":
    """Raises BadInputError where nothing was ever stored, StoreError."""
    from interviewer.cli.output import BadInputError

    with program.existing_store() as store:
        if store is None:
            raise BadInputError("there are no answers yet (interviewer practice)")
        yield store
