"""How quick an interview in the app is with 200 turns said, beside one that has just begun.

    python -m benchmarks.chat [--runs 5]

It prints medians (and the least) of milliseconds from a key to what it shows, of the CPU time that a key costs, and
from submit to the offline follow-up. It judges nothing: times belong to a machine.
"""

import argparse
import os
import re
import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from benchmarks.terminal import Terminal
from interviewer.cli.program import Program
from interviewer.practice.interview_session import InterviewSession, run_offline
from interviewer.practice.planning import plan_rounds

PROGRAM = [str(Path(sys.executable).with_name("interviewer"))]
TURNS = {"begun": 8, "200 turns": 200}
KEYS = "jvkwyqzxj"
NOWHERE_ELSE = "qzx"
CTRL_S, PAGE_UP, PAGE_DOWN = "\x13", "\x1b[5~", "\x1b[6~"
PASTE = "\x1b[200~{}\x1b[201~"
ANSWER = (
    "In case {n} the clerks of a payroll company dismissed {n} percent of our warnings. I watched five of them for a "
    "week and decided to drop the warnings on bonuses, because those were right but useless; that saved {n} hours."
)

Measures = dict[str, list[float]]


def prepare(home: str, turns: int) -> str:
    """An interview with about so many turns of both, waiting for an answer; its id."""
    program = Program({"INTERVIEWER_HOME": home})
    store = program.store()
    tools = program.interview_tools(program.settings(), store)
    rounds = ["onsite_behavioural", "onsite_product", "onsite_technical"] * 4
    plan = plan_rounds(
        program.loops.loops(), rounds, track="ai_pm", mode="realistic", context=None, seed=1, at=tools.clock.now()
    )
    session = InterviewSession.start(plan, tools)
    said = 0
    while len(session.lines) < turns or session.turn != "candidate":
        if session.turn == "nobody":
            session.begin_round()
        elif session.turn == "interviewer":
            run_offline(session)
        else:
            session.say(ANSWER.replace("{n}", str(said)), 60.0)
            said += 1
    session.pause()
    store.close()
    return session.interview.id


def cpu_seconds(pid: int) -> float:
    """What the program has used until now (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def opened(home: str, interview_id: str) -> Terminal:
    terminal = Terminal([*PROGRAM, "practice", "--resume", interview_id], {"INTERVIEWER_HOME": home})
    terminal.wait_for("said ≈.*Say it")
    terminal.settle(1.0)
    return terminal


def key_echo(terminal: Terminal, found: Measures, name: str) -> None:
    terminal.send(NOWHERE_ELSE)
    terminal.settle()
    before = cpu_seconds(terminal.pid)
    for typed in range(len(KEYS)):
        sent = terminal.now
        terminal.send(KEYS[typed])
        shown = terminal.wait_for(NOWHERE_ELSE + KEYS[: typed + 1])
        found[f"key echo, {name}"].append((shown - sent) * 1000)
        terminal.settle(0.05)
    found[f"CPU a key (with clock and draft), {name}"].append((cpu_seconds(terminal.pid) - before) * 1000 / len(KEYS))


def scroll_step(terminal: Terminal, found: Measures, name: str) -> None:
    """From page to page and back; each page is known by a line that the other has not."""
    below = terminal.text.splitlines()
    terminal.send(PAGE_UP)
    terminal.settle()
    above = terminal.text.splitlines()
    up = next(line.strip() for line in above if len(line.strip()) > 30 and line not in below)
    down = next(line.strip() for line in below if len(line.strip()) > 30 and line not in above)
    before = cpu_seconds(terminal.pid)
    steps = 0
    for key, shown in [(PAGE_DOWN, down), (PAGE_UP, up)] * 5:
        sent = terminal.now
        terminal.send(key)
        found[f"scroll step, {name}"].append((terminal.wait_for(re.escape(shown)) - sent) * 1000)
        terminal.settle(0.05)
        steps += 1
    found[f"CPU a scroll step, {name}"].append((cpu_seconds(terminal.pid) - before) * 1000 / steps)


def follow_up(terminal: Terminal, found: Measures, name: str, count: int = 6) -> None:
    """From Ctrl+S to the interviewer's next line below the words that were said."""
    terminal.send("\x05" + "\x15" * 3)  # what was typed before goes
    terminal.settle()
    for number in range(count):
        if "This round is over" in terminal.text:
            terminal.send("n")
            terminal.wait_for("Say it")
            terminal.settle()
        token = f"Zyx{number}{name[:1]}"
        terminal.send(PASTE.format(f"{ANSWER.replace('{n}', str(300 + number))} {token}."))
        terminal.wait_for(token)
        terminal.settle(0.6)
        sent, before = terminal.now, cpu_seconds(terminal.pid)
        terminal.send(CTRL_S)
        found[f"submit to follow-up, {name}"].append((terminal.wait_for(rf"{token}.*Interviewer") - sent) * 1000)
        found[f"CPU from submit to follow-up, {name}"].append((cpu_seconds(terminal.pid) - before) * 1000)
        terminal.settle()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    found: Measures = defaultdict(list)
    for run in range(runs + 1):
        measured: Measures = defaultdict(list)
        for name, turns in TURNS.items():
            with tempfile.TemporaryDirectory() as home, opened(home, prepare(home, turns)) as terminal:
                scroll_step(terminal, measured, name)
                key_echo(terminal, measured, name)
                follow_up(terminal, measured, name)
        if run:  # the first fills the caches
            for name, values in measured.items():
                found[name] += values
    for name in sorted(found):
        values = found[name]
        print(f"{name:<46} median {statistics.median(values):7.1f}   least {min(values):7.1f}   n {len(values)}")


if __name__ == "__main__":
    main()
