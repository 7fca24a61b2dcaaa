"""What the interviewer does with simulated candidates, and how long it takes to ask the next thing.

    python -m benchmarks.interviews [--interviews 50] [--only strong vague ...] [--no-model]

Offline: each kind of candidate goes through so many rounds (all rounds, both tracks and every kind of company in turn),
in a real database. It prints what the interviewer did, counted, and the milliseconds from a submitted answer to the
next line. With a model: a local server streams a follow-up with a fixed delay; the time beside that of the bare SDK,
in one run. Times belong to a machine: it prints and judges nothing, but a broken promise (a thing asked twice, more
follow-ups than planned, a lost word) ends it with 1.
"""

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.candidates import Say, candidates
from interviewer.content.bank import Bank
from interviewer.content.loops import LoopsFile
from interviewer.content.rubrics import Rubrics
from interviewer.domain.grades import Grade
from interviewer.domain.interviews import DEEPENING, Mode
from interviewer.domain.questions import TRACKS, Context
from interviewer.domain.words import normal
from interviewer.grading.offline.grader import OfflineGrader
from interviewer.ports import InterviewStore
from interviewer.practice.debrief import debrief
from interviewer.practice.interview import asked_texts
from interviewer.practice.interview_grades import request_for, submitted
from interviewer.practice.interview_session import InterviewSession, Tools, run_offline
from interviewer.practice.planning import plan_loop, plan_rounds
from interviewer.storage.database import open_store

COMPANIES: tuple[Context | None, ...] = (None, "startup", "big_tech", "enterprise")
MODE: Mode = "realistic"
MOST_TURNS = 400  # an interview that does not end is a defect


class Clock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class Found:
    """What happened in the interviews of one kind of candidate."""

    counts: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    probes: Counter[str] = field(default_factory=Counter)
    decisions: Counter[str] = field(default_factory=Counter)
    scores: list[float] = field(default_factory=list)
    survived: Counter[str] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def tools(folder: Path) -> Tools:
    bank, rubrics = Bank(), Rubrics()
    store: InterviewStore = open_store(folder / "interviewer.db")
    quick = OfflineGrader(rubrics, bank)
    return Tools(store=store, clock=Clock(), bank=bank, rubrics=rubrics, loops=LoopsFile(), quick=quick)


def play(session: InterviewSession, say: Say, chance: random.Random, found: Found) -> None:
    """One interview from its first line to its last."""
    said: list[str] = []
    for _ in range(MOST_TURNS):
        if session.turn == "over":
            break
        if session.turn == "nobody":
            session.begin_round()
        elif session.turn == "interviewer":
            was = session.state.phase
            began = time.perf_counter()
            run_offline(session)
            if was == "reacting":
                found.milliseconds.append((time.perf_counter() - began) * 1000)
        else:
            text = say(session.state.exchanges[-1], chance)
            said.append(text)
            began = time.perf_counter()
            session.say(text, 30.0)
            found.milliseconds.append((time.perf_counter() - began) * 1000)
    else:
        found.broken.append("an interview did not end")
    count(session, said, found)


def count(session: InterviewSession, said: list[str], found: Found) -> None:
    state = session.state
    heard = [line.text for line in session.lines if line.speaker == "candidate"]
    if heard != said:
        found.broken.append("the transcript does not hold every word")
    asked = [normal(text) for text in asked_texts(state)]
    found.broken += [f"asked twice: {text}" for text, times in Counter(asked).items() if times > 1]
    for each in state.rounds:
        dug = [sum(probe.kind in DEEPENING for probe in exchange.probes) for exchange in each.exchanges]
        if sum(dug) > each.plan.probe_budget or max(dug, default=0) > each.plan.probes:
            found.broken.append(f"more follow-ups than planned in {each.plan.id}: {dug}")
        found.counts[f"rounds ended: {each.ended}"] += 1
    for exchange in state.exchanges:
        found.counts["questions"] += 1
        found.counts["answers and replies"] += len(exchange.replies)
        found.counts["asked back"] += len(exchange.clarifications)
        found.left[exchange.left or "?"] += 1
        found.probes.update(f"{probe.kind} ({probe.source})" for probe in exchange.probes)
    grades = grade_all(session)
    found.scores += [grade.overall.score for grade in grades.values() if grade.overall]
    rubrics = session.tools.rubrics
    own = session.interview.track
    other = next(track for track in TRACKS if track != own)
    result = debrief(
        state, grades, rubrics.rubric(own), rubrics.rubric(other), loops=session.loops,
        questions=session.tools.bank.questions(),
    )  # fmt: skip
    found.decisions[result.decision] += 1
    for view in result.questions:
        if view.dug:
            found.survived[f"{view.survived} of {view.dug}"] += 1


def grade_all(session: InterviewSession) -> dict[int, Grade]:
    quick = session.tools.quick
    return {
        exchange.position: quick.grade_now(request_for(exchange, session.interview, with_follow_ups=False))
        for exchange in submitted(session.state)
    }


def simulate(name: str, say: Say, interviews: int, kit: Tools) -> Found:
    """So many single rounds, then one whole loop."""
    found = Found()
    loops = kit.loops.loops()
    for number in range(interviews + 1):
        chance = random.Random(f"{name} {number}")
        track, company = TRACKS[number % 2], COMPANIES[number // 2 % len(COMPANIES)]
        now = kit.clock.now()
        if number == interviews:
            interview = plan_loop(loops, "full", track=track, mode=MODE, context=company, seed=None, at=now)
        else:
            plan = loops.rounds[number % len(loops.rounds)].id
            interview = plan_rounds(loops, [plan], track=track, mode=MODE, context=company, seed=None, at=now)
        play(InterviewSession.start(interview, kit), say, chance, found)
    return found


def show(name: str, found: Found) -> None:
    def listed(counter: Counter[str]) -> str:
        return ", ".join(f"{each} {times}" for each, times in counter.most_common())

    print(f"\n{name}")
    print(f"  {listed(found.counts)}")
    print(f"  follow-ups: {listed(found.probes) or 'none'}")
    print(f"  left the question because: {listed(found.left)}")
    print(f"  levels of probing survived: {listed(found.survived) or 'none was put'}")
    scores = found.scores
    mean = f"{statistics.mean(scores):.2f} (from {min(scores):.1f} to {max(scores):.1f})" if scores else "none"
    print(f"  mean score of a question: {mean}; the committee: {listed(found.decisions)}")
    times = sorted(found.milliseconds)
    at95 = times[int(0.95 * (len(times) - 1))]
    print(f"  milliseconds: median {statistics.median(times):.1f}, 95th percentile {at95:.1f}, most {times[-1]:.1f}")
    for broken in dict.fromkeys(found.broken):
        print(f"  BROKEN: {broken}")


def main() -> int:
    parser = argparse.ArgumentParser(description="simulated candidates, and the speed of the next question")
    parser.add_argument("--interviews", type=int, default=50, help="rounds for each kind of candidate (50)")
    parser.add_argument("--only", nargs="+", metavar="KIND", help="these kinds of candidate only")
    parser.add_argument("--no-model", action="store_true", help="leave the run against a local server out")
    args = parser.parse_args()
    broken = False
    with tempfile.TemporaryDirectory() as folder:
        kit = tools(Path(folder))
        kinds = candidates({topic.id: topic for topic in kit.bank.topics()})
        for name in args.only or kinds:
            found = simulate(name, kinds[name], args.interviews, kit)
            show(name, found)
            broken = broken or bool(found.broken)
        kit.store.close()
    if not args.no_model:
        asyncio.run(measure_model())
    return 1 if broken else 0


# Against a model's server on this machine.

DELAY, WORDS_A_SECOND, ROUNDS = 1.0, 60.0, 10
FOLLOW_UP = "You said that complaints fell by 12 percent. What were they before, and over how long?"
REPLY = json.dumps({"based_on": "complaints fell by 12 percent", "question": FOLLOW_UP})


async def measure_model() -> None:
    """Seconds of one follow-up: the bare SDK, and the interviewer with its rules, by turns, the first pair left out."""
    from interviewer.domain.interviews import Probe
    from interviewer.domain.questions import Question
    from interviewer.grading.llm.interviewer import LlmInterviewer, follow_up_ask
    from interviewer.ports import FollowUpRequest
    from interviewer.settings import Endpoint, Settings

    server = await asyncio.start_server(_serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    settings = Settings(grader="llm", model="local", base_url=url)
    endpoint = Endpoint(url, url.split("/")[2], "no-key-needed", "none", from_openai_environment=False)
    question = Question(id="q", track="ai_pm", prompt="Tell me about a feature that users did not trust.")
    probe = Probe(text="What was that figure before?", kind="hole", source="rubric")
    request = FollowUpRequest(
        track="ai_pm", question=question, turns=(("interviewer", question.prompt), ("candidate", ANSWER)),
        aim="Both ends of the change.", manner="a director", setting="", asked=(question.prompt,), forbidden=(),
        instead=probe.text,
    )  # fmt: skip
    interviewer = LlmInterviewer(settings, endpoint)
    bare, ours = [], []
    for number in range(ROUNDS + 1):
        began = time.perf_counter()
        await _bare_sdk(url, follow_up_ask(request).messages)
        middle = time.perf_counter()
        reply = await interviewer.follow_up(request)
        if reply.text != FOLLOW_UP:
            raise SystemExit(f"the local server's follow-up was not asked: {reply.reason}")
        if number:
            bare.append(middle - began)
            ours.append(time.perf_counter() - middle)
    server.close()
    one, other = statistics.median(bare), statistics.median(ours)
    print("\nA follow-up by a model on a local server (median of", ROUNDS, "pairs)")
    print(f"  bare SDK {one:.3f} s, interviewer {other:.3f} s: {other / one - 1:+.1%}")


ANSWER = (
    "At a payroll company clerks dismissed most of our warnings. I decided to drop those on bonuses, and after two "
    "months complaints fell by 12 percent."
)


async def _bare_sdk(url: str, messages: Any) -> None:
    import openai

    async with openai.AsyncOpenAI(api_key="no-key-needed", base_url=url, max_retries=0) as client:
        stream = await client.chat.completions.create(model="local", messages=messages, stream=True)
        async for _ in stream:
            pass


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One streamed chat completion: a delay, then word by word."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = int(head.partition("content-length:")[2].split("\r\n")[0])
        await reader.readexactly(length)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
        await asyncio.sleep(DELAY)
        for word in REPLY.split(" "):
            writer.write(_chunk({"content": f"{word} "}))
            await writer.drain()
            await asyncio.sleep(1 / WORDS_A_SECOND)
        writer.write(_chunk({}, "stop") + b"data: [DONE]\n\n")
        await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


def _chunk(delta: dict[str, str], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    event = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "local", "choices": [choice]}
    return f"data: {json.dumps(event)}\n\n".encode()


if __name__ == "__main__":
    sys.exit(main())
