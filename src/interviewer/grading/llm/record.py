"""Every request and reply in a file, without keys and headers; and the same file played back without a network."""

import hashlib
import json
import os
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Any, cast

from interviewer.grading.llm.connection import Body, ChatClient, Event
from interviewer.grading.llm.failures import CallError
from interviewer.grading.llm.prompt import FINDINGS_HEADING
from interviewer.paths import PRIVATE_FILE
from interviewer.ports import InterviewerError
from interviewer.stored_keys import without_keys


class Recorder:
    """Appends exchanges to a JSON Lines file: {"request", "sha256", "events", "failure"}.

    Raises InterviewerError at once where the file cannot be written. What fails later is told by `problem`, and the
    grading goes on.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problem: str | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE))
        except OSError as error:
            raise InterviewerError(
                f"{path}: cannot be written ({error.strerror}): name another file to record to"
            ) from None

    def wrap(self, client: ChatClient) -> ChatClient:
        return _Recording(client, self)

    def write(self, body: Body, events: list[Event], failure: CallError | None) -> None:
        line = {
            "request": dict(body),
            "sha256": fingerprint(body),
            "events": events,
            "failure": _failure_as_data(failure) if failure else None,
        }
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(without_keys(json.dumps(line, ensure_ascii=True)) + "\n")  # a server may say one back
        except OSError as error:
            self.problem = f"the recording in {self.path} is not complete: {error.strerror}"


class _Recording:
    """A ChatClient that keeps what passes through it."""

    def __init__(self, client: ChatClient, recorder: Recorder) -> None:
        self._client = client
        self._recorder = recorder

    @property
    def sends(self) -> bool:
        return self._client.sends

    async def stream(self, body: Body) -> AsyncIterator[Event]:
        events: list[Event] = []
        failure: CallError | None = None
        try:
            async with aclosing(cast("Any", self._client.stream(body))) as stream:
                async for event in stream:
                    events.append(event)
                    yield event
        except CallError as failed:
            failure = failed
            raise
        finally:
            self._recorder.write(body, events, failure)

    async def close(self) -> None:
        await self._client.close()


class Replay:
    """A ChatClient that answers from a recording: by the same request first, else the next unused reply to a request
    for the same thing, else the next unused one."""

    sends = False

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unused = _read(path)

    async def stream(self, body: Body) -> AsyncIterator[Event]:
        line = self._take(body)
        for event in line["events"]:
            yield event
        failure = line["failure"]
        if failure:
            raise CallError(str(failure["reason"]), status=failure["status"], detail=str(failure["detail"]))

    async def close(self) -> None:
        """Nothing is open."""

    def _take(self, body: Body) -> dict[str, Any]:
        wanted, purpose = fingerprint(body), _purpose(body)
        for fits in (
            lambda line: line["sha256"] == wanted,
            lambda line: _purpose(line["request"]) == purpose,
            lambda line: True,
        ):
            for index, line in enumerate(self._unused):
                if fits(line):
                    return self._unused.pop(index)
        raise CallError(f"the recording {self._path} holds no reply to this request: record it again")


def replay_client(path: Path) -> Replay:
    """Plays a recording back. Raises InterviewerError that names the file and line where it cannot be read."""
    return Replay(path)


def fingerprint(body: Body) -> str:
    """SHA-256 of a request's content."""
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def _purpose(body: Body) -> str:
    """What a request is for, without question and answer: the dimensions it grades, feedback, or a repair."""
    messages = body.get("messages", ())
    if len(messages) != 2:
        return "a repair"
    heading, _, rest = str(messages[1].get("content", "")).rpartition("\n# ")[2].partition("\n")
    return heading if heading == FINDINGS_HEADING else f"{heading}\n{rest}"


def _failure_as_data(failure: CallError) -> dict[str, Any]:
    return {"reason": failure.reason, "status": failure.status, "detail": failure.detail}


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        rows = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InterviewerError(
            f"{path}: cannot be read as a recording ({error}): name a file made with --record"
        ) from None
    lines = []
    for number, row in enumerate(rows, start=1):
        if not row.strip():
            continue
        try:
            line = json.loads(row)
            lines.append({name: line[name] for name in ("request", "sha256", "events", "failure")})
        except (ValueError, KeyError, TypeError):
            raise InterviewerError(f"{path}:{number}: is not an exchange of a recording: record it again") from None
    return lines
