"""What the program adds to a model's time: from submit to a model's follow-up on screen, beside the bare SDK.

    python -m benchmarks.follow_up_model [--asked 12] [--first 0.6] [--rest 0.6]

A server on this machine takes `--first` seconds to its first word and `--rest` for the others, as a quick model does.
Each follow-up is asked for twice, one after the other: by the app in a terminal (from Ctrl+S to the question on
screen), and by the openai SDK with the very same body (from the call to the last chunk). It prints medians (and the
least) of milliseconds and judges nothing: times belong to a machine.
"""

import argparse
import asyncio
import json
import re
import statistics
import tempfile
import threading
import time
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from benchmarks.chat import ANSWER, CTRL_S, PASTE, opened, prepare
from interviewer.cli.program import Program
from interviewer.practice.interview_session import InterviewSession

CHUNK = 12  # characters of a reply's chunk
SETTINGS = 'grader = "llm"\nmodel = "timed"\nbase_url = "{url}"\n'


class TimedModel(BaseHTTPRequestHandler):
    """Streams a follow-up that keeps the rules, in the time it is told; any other request gets an empty reply."""

    first, rest = 0.6, 0.6
    asked: list[dict[str, Any]] = []  # noqa: RUF012 one list for all requests

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        said = body["messages"][-1]["content"]
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        with suppress(ConnectionError):
            if '"turns"' in said:
                self.asked.append(body)
                self._stream(follow_up(said))
            else:
                self._chunk({"content": "{}"})
            self._chunk({}, "stop")
            self.wfile.write(b"data: [DONE]\n\n")

    def _stream(self, text: str) -> None:
        time.sleep(self.first)
        pieces = [text[start : start + CHUNK] for start in range(0, len(text), CHUNK)]
        for piece in pieces:
            self._chunk({"content": piece})
            time.sleep(self.rest / len(pieces))

    def _chunk(self, delta: dict[str, str], finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "timed", "choices": [choice]}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())

    def log_message(self, *_: Any) -> None:
        """Not on the screen."""


def follow_up(said: str) -> str:
    token = re.findall(r"Zyx\d+", said)[-1]
    return json.dumps(
        {"based_on": token, "question": f"You named {token}. What was that figure a month before, and who counted it?"}
    )


def points(home: str, interview_id: str) -> str:
    """Words of the question that is open, so that what is said belongs to it."""
    program = Program({"INTERVIEWER_HOME": home})
    store = program.store()
    with closing(store):
        session = InterviewSession.look(interview_id, program.interview_tools(program.settings(), store))
        exchange = session.state.exchange
    return " ".join(exchange.question.expects[:3]) if exchange else ""


def served() -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), TimedModel)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Bare:
    """The SDK as anybody would use it, its client kept."""

    def __init__(self, url: str) -> None:
        from openai import AsyncOpenAI

        self.runner = asyncio.Runner()
        self.client = AsyncOpenAI(api_key="none", base_url=url, max_retries=0)

    def milliseconds(self, body: dict[str, Any]) -> float:
        return self.runner.run(self._timed(body))

    async def _timed(self, body: dict[str, Any]) -> float:
        began = time.perf_counter()
        stream = await self.client.chat.completions.create(**body)
        async with stream:
            async for _ in stream:
                pass
        return (time.perf_counter() - began) * 1000


def asked_twice(home: str, interview_id: str, bare: Bare, times: int) -> tuple[list[float], list[float]]:
    """Milliseconds of the app and of the bare SDK, follow-up by follow-up."""
    app_took: list[float] = []
    bare_took: list[float] = []
    with opened(home, interview_id) as terminal:
        number = 0
        while len(app_took) < times:
            if "This round is over" in terminal.text:
                terminal.send("n")
                terminal.wait_for("Say it")
                terminal.settle()
            token, number = f"Zyx{number}", number + 1
            answer = f"{points(home, interview_id)} {ANSWER.replace('{n}', str(300 + number))} {token}."
            terminal.send(PASTE.format(answer))
            terminal.wait_for(token)
            terminal.settle(0.6)
            asked, sent = len(TimedModel.asked), terminal.now
            terminal.send(CTRL_S)
            took = (terminal.wait_for(rf"{token}.*Interviewer") - sent) * 1000
            if len(TimedModel.asked) > asked and f"You named {token}" in " ".join(terminal.text.split()):
                app_took.append(took)
                bare_took.append(bare.milliseconds(TimedModel.asked[-1]))
            terminal.settle()
    return app_took, bare_took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--asked", type=int, default=12)
    parser.add_argument("--first", type=float, default=TimedModel.first)
    parser.add_argument("--rest", type=float, default=TimedModel.rest)
    args = parser.parse_args()
    TimedModel.first, TimedModel.rest = args.first, args.rest
    server = served()
    url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    bare = Bare(url)
    with tempfile.TemporaryDirectory() as home:
        interview_id = prepare(home, 8)
        Path(home, "settings.toml").write_text(SETTINGS.format(url=url), encoding="utf-8")
        app_took, bare_took = asked_twice(home, interview_id, bare, args.asked + 1)
    bare.runner.close()
    server.shutdown()
    # The first of each loads the SDK.
    for name, values in (("bare SDK, to its last chunk", bare_took[1:]), ("app, submit to follow-up", app_took[1:])):
        print(f"{name:<32} median {statistics.median(values):7.1f}   least {min(values):7.1f}   n {len(values)}")
    print(f"first follow-up of a session, with loading the SDK: {app_took[0]:.0f} ms")
    share = statistics.median(a / b for a, b in zip(app_took[1:], bare_took[1:], strict=True))
    print(f"app against bare SDK: {share:.3f} x, the median of pairs")


if __name__ == "__main__":
    main()
