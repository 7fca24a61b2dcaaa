"""Uses the real app in a terminal for some minutes and says whether its memory grows, and what it does when idle.

    python -m benchmarks.soak [--minutes 10] [--idle 60] [--home FOLDER]

A cycle is a question, an answer, its grade, a retry, history, question bank, settings, help, and back: what somebody
does in ten minutes or more, in a few seconds. Memory is what belongs to the process alone (RssAnon of /proc, so Linux
only), read after each cycle. The first third of the cycles is left out, in which caches fill; through the rest goes a
straight line, whose slope is told with its standard error. What it comes to in 24 hours is told twice: if a machine
typed on at this speed, and at six cycles an hour, which is quick for a person. A leak that shows only after more cycles
than these were is not found by this.
"""

import argparse
import math
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.terminal import Terminal

PROGRAM = [sys.executable, "-m", "interviewer"]
CTRL_S, ESCAPE = "\x13", "\x1b"
CYCLES_OF_A_PERSON = 6  # an hour
SENTENCES = (
    "I set a gap of 5 points as the launch bar, because complaints had doubled to 40 a week.",
    "I decided to drop the warnings on bonuses, because those were right but useless.",
    "After two months 31 percent were dismissed and support calls fell by 12 percent.",
    "I chose the smaller model: it cost 9 cents a case, and the larger one answered 2 points better.",
)


@dataclass(frozen=True)
class Reading:
    """After so many seconds and cycles: MiB of the process alone, and its processor time in seconds."""

    seconds: float
    cycle: int
    memory: float
    processor: float


def memory_of(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("RssAnon:"))


def processor_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cycle(app: Terminal, chance: random.Random) -> None:
    """From Home and back to it."""
    app.send(chance.choice("am"))
    app.wait_for(r"\$EDITOR")
    app.settle(0.1)
    app.send("\x1b[200~" + " ".join(chance.choices(SENTENCES, k=3)) + "\x1b[201~")
    app.wait_for(r"[1-9]\d words")
    app.send(CTRL_S)
    app.wait_for("Fix first.*Retry", timeout=60)
    app.send("\x1b[B\x1b[B")
    app.settle(0.1)
    app.send("r")
    app.wait_for(r"\$EDITOR")
    app.settle(0.1)
    app.send("\x1b[200~ And I would do it again. \x1b[201~")
    app.settle(0.3)
    app.send(CTRL_S)
    app.wait_for("Fix first.*Retry", timeout=60)
    home(app)
    for key, shown in (("h", "Search"), ("b", "Filter"), ("s", "What is sent where")):
        app.send(key)
        app.wait_for(shown)
        app.send("\x1bOP")  # F1, help
        app.settle(0.2)
        home(app)


def home(app: Terminal) -> None:
    """Escape until the first screen is there again."""
    for _ in range(20):
        app.settle(0.3)
        if "Practise AI PM" in app.text and "Question bank" in app.text:
            return
        app.send(ESCAPE)
    raise SystemExit(f"Home did not come back:\n{app.text}")


def soak(app: Terminal, minutes: float, chance: random.Random) -> Iterator[Reading]:
    app.wait_for("Practise AI PM", timeout=60)
    app.settle()
    number = 0
    yield Reading(app.now, number, memory_of(app.pid), processor_of(app.pid))
    until = app.now + minutes * 60
    while app.now < until:
        cycle(app, chance)
        app.raw = b""  # the recording of this very program would be what grows
        number += 1
        yield Reading(app.now, number, memory_of(app.pid), processor_of(app.pid))


def slope(readings: list[Reading]) -> tuple[float, float]:
    """MiB a cycle by least squares, and the standard error of that."""
    x, y = [each.cycle for each in readings], [each.memory for each in readings]
    middle = statistics.fmean(x)
    spread = sum((each - middle) ** 2 for each in x)
    line = statistics.linear_regression(x, y)
    misses = sum((b - line.intercept - line.slope * a) ** 2 for a, b in zip(x, y, strict=True))
    return line.slope, math.sqrt(misses / max(1, len(x) - 2) / spread)


def tell(readings: list[Reading]) -> None:
    settled = readings[len(readings) // 3 :]
    if len(settled) < 4:
        print("too few cycles to say how memory goes: give it more --minutes")
        return
    grows, error = slope(settled)
    taken = (settled[-1].seconds - settled[0].seconds) / (len(settled) - 1)
    first, last = settled[0], settled[-1]
    print(f"\n{len(readings) - 1} cycles of {taken:.1f} s; from cycle {first.cycle} on:")
    print(f"  memory {first.memory:.1f} -> {last.memory:.1f} MiB: {grows * 1024:+.1f} ± {error * 1024:.1f} KiB a cycle")
    for words, cycles in (("at this speed", 86_400 / taken), ("at six cycles an hour", 24 * CYCLES_OF_A_PERSON)):
        told = f"{grows * cycles:+.0f} ± {2 * error * cycles:.0f} MiB"
        print(f"  24 hours {words}, {cycles:.0f} cycles: {told}, if it went on so")
    doubt = "cannot be told from none" if abs(grows) < 2 * error else "is there"
    print(f"  growth {doubt}; a leak that begins after {len(readings) - 1} cycles would not show")


def idle(app: Terminal, seconds: float) -> None:
    before = processor_of(app.pid)
    began = time.monotonic()
    app.settle(quiet=seconds, longest=seconds)
    while (left := seconds - (time.monotonic() - began)) > 0:
        app.settle(quiet=left, longest=left)
    used = processor_of(app.pid) - before
    print(f"idle at Home for {seconds:.0f} s: {used:.2f} s of processor time, {100 * used / seconds:.2f} % of one core")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--idle", type=float, default=60.0, metavar="SECONDS")
    parser.add_argument("--home", type=Path, help="a data folder that is there already; a new one if left out")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = {"INTERVIEWER_HOME": str(args.home or folder)}
        with Terminal(PROGRAM, place, columns=100, rows=36) as app:
            readings = []
            for reading in soak(app, args.minutes, random.Random(1)):
                readings.append(reading)
                if (reading.cycle & (reading.cycle - 1)) == 0 or reading.cycle % 25 == 0:
                    print(f"{reading.seconds:7.0f} s  cycle {reading.cycle:5}  {reading.memory:6.1f} MiB", flush=True)
            tell(readings)
            idle(app, args.idle)


if __name__ == "__main__":
    main()
