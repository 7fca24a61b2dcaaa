"""`interviewer grade --show-request`: exactly what would be sent, and nothing is."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from interviewer.cli import output

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.ports import GradeRequest
    from interviewer.settings import Settings

REST = "A request for feedback follows each grading and carries its verdicts; repairs carry the reply that they mend."


def show_requests(
    program: "Program", settings: "Settings", requests: Sequence["GradeRequest"], form: str, *, batch: bool = False
) -> int:
    """Prints the bodies of the grading requests as JSON, of a batch one line an answer; the offline grader has none."""
    if settings.grader == "offline":
        if form == "json":
            output.write_json([])
        else:
            output.write("Nothing would be sent: the offline grader works on this computer. Add --grader llm.")
        return output.DONE
    server = program.endpoint(settings)
    grader = program.llm_grader(settings)
    for request in requests:
        bodies = grader.requests_for(request)
        if batch:
            output.write_json({"id": request.id, "requests": bodies}, indent=None)
        else:
            output.write_json(bodies)
    output.say(f"To {server.base_url.rstrip('/')}/chat/completions, key: {server.key_source}. Nothing was sent.")
    output.say(REST)
    return output.DONE
