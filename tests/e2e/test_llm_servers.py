"""The LLM grader against real servers: aimock (needs npm) and llama-server (needs LLAMA_SERVER to name its binary)."""

import asyncio
import json
import os
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from interviewer.domain.grades import Grade
from interviewer.grading.llm import ServerMemory
from interviewer.ports import Step
from tests.grading_llm.fake_model import FEEDBACK, FakeModel
from tests.grading_llm.support import endpoint, graded, grader, request
from tests.servers.processes import free_port, running
from tests.servers.tiny_model import write_tiny_model

pytestmark = pytest.mark.e2e

SHORT_REPLY = 500  # tokens; a random model seldom comes to an end by itself
AIMOCK = ("npx", "--yes", "-p", "@copilotkit/aimock", "llmock")


def fixtures(path: Path) -> Path:
    """What the model says to each request of a standard grade, found by the line that names the checks."""
    model = FakeModel()
    rules: list[dict[str, Any]] = []
    for body in grader().requests_for(request()):
        section = str(body["messages"][1]["content"]).rpartition("order to take them:\n")[2]
        first = section.split("\n")[0]
        rules.append({"match": {"userMessage": first}, "response": {"content": json.dumps(model.grade(body))}})
    said = {"content": json.dumps(FEEDBACK)}
    rules.append({"match": {"userMessage": "# What the committee found"}, "response": said})
    path.write_text(json.dumps({"fixtures": rules}), encoding="utf-8")
    return path


async def grade_at_aimock(folder: Path, flags: Sequence[str] = (), **changes: Any) -> Grade:
    port = free_port()
    command = [*AIMOCK, "-p", str(port), "-f", str(fixtures(folder / "fixtures.json")), *flags]
    with running(command, port, folder / "aimock.log", ready="/health") as url:
        return await graded(grader(at=endpoint(f"{url}/v1"), timeout=20, **changes))


async def test_a_whole_grade_through_aimock(tmp_path: Path) -> None:
    memory = ServerMemory()
    grade = await grade_at_aimock(tmp_path, memory=memory)
    assert (grade.status, grade.reason) == ("scored", None)
    assert grade.overall is not None
    assert grade.overall.score == 4.0
    assert grade.other_track is not None
    assert grade.feedback is not None
    assert grade.feedback.stronger_version == FEEDBACK["stronger_version"]
    assert grade.usage.requests == 6
    assert grade.usage.output_tokens > 0


@pytest.mark.parametrize(
    ("chaos", "words"),
    [
        ("--chaos-ratelimit", "no more requests"),
        ("--chaos-drop", "failed (500"),
        ("--chaos-disconnect", "hung up"),
        ("--chaos-malformed", "not"),
    ],
)
async def test_chaos_is_unscored_with_a_reason(tmp_path: Path, chaos: str, words: str) -> None:
    grade = await grade_at_aimock(tmp_path, (chaos, "1"))
    assert grade.status == "unscored"
    assert words in str(grade.reason)


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a llama-server over a tiny random model."""
    binary = os.environ.get("LLAMA_SERVER", "")
    if not binary:
        pytest.skip("LLAMA_SERVER names no llama-server binary")
    folder = tmp_path_factory.mktemp("llama")
    model = Path(os.environ.get("LLAMA_MODEL", folder / "tiny.gguf"))
    if not model.exists():
        try:
            write_tiny_model(model)
        except ImportError as error:
            pytest.skip(f"no model: {error}; set LLAMA_MODEL to a GGUF file, or install gguf")
    port = free_port()
    command = [binary, "-m", str(model), "--port", str(port), "-c", "32768", "-np", "1", "--no-warmup"]
    with running(command, port, folder / "llama.log", ready="/health") as url:
        yield f"{url}/v1"


async def test_llama_server_speaks_the_protocol_from_end_to_end(llama: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A random model gives schema-valid nonsense: it must come out as a reason or as a grade without evidence."""
    monkeypatch.setattr("interviewer.grading.llm.chat.MOST_COMPLETION_TOKENS", SHORT_REPLY)
    grade = await graded(grader(at=endpoint(llama), timeout=120, effort="quick"))
    assert grade.usage.input_tokens > 0
    assert grade.usage.output_tokens > 0
    if grade.status == "unscored":
        assert any(words in str(grade.reason) for words in ("in the shape", "length limit", "did not come to an end"))
    else:
        assert all(signal.score <= 2.0 for signal in grade.signals)


async def test_llama_server_stops_when_the_grading_is_closed(llama: str) -> None:
    def is_busy() -> bool:
        with urllib.request.urlopen(llama.replace("/v1", "/slots"), timeout=10) as reply:  # noqa: S310 this machine
            return any(slot["is_processing"] for slot in json.load(reply))

    async def becomes(busy: bool) -> None:
        async with asyncio.timeout(60):
            while await asyncio.to_thread(is_busy) is not busy:  # noqa: ASYNC110 the server tells only when asked
                await asyncio.sleep(0.1)

    stream = grader(at=endpoint(llama), timeout=120, effort="quick").grade(request())
    assert isinstance(await anext(stream), Step)
    await becomes(busy=True)
    await stream.aclose()  # type: ignore[attr-defined]
    await becomes(busy=False)


async def test_llama_server_says_that_a_prompt_is_longer_than_its_context(llama: str) -> None:
    long = request("I set a limit of nine percent and kept it. " * 3_000)
    grade = await graded(grader(at=endpoint(llama), timeout=120, effort="quick", context_tokens=1_000_000), long)
    assert grade.status == "unscored"
    assert "longer than the context" in str(grade.reason)
