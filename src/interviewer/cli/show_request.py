"""`interviewer grade --show-request`: exactly what would be sent, and nothing is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from interviewer.cli import output

if TYPE_CHECKING:
    from interviewer.cli.main import Program
    from interviewer.ports import GradeRequest
    from interviewer.settings import Settings


def show_requests(program: "Program", settings: "Settings", requests: Sequence["GradeRequest"], form: str) -> int:
    """Prints the requests of every answer, as JSON; the offline grader has none."""
    if settings.grader == "offline":
        if form == "json":
            output.write_json([])
        else:
            output.write("Nothing would be sent: the offline grader works on this computer. Add --grader llm.")
        return output.DONE
    raise output.BadInputError("--show-request: the llm grader is not here yet")
