"""`interviewer grade --batch`: order, broken lines, reruns, interruption and files."""

import dataclasses
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from interviewer.cli.program import Program
from interviewer.content.rubrics import Rubrics
from interviewer.domain.grades import GraderRef
from tests.cli.conftest import Result, Run
from tests.cli.stand_in import StandInGrader

QUESTION = "How do you decide that an AI feature is ready?"


def line(number: int, **fields: Any) -> dict[str, Any]:
    return {"id": f"a{number}", "track": "ai_pm", "question": QUESTION, "answer": f"I set bar {number}.", **fields}


def jsonl(*records: Any) -> str:
    return "".join((each if isinstance(each, str) else json.dumps(each)) + "\n" for each in records)


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(each) for each in path.read_text("utf-8").splitlines()]


@pytest.fixture
def batch_file(tmp_path: Path) -> Callable[..., str]:
    def write(*records: Any, name: str = "in.jsonl") -> str:
        path = tmp_path / name
        path.write_text(jsonl(*records), encoding="utf-8")
        return str(path)

    return write


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> StandInGrader:
    grader = StandInGrader(Rubrics())
    monkeypatch.setattr(Program, "grader", lambda self, settings, record=None, replay=None, **_: grader)
    return grader


class TestOffline:
    def test_one_grade_a_line_in_the_order_of_the_input(self, run: Run, batch_file: Callable[..., str]) -> None:
        result = run("grade", "--batch", batch_file(*(line(number) for number in range(7))))
        assert result.code == 0
        assert [each["id"] for each in result.lines] == [f"a{number}" for number in range(7)]
        assert all(each["status"] == "scored" for each in result.lines)
        assert "7 answers: 7 scored" in result.err

    def test_the_input_may_come_from_standard_input(self, run: Run) -> None:
        result = run("grade", "--batch", "-", stdin=jsonl(line(1), line(2)))
        assert [each["id"] for each in result.lines] == ["a1", "a2"]

    def test_a_grade_is_the_same_as_the_command_for_one_answer_gives(
        self, run: Run, batch_file: Callable[..., str]
    ) -> None:
        (many,) = run("grade", "--batch", batch_file(line(1))).lines
        one = run("grade", "--track", "ai_pm", "--prompt", QUESTION, "--format", "json", stdin=line(1)["answer"]).json
        for record in (one, many):
            for field in ("grade_id", "id", "answer_sha256"):
                record.pop(field, None)
        assert many == one

    def test_questions_of_the_bank_go_by_their_id(self, run: Run, batch_file: Callable[..., str]) -> None:
        record = {"id": 7, "question_id": "ai-fairness-recommender", "answer": "I set a gap of 5 points."}
        (graded,) = run("grade", "--batch", batch_file(record)).lines
        assert (graded["id"], graded["track"]) == (7, "ai_pm")
        assert graded["question"] == {
            "id": "ai-fairness-recommender",
            "prompt": "How do you ensure fairness in a recommendation system?",
        }


BROKEN = [
    ("{", "not valid JSON"),
    ("[1, 2]", "must be a JSON object"),
    ("", "the line is empty"),
    (line(1, answer=None), "answer: is missing"),
    (line(1, answer=5), "answer: must be text"),
    (line(1, answer="half \ud83d"), "answer: holds half a character"),
    (line(1, track="data_pm"), "'data_pm' is no track"),
    (line(1, track=None), "track is missing"),
    (line(1, question=None), "question: is missing"),
    (line(1, question=" "), "question"),
    (line(1, id=["x"]), "id: must be text"),
    (line(1, question_id="ai-fairness-recomender"), "did you mean 'ai-fairness-recommender'"),
    (line(1, question_id="ai-fairness-recommender", track="ml_pm"), "is a question for AI PMs"),
    ("9" * 6000, "not valid JSON"),
    ("[" * 100_000, "not valid JSON"),
]


@pytest.mark.parametrize(("broken", "reason"), BROKEN)
@pytest.mark.usefixtures("stand_in")
def test_a_line_that_cannot_be_read_is_unscored_with_its_reason_and_the_rest_goes_on(
    run: Run, batch_file: Callable[..., str], broken: Any, reason: str
) -> None:
    name = batch_file(line(0), broken, line(2))
    result = run("grade", "--batch", name)
    first, bad, last = result.lines
    assert result.code == 1
    assert (first["status"], bad["status"], last["status"]) == ("scored", "unscored", "scored")
    assert bad["reason"].startswith(f"{name}:2: ")
    assert reason in bad["reason"]
    assert bad.keys() == last.keys()
    assert bad["overall"] is None
    assert bad["signals"] == bad["habits"] == []


@pytest.mark.usefixtures("stand_in")
def test_bytes_that_are_no_utf8_spoil_one_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(jsonl(line(0)).encode() + b'{"answer": "caf\xe9"}\n' + jsonl(line(2)).encode())
    result = run("grade", "--batch", str(path))
    assert [each["status"] for each in result.lines] == ["scored", "unscored", "scored"]


def test_other_keys_are_ignored_and_never_reach_a_grader(
    run: Run, batch_file: Callable[..., str], stand_in: StandInGrader
) -> None:
    secret = {"gold": {"overall": 5}, "why": ["secret"], "kind": "plain_good"}
    (graded,) = run("grade", "--batch", batch_file(line(1, **secret))).lines
    assert "secret" not in json.dumps(graded)
    (request,) = stand_in.requests
    assert "secret" not in repr(request)
    assert "plain_good" not in repr(request)


def test_answers_keep_every_character(run: Run, batch_file: Callable[..., str], stand_in: StandInGrader) -> None:
    answer = "Line\u2028one\r\nline two \x1b[31m, é, 日本, 👩‍🚀\n\n"
    (graded,) = run("grade", "--batch", batch_file(line(1, answer=answer))).lines
    (request,) = stand_in.requests
    assert request.answer == answer
    evidence = graded["signals"][0]["checks"][0]["evidence"][0]
    assert answer[evidence["start"] : evidence["end"]] == evidence["quote"] == answer


def test_as_many_answers_at_once_as_asked_for_and_still_in_order(
    run: Run, batch_file: Callable[..., str], stand_in: StandInGrader
) -> None:
    result = run("grade", "--batch", batch_file(*(line(number) for number in range(12))), "--concurrency", "3")
    assert [each["id"] for each in result.lines] == [f"a{number}" for number in range(12)]
    assert stand_in.most_at_once == 3


class TestOut:
    def batch(self, run: Run, source: str, out: Path, *more: str) -> tuple[Result, list[dict[str, Any]]]:
        result = run("grade", "--batch", source, "--out", str(out), *more)
        return result, read(out)

    def test_the_file_is_whole_and_private_and_standard_output_empty(
        self, run: Run, batch_file: Callable[..., str], tmp_path: Path, stand_in: StandInGrader
    ) -> None:
        out = tmp_path / "out.jsonl"
        result, grades = self.batch(run, batch_file(line(0), line(1)), out)
        assert (result.code, result.out, len(stand_in.requests)) == (0, "", 2)
        assert [each["id"] for each in grades] == ["a0", "a1"]
        assert stat.S_IMODE(out.stat().st_mode) == 0o600
        assert sorted(each.name for each in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]

    def test_a_rerun_grades_nothing_again(
        self, run: Run, batch_file: Callable[..., str], tmp_path: Path, stand_in: StandInGrader
    ) -> None:
        source, out = batch_file(line(0), line(1)), tmp_path / "out.jsonl"
        _, before = self.batch(run, source, out)
        result, after = self.batch(run, source, out)
        assert after == before
        assert len(stand_in.requests) == 2
        assert "2 scored, 2 of them from an earlier run" in result.err

    @pytest.mark.parametrize(
        "change",
        [{"answer": "I changed my mind."}, {"question": "Another question?"}, {"track": "ml_pm"}, {"id": "new"}],
    )
    def test_a_changed_line_is_graded_again_and_only_it(
        self, run: Run, batch_file: Callable[..., str], tmp_path: Path, stand_in: StandInGrader, change: dict[str, str]
    ) -> None:
        out = tmp_path / "out.jsonl"
        _, before = self.batch(run, batch_file(line(0), line(1), line(2)), out)
        _, after = self.batch(run, batch_file(line(0), line(1, **change), line(2)), out)
        assert len(stand_in.requests) == 4
        assert (after[0], after[2]) == (before[0], before[2])
        assert after[1]["grade_id"] != before[1]["grade_id"]

    def test_moved_added_and_dropped_lines_keep_their_grades(
        self, run: Run, batch_file: Callable[..., str], tmp_path: Path, stand_in: StandInGrader
    ) -> None:
        out = tmp_path / "out.jsonl"
        _, before = self.batch(run, batch_file(line(0), line(1), line(2)), out)
        _, after = self.batch(run, batch_file(line(3), line(2), line(0)), out)
        assert [each["id"] for each in after] == ["a3", "a2", "a0"]
        assert after[1:] == [before[2], before[0]]
        assert len(stand_in.requests) == 4

    def test_what_was_not_scored_is_tried_again(
        self, run: Run, batch_file: Callable[..., str], tmp_path: Path, stand_in: StandInGrader
    ) -> None:
        source, out = batch_file(line(0), line(1), "{"), tmp_path / "out.jsonl"
        stand_in.fails = lambda request: request.id == "a1"
        result, grades = self.batch(run, source, out)
        assert (result.code, [each["status"] for each in grades]) == (1, ["scored", "unscored", "unscored"])
        assert "3 answers: 1 scored, 2 not scored" in result.err
        stand_in.fails = lambda request: False
        result, grades = self.batch(run, source, out)
        assert (result.code, [each["status"] for each in grades]) == (1, ["scored", "scored", "unscored"])
        assert [each.id for each in stand_in.requests] == ["a0", "a1", "a1"]

    @pytest.mark.parametrize(
        "change",
        [
            {"model": "other"},
            {"effort": "thorough"},
            {"score_by": "checks"},
            {"prompt_version": "2"},
            {"kind": "offline"},
        ],
    )
    def test_another_grader_grades_everything_again(
        self,
        run: Run,
        batch_file: Callable[..., str],
        tmp_path: Path,
        *,
        stand_in: StandInGrader,
        change: dict[str, Any],
    ) -> None:
        source, out = batch_file(line(0), line(1)), tmp_path / "out.jsonl"
        self.batch(run, source, out)
        stand_in._ref = dataclasses.replace(stand_in.ref, **change)
        _, grades = self.batch(run, source, out)
        assert len(stand_in.requests) == 4
        assert all(each["grader"] == dataclasses.asdict(stand_in.ref) for each in grades)

    def test_another_rubric_grades_its_track_again(
        self, run: Run, batch_file: Callable[..., str], tmp_path: Path, stand_in: StandInGrader,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        source, out = batch_file(line(0), line(1, track="ml_pm")), tmp_path / "out.jsonl"
        self.batch(run, source, out)
        rubric = stand_in.rubrics.rubric

        def changed(track: Any) -> Any:
            return dataclasses.replace(rubric(track), sha256="new") if track == "ml_pm" else rubric(track)

        methods = {"rubric": staticmethod(changed), "of_question": staticmethod(lambda track, _: changed(track))}
        monkeypatch.setattr(Program, "rubrics", type("Changed", (), methods)())
        stand_in.rubrics = Program.rubrics  # type: ignore[assignment]
        _, grades = self.batch(run, source, out)
        assert [each.id for each in stand_in.requests] == ["a0", "a1", "a1"]
        assert grades[1]["rubric"]["sha256"] == "new"

    def test_ctrl_c_keeps_what_was_graded_and_a_rerun_does_the_rest(
        self, run: Run, batch_file: Callable[..., str], tmp_path: Path, stand_in: StandInGrader
    ) -> None:
        source, out = batch_file(*(line(number) for number in range(6))), tmp_path / "out.jsonl"

        def interrupt(number: int) -> None:
            if number == 4:
                raise KeyboardInterrupt

        stand_in.on_grade = interrupt
        result, grades = self.batch(run, source, out, "--concurrency", "1")
        assert result.code == 130
        assert "Traceback" not in result.err
        assert [each["status"] for each in grades] == ["scored"] * 3 + ["unscored"] * 3
        assert "run the same command again" in grades[5]["reason"]
        stand_in.on_grade = lambda number: None
        result, after = self.batch(run, source, out)
        assert (result.code, after[:3]) == (0, grades[:3])
        assert len(stand_in.requests) == 4 + 3

    def test_ctrl_c_while_another_grader_runs_leaves_the_earlier_grades_that_it_did_not_reach(
        self, run: Run, batch_file: Callable[..., str], tmp_path: Path, stand_in: StandInGrader
    ) -> None:
        source, out = batch_file(line(0), line(1)), tmp_path / "out.jsonl"
        _, before = self.batch(run, source, out)
        stand_in._ref = GraderRef(kind="llm", model="other", effort="quick")

        def interrupt(number: int) -> None:
            if number == 4:
                raise KeyboardInterrupt

        stand_in.on_grade = interrupt
        _, after = self.batch(run, source, out, "--concurrency", "1")
        assert after[0]["grader"]["model"] == "other"
        assert after[1] == before[1]

    def test_a_file_that_holds_something_else_is_not_overwritten(
        self, run: Run, batch_file: Callable[..., str], tmp_path: Path, stand_in: StandInGrader
    ) -> None:
        out = tmp_path / "precious.txt"
        out.write_text("my only copy\n")
        result = run("grade", "--batch", batch_file(line(0)), "--out", str(out))
        assert (result.code, out.read_text(), stand_in.requests) == (2, "my only copy\n", [])
        assert f"{out}:1: is no line of grades" in result.err

    @pytest.mark.parametrize(("name", "told"), [("missing/out.jsonl", "does not exist"), (".", "is a folder")])
    def test_a_place_that_cannot_hold_the_file_is_told_before_any_work(
        self, run: Run, batch_file: Callable[..., str], tmp_path: Path, *, stand_in: StandInGrader, name: str, told: str
    ) -> None:
        result = run("grade", "--batch", batch_file(line(0)), "--out", str(tmp_path / name))
        assert (result.code, stand_in.requests) == (2, [])
        assert told in result.err

    def test_a_full_disk_sends_the_grades_to_standard_output_and_keeps_the_old_file(
        self, run: Run, batch_file: Callable[..., str], tmp_path: Path, stand_in: StandInGrader,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        out = tmp_path / "out.jsonl"
        _, before = self.batch(run, batch_file(line(0)), out)

        def full(path: Path, text: str) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("interviewer.paths.write_private", full)
        result, after = self.batch(run, batch_file(line(0), line(1)), out)
        assert (result.code, after) == (1, before)
        assert [each["id"] for each in result.lines] == ["a0", "a1"]
        assert "No space left" in result.err

    def test_a_link_stays_a_link(
        self, run: Run, batch_file: Callable[..., str], tmp_path: Path, stand_in: StandInGrader
    ) -> None:
        link = tmp_path / "latest.jsonl"
        link.symlink_to(tmp_path / "real.jsonl")
        self.batch(run, batch_file(line(0)), link)
        assert link.is_symlink()
        assert len(read(tmp_path / "real.jsonl")) == len(stand_in.requests) == 1


def test_an_empty_batch_is_done_at_once(run: Run, batch_file: Callable[..., str], stand_in: StandInGrader) -> None:
    result = run("grade", "--batch", batch_file())
    assert (result.code, result.out, stand_in.requests) == (0, "", [])


def test_the_same_answer_twice_is_two_lines(
    run: Run, batch_file: Callable[..., str], tmp_path: Path, stand_in: StandInGrader
) -> None:
    source, out = batch_file(line(0), line(0)), str(tmp_path / "out.jsonl")
    run("grade", "--batch", source, "--out", out)
    run("grade", "--batch", source, "--out", out)
    assert len(read(Path(out))) == len(stand_in.requests) == 2


def test_an_empty_answer_is_a_line_like_any_other(run: Run, batch_file: Callable[..., str]) -> None:
    (graded,) = run("grade", "--batch", batch_file(line(0, answer=""))).lines
    assert graded["status"] == "unscored" or graded["overall"]["score"] <= 1.9


def test_nothing_is_kept_in_the_history(
    run: Run, batch_file: Callable[..., str], home: Path, stand_in: StandInGrader
) -> None:
    run("grade", "--batch", batch_file(line(0)))
    assert len(stand_in.requests) == 1
    assert not home.exists()


def test_ctrl_c_from_a_terminal_leaves_a_line_for_every_line(batch_file: Callable[..., str], tmp_path: Path) -> None:
    source = batch_file(*(line(number) for number in range(3000)))
    environ = {**os.environ, "INTERVIEWER_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "interviewer", "grade", "--batch", source]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest, told = process.stdout.read(), process.stderr.read()  # communicate() forgets what readline() read ahead
    records = [json.loads(each) for each in (first + rest).splitlines()]
    assert process.returncode == 130
    assert b"Traceback" not in told
    assert [each["id"] for each in records] == [f"a{number}" for number in range(3000)]
    statuses = [each["status"] for each in records]
    assert statuses[0] == "scored"
    assert statuses[-1] == "unscored"
    assert statuses == sorted(statuses)


@pytest.mark.skipif(sys.platform == "win32", reason="asks how full a pipe is")
def test_ctrl_c_while_nobody_reads_loses_no_line(batch_file: Callable[..., str], tmp_path: Path) -> None:
    source = batch_file(*(line(number) for number in range(100)))
    environ = {**os.environ, "INTERVIEWER_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "interviewer", "grade", "--batch", source]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        held = -1
        while held != (held := waiting_in(process.stdout.fileno())) or not held:
            time.sleep(0.5)  # until the pipe takes no more
        process.send_signal(signal.SIGINT)
        time.sleep(0.2)
        records = [json.loads(each) for each in process.stdout.read().splitlines()]
    assert process.returncode == 130
    assert [each["id"] for each in records] == [f"a{number}" for number in range(100)]


def waiting_in(pipe: int) -> int:
    """How many bytes of a pipe nobody has read yet."""
    import fcntl
    import termios

    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)
