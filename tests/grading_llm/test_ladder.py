"""Servers differ in what they take: the ladder of formats, dropped parameters, one repair, and the memory of it all."""

import json
from typing import Any

import httpx
import pytest

from interviewer.domain.grades import Grade
from interviewer.grading.llm import ServerMemory
from interviewer.grading.llm.servers import RUNGS
from tests.grading_llm.fake_model import FakeModel, is_repair
from tests.grading_llm.support import HOST, body_of, chunk, error, graded, grader, mocked, request, sse, streamed

PATH = "/chat/completions"


def rung_of(body: dict[str, Any]) -> str:
    form = body.get("response_format")
    if form is None:
        return "tool" if "tools" in body else "plain"
    if form["type"] == "json_schema":
        return "strict_schema"
    return "object_with_schema" if "schema" in form else "object"


class PickyServer:
    """Takes only some rungs and parameters, and says so the way servers do."""

    def __init__(self, *, takes: tuple[str, ...] = RUNGS, refuses: tuple[str, ...] = (), status: int = 400) -> None:
        self.takes = takes
        self.refuses = refuses
        self.status = status
        self.model = FakeModel()
        self.rungs: list[str] = []

    def __call__(self, sent: httpx.Request) -> httpx.Response:
        body = body_of(sent)
        rung = rung_of(body)
        self.rungs.append(rung)
        for name in self.refuses:
            if name in body:
                return error(
                    self.status, f"Unsupported parameter: '{name}' is not supported with this model.", param=name
                )
        if rung not in self.takes:
            words = (
                "tools are not supported" if rung == "tool" else f"'response_format' of type {rung} is not supported"
            )
            return error(self.status, words)
        if rung == "tool":
            call = {"index": 0, "id": "1", "function": {"name": "grade", "arguments": self.model.reply(body)}}
            return sse([chunk({"tool_calls": [call]}), chunk({}, "tool_calls")])
        return streamed(self.model.reply(body))


async def grade_at(server: PickyServer, memory: ServerMemory | None = None, **changes: Any) -> Grade:
    with mocked() as router:
        router.post(PATH).mock(side_effect=server)
        return await graded(grader(memory=memory, **{"effort": "quick", **changes}))


@pytest.mark.parametrize("lowest", RUNGS)
@pytest.mark.parametrize("status", [400, 422, 500])
async def test_the_ladder_is_walked_down_to_what_the_server_takes_and_remembered(lowest: str, status: int) -> None:
    memory = ServerMemory()
    server = PickyServer(takes=(lowest,), status=status)
    grade = await grade_at(server, memory)
    assert grade.status == "scored"
    walked = list(RUNGS[: RUNGS.index(lowest) + 1])
    assert server.rungs == [*walked, lowest]
    again = PickyServer(takes=(lowest,), status=status)
    await grade_at(again, memory)
    assert again.rungs == [lowest, lowest]


async def test_lm_studio_takes_a_schema_or_text_but_no_object() -> None:
    server = PickyServer(takes=("strict_schema", "plain"))
    await grade_at(server)
    assert set(server.rungs) == {"strict_schema"}


async def test_another_model_on_the_same_host_starts_at_the_top() -> None:
    memory = ServerMemory()
    await grade_at(PickyServer(takes=("plain",)), memory)
    fresh = PickyServer()
    await grade_at(fresh, memory, model="another")
    assert fresh.rungs[0] == "strict_schema"


@pytest.mark.parametrize("name", ["temperature", "seed", "max_completion_tokens", "stream_options"])
async def test_a_refused_parameter_is_dropped_and_the_format_kept(name: str) -> None:
    memory = ServerMemory()
    server = PickyServer(refuses=(name,))
    grade = await grade_at(server, memory)
    assert grade.status == "scored"
    assert set(server.rungs) == {"strict_schema"}
    assert memory.profile(HOST, "test-model").dropped == {name}
    assert all(name not in body for body in grader(memory=memory).requests_for(request()))


async def test_dropped_parameters_and_rungs_survive_in_the_saved_memory() -> None:
    memory = ServerMemory()
    await grade_at(PickyServer(takes=("object",), refuses=("seed", "temperature")), memory)
    loaded = ServerMemory.load(memory.dump())
    server = PickyServer(takes=("object",), refuses=("seed", "temperature"))
    await grade_at(server, loaded)
    assert server.rungs == ["object", "object"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"servers": [{"host": 3}]}', '{"servers": 7}', "\x00"])
def test_a_damaged_memory_is_forgotten(text: str) -> None:
    assert ServerMemory.load(text).profile(HOST, "test-model").rung == "strict_schema"


async def test_a_context_overflow_is_no_reason_to_step_down() -> None:
    calls: list[str] = []

    def overflow(sent: httpx.Request) -> httpx.Response:
        calls.append(rung_of(body_of(sent)))
        return error(
            400, "exceed_context_size_error: the request (9000 tokens) exceeds the context size; response_format set"
        )

    with mocked() as router:
        router.post(PATH).mock(side_effect=overflow)
        grade = await graded(grader(effort="quick"))
    assert calls == ["strict_schema"]
    assert "longer than the context" in str(grade.reason)


async def test_a_limit_on_the_reply_that_does_not_fit_the_context_is_dropped() -> None:
    model = FakeModel()

    def vllm(sent: httpx.Request) -> httpx.Response:
        body = body_of(sent)
        if "max_completion_tokens" in body:
            return error(
                400,
                "This model's maximum context length is 8192 tokens. However, you requested 21000 tokens "
                "(5000 in the messages, 16000 in the completion).",
            )
        return streamed(model.reply(body))

    with mocked() as router:
        router.post(PATH).mock(side_effect=vllm)
        grade = await graded(grader(effort="quick"))
    assert grade.status == "scored"


async def test_openrouter_without_a_server_for_all_parameters_gets_fewer() -> None:
    model = FakeModel()

    def openrouter(sent: httpx.Request) -> httpx.Response:
        body = body_of(sent)
        if "seed" in body or rung_of(body) == "strict_schema":
            return error(404, "No endpoints found that can handle the requested parameters.", code=404)
        return streamed(model.reply(body))

    with mocked() as router:
        router.post(PATH).mock(side_effect=openrouter)
        grade = await graded(grader(effort="quick"))
    assert grade.status == "scored"


async def test_a_bad_reply_gets_one_repair_with_what_is_wrong() -> None:
    model = FakeModel()
    repairs: list[dict[str, Any]] = []

    def reply(sent: httpx.Request) -> httpx.Response:
        body = body_of(sent)
        good = json.loads(model.reply(body))
        if "dimensions" in good and not is_repair(body):
            good["dimensions"][0]["level"] = 9
            del good["dimensions"][1]["checks"][0]
            good["dimensions"].pop()
        elif is_repair(body):
            repairs.append(body)
        return streamed(f"Here you are:\n```json\n{json.dumps(good)}\n```")

    with mocked() as router:
        router.post(PATH).mock(side_effect=reply)
        grade = await graded(grader(effort="quick"))
    assert grade.status == "scored"
    assert len(repairs) == 1
    said = repairs[0]["messages"][-1]["content"]
    assert "market_impact: level must be 1, 2, 3, 4 or 5, not 9" in said
    assert "user_empathy: checks are missing: user_problem" in said
    assert "dimension ownership is missing" in said
    assert repairs[0]["messages"][:2] == model.seen[0]["messages"]


async def test_content_that_stays_bad_steps_down_until_the_ladder_ends() -> None:
    rungs: list[str] = []

    def prose(sent: httpx.Request) -> httpx.Response:
        rungs.append(rung_of(body_of(sent)))
        return streamed('{"gate": "yes"}')

    with mocked() as router:
        router.post(PATH).mock(side_effect=prose)
        grade = await graded(grader(effort="quick"))
    assert grade.status == "unscored"
    assert rungs == ["strict_schema", *RUNGS]  # one repair, then each rung once
    assert "gate" in str(grade.reason)


async def test_a_model_that_reasons_aloud_before_its_object_is_understood() -> None:
    model = FakeModel()

    def reply(sent: httpx.Request) -> httpx.Response:
        text = model.reply(body_of(sent))
        draft = text.replace('"level": 4', '"level": 2')
        return streamed(f"<think>Maybe {draft}? No, {{that}} is too low.</think>\nFinal: {text} Good luck!")

    with mocked() as router:
        router.post(PATH).mock(side_effect=reply)
        grade = await graded(grader(effort="quick"))
    assert [each.level for each in grade.signals] == [4, 4, 4]


async def test_the_schema_is_the_same_for_every_grading_request_and_names_no_dimension() -> None:
    server = PickyServer()
    await grade_at(server, effort="standard")
    schemas = {json.dumps(body["response_format"]) for body in server.model.seen[:5]}
    assert len(schemas) == 1
    schema = json.loads(schemas.pop())["json_schema"]
    assert schema["strict"] is True
    assert "market_impact" not in json.dumps(schema)
    assert "$ref" not in json.dumps(schema)
    for node in _objects(schema["schema"]):
        assert node["additionalProperties"] is False
        assert node["required"] == list(node["properties"])
        assert not any("default" in each for each in node["properties"].values())


def _objects(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [found for each in node for found in _objects(each)]
    if not isinstance(node, dict):
        return []
    own = [node] if node.get("type") == "object" else []
    return own + [found for each in node.values() for found in _objects(each)]
