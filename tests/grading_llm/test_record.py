"""Recording every exchange, and playing it back without a network."""

import json
from pathlib import Path
from typing import Any

import pytest

from interviewer.domain.grades import Grade
from interviewer.grading.llm import Recorder, replay_client
from interviewer.ports import InterviewerError
from tests.grading_llm.fake_model import FakeModel
from tests.grading_llm.support import KEY, error, graded, grader, mocked, replying, request

PATH = "/chat/completions"


async def recorded(path: Path, **changes: Any) -> Grade:
    with mocked() as router:
        router.post(PATH).mock(side_effect=replying(FakeModel().reply))
        return await graded(grader(recorder=Recorder(path), **changes))


def comparable(grade: Grade) -> tuple[object, ...]:
    return (grade.status, grade.overall, grade.signals, grade.habits, grade.other_track, grade.feedback, grade.usage)


@pytest.mark.parametrize("effort", ["quick", "standard", "thorough"])
async def test_a_replay_gives_the_same_grade_without_a_network(tmp_path: Path, effort: str) -> None:
    path = tmp_path / "exchanges.jsonl"
    first = await recorded(path, effort=effort)
    with mocked() as router:
        route = router.post(PATH)
        again = await graded(grader(replay_client(path), effort=effort))
    assert route.call_count == 0
    assert comparable(again) == comparable(first)


async def test_a_recording_holds_requests_and_replies_and_no_key(tmp_path: Path) -> None:
    path = tmp_path / "new" / "exchanges.jsonl"
    await recorded(path, effort="quick")
    text = path.read_text(encoding="utf-8")
    assert KEY not in text
    assert "authorization" not in text.lower()
    lines = [json.loads(line) for line in text.splitlines()]
    assert len(lines) == 2
    assert lines[0]["request"]["messages"][0]["role"] == "system"
    assert lines[0]["events"][-1]["usage"]["prompt_tokens"] == 5400
    assert path.stat().st_mode & 0o077 == 0


async def test_a_failure_is_recorded_and_played_back_too(tmp_path: Path) -> None:
    path = tmp_path / "exchanges.jsonl"
    with mocked() as router:
        router.post(PATH).mock(side_effect=lambda _: error(401, f"bad key {KEY}"))
        first = await graded(grader(recorder=Recorder(path)))
    again = await graded(grader(replay_client(path)))
    assert first.reason == again.reason
    assert KEY not in path.read_text(encoding="utf-8")


async def test_a_changed_question_is_still_answered_by_what_each_request_is_for(tmp_path: Path) -> None:
    path = tmp_path / "exchanges.jsonl"
    first = await recorded(path)
    again = await graded(grader(replay_client(path)), request(prompt="Asked in other words?"))
    assert again.signals == first.signals
    assert again.habits == first.habits


async def test_a_recording_that_is_used_up_says_so(tmp_path: Path) -> None:
    path = tmp_path / "exchanges.jsonl"
    await recorded(path, effort="quick")
    client = replay_client(path)
    await graded(grader(client, effort="quick"))
    empty = await graded(grader(client, effort="quick"))
    assert empty.status == "unscored"
    assert "record it again" in str(empty.reason)


async def test_a_replay_needs_no_key_and_says_that_nothing_is_sent(tmp_path: Path) -> None:
    path = tmp_path / "exchanges.jsonl"
    await recorded(path, effort="quick")
    which = grader(replay_client(path), effort="quick")
    assert "nothing is sent" in which.description
    assert (await graded(which)).status == "scored"


@pytest.mark.parametrize("text", ["not json\n", '{"request": {}}\n', "[1]\n"])
def test_a_file_that_is_no_recording_is_named_with_its_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(text)
    with pytest.raises(InterviewerError, match=r"bad\.jsonl:1"):
        replay_client(path)


def test_a_recording_that_cannot_be_written_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InterviewerError, match="cannot be written"):
        Recorder(tmp_path / "file" / "below.jsonl")


async def test_a_disk_that_fills_up_costs_the_recording_and_not_the_grade(tmp_path: Path) -> None:
    path = tmp_path / "exchanges.jsonl"
    recorder = Recorder(path)
    path.unlink()
    path.mkdir()
    with mocked() as router:
        router.post(PATH).mock(side_effect=replying(FakeModel().reply))
        grade = await graded(grader(recorder=recorder, effort="quick"))
    assert grade.status == "scored"
    assert any("recording" in notice and "not complete" in notice for notice in grade.notices)
