"""`interviewer grade --grader llm`, with the real SDK against a mocked transport."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx

from tests.cli.conftest import Result, Run
from tests.cli.test_grade import SHAPE, assert_shape, assert_sound
from tests.grading_llm.fake_model import GOOD_ANSWER, FakeModel, is_feedback
from tests.grading_llm.support import URL, body_of, error, mocked, replying

KEY = "key-for-this-host"
FLAGS = ("--grader", "llm", "--base-url", URL, "--model", "test-model")
QUESTION = ("--track", "ai_pm", "--prompt", "Tell me about a time users did not trust an AI feature.")
OTHER_KEY = "sk-the-openai-key"


@pytest.fixture
def server() -> Iterator[respx.Route]:
    """A server that answers every request as the fake model does."""
    with mocked() as router:
        yield router.post("/chat/completions").mock(side_effect=replying(FakeModel().reply))


def grade(run: Run, *argv: str, stdin: str = GOOD_ANSWER, **environ: str) -> Result:
    environ = {"INTERVIEWER_API_KEY": KEY, "OPENAI_API_KEY": OTHER_KEY, **environ}
    return run("grade", *QUESTION, *FLAGS, "--format", "json", *argv, stdin=stdin, **environ)


def bodies(server: respx.Route) -> list[dict[str, Any]]:
    return [body_of(call.request) for call in server.calls]


def canonical(body: dict[str, Any]) -> str:
    return json.dumps(body, sort_keys=True)


def test_a_grade_has_the_documented_shape_and_says_who_made_it(run: Run, server: respx.Route) -> None:
    result = grade(run)
    assert result.code == 0, result.err
    assert_shape(result.json, SHAPE)
    assert_sound(result.json, GOOD_ANSWER)
    made_by = result.json["grader"]
    assert (made_by["kind"], made_by["model"], made_by["effort"]) == ("llm", "test-model", "standard")
    assert result.json["usage"]["requests"] == server.call_count


def test_only_the_key_for_this_host_is_sent(run: Run, server: respx.Route) -> None:
    grade(run)
    sent = [(dict(call.request.headers), call.request.content) for call in server.calls]
    assert {headers["authorization"] for headers, _ in sent} == {f"Bearer {KEY}"}
    assert OTHER_KEY not in repr(sent)


def test_text_names_the_model_and_where_the_answer_went(run: Run, server: respx.Route) -> None:
    result = run("grade", *QUESTION, *FLAGS, stdin=GOOD_ANSWER, INTERVIEWER_API_KEY=KEY)
    assert (result.code, server.called) == (0, True)
    assert "test-model at models.example" in result.out
    assert max(map(len, result.out.splitlines())) <= 80


@pytest.mark.parametrize("effort", ["quick", "standard", "thorough"])
def test_the_request_that_is_shown_is_the_one_that_is_sent(run: Run, server: respx.Route, effort: str) -> None:
    shown = grade(run, "--show-request", "--effort", effort)
    assert (shown.code, server.call_count) == (0, 0)
    assert "Nothing was sent" in shown.err
    assert KEY not in shown.out + shown.err
    grade(run, "--effort", effort)
    sent = [body for body in bodies(server) if not is_feedback(body)]
    assert sorted(map(canonical, shown.json)) == sorted(map(canonical, sent))


def test_a_recording_plays_back_to_the_same_grade_without_a_network(
    run: Run, server: respx.Route, tmp_path: Path
) -> None:
    tape = tmp_path / "tape.jsonl"
    recorded = grade(run, "--record", str(tape))
    calls = server.call_count
    assert stat.S_IMODE(tape.stat().st_mode) == 0o600
    assert KEY not in tape.read_text()
    played = grade(run, "--replay", str(tape), INTERVIEWER_API_KEY="")
    assert (played.code, server.call_count) == (0, calls)
    first, second = recorded.json, played.json
    assert first.pop("grade_id") != second.pop("grade_id")
    assert first == second


def test_a_recording_that_is_none_is_bad_input(run: Run, server: respx.Route, tmp_path: Path) -> None:
    for name in ("missing.jsonl", "broken.jsonl"):
        (tmp_path / "broken.jsonl").write_text("{\n")
        result = grade(run, "--replay", str(tmp_path / name))
        assert (result.code, result.out, result.err.count("\n"), server.call_count) == (2, "", 1, 0)
        assert name in result.err


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (error(401, "bad key"), "refused the key"),
        (error(429, "You exceeded your current quota", code="insufficient_quota"), "quota"),
        (httpx.Response(200, html="<html>hello</html>"), ""),
    ],
)
def test_a_failure_is_unscored_with_its_reason_and_exit_1(run: Run, reply: httpx.Response, told: str) -> None:
    with mocked() as router:
        router.post("/chat/completions").mock(side_effect=lambda request: reply)
        result = grade(run)
    assert result.code == 1
    assert (result.json["status"], result.json["overall"], result.json["signals"]) == ("unscored", None, [])
    assert told in result.json["reason"]
    assert KEY not in result.out + result.err


def test_without_a_key_or_a_model_nothing_is_sent(run: Run, server: respx.Route) -> None:
    no_model = run("grade", *QUESTION, "--grader", "llm", "--base-url", URL, stdin=GOOD_ANSWER)
    no_key = run("grade", *QUESTION, "--grader", "llm", stdin=GOOD_ANSWER)
    assert (no_model.code, no_key.code, server.called) == (1, 1, False)
    assert "--model" in no_model.out
    assert "OPENAI_API_KEY" in " ".join(no_key.out.split())


def test_nothing_is_sent_for_an_empty_answer(run: Run, server: respx.Route) -> None:
    result = grade(run, stdin=" \n")
    assert not server.called
    assert result.json["overall"]["score"] <= 1.9


def test_a_batch_is_graded_in_order_and_sends_no_other_key(run: Run, server: respx.Route, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    record = {"track": "ai_pm", "question": QUESTION[-1], "answer": GOOD_ANSWER, "gold": "hidden-rating"}
    source.write_text("".join(json.dumps({"id": f"a{number}", **record}) + "\n" for number in range(3)))
    argv = ("grade", "--batch", str(source), *FLAGS, "--effort", "quick")
    shown = run(*argv, "--show-request", INTERVIEWER_API_KEY=KEY)
    assert ([each["id"] for each in shown.lines], server.called) == (["a0", "a1", "a2"], False)
    result = run(*argv, INTERVIEWER_API_KEY=KEY)
    assert result.code == 0, result.err
    assert [each["id"] for each in result.lines] == ["a0", "a1", "a2"]
    assert "hidden-rating" not in repr([call.request.content for call in server.calls]) + shown.out


def test_what_was_learnt_about_a_server_is_kept_private_in_the_data_folder(
    run: Run, home: Path, server: respx.Route
) -> None:
    grade(run)
    kept = home / "servers.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert "models.example" in kept.read_text()
    assert KEY not in kept.read_text()
    kept.write_text("not JSON")
    assert grade(run).code == 0
    assert server.called


def test_a_progress_line_never_reaches_standard_output(run: Run, server: respx.Route) -> None:
    result = grade(run)
    assert server.called
    assert json.loads(result.out)["status"] == "scored"
    assert result.err == ""
