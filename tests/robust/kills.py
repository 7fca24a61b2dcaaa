"""Kills the program at random moments of a session and says what was lost.

python -m tests.robust.kills [--points 200] [--seed 1]
"""

import argparse
import json
import random
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from interviewer.storage.database import open_store
from tests.robust.scripts import SESSIONS, Session
from tests.robust.typist import Interrupted, Text, Typist, run_until_killed


@dataclass(frozen=True)
class Outcome:
    """`lost` is for how many seconds the first word that is gone had been on the screen; 0 where none is."""

    session: str
    after: float
    typed: int
    lost: float
    stalled: float


def kill_points(points: int, seed: int) -> Iterator[tuple[str, float]]:
    """Sessions in turn, the moments spread evenly over each, and random within."""
    chance = random.Random(seed)
    names = list(SESSIONS)
    rounds = -(-points // len(names))
    for point in range(points):
        turn, which = divmod(point, len(names))
        yield names[which], (turn + chance.random()) * SESSIONS[names[which]].seconds / rounds


def try_kill(name: str, after: float, folder: Path) -> Outcome:
    """Raises AssertionError where something is gone that the program had shown to be stored, or the database broke."""
    session: Session = SESSIONS[name]
    home = folder / "home"
    typist = Typist(home, session.argv)
    left = run_until_killed(session.script, typist, after)
    stored = everything(home)
    for text in left.texts:
        if text.done:
            assert text.whole.strip() in [each.strip() for each in stored], (name, after, text.whole, stored)
    lost = _lost(left, stored)
    check_database(home)
    typed = sum(len(text.words) for text in left.texts)
    return Outcome(name, after, typed, lost, left.stalled)


def _lost(left: Interrupted, stored: list[str]) -> float:
    open_texts = [text for text in left.texts if not text.done]
    return max((_lost_of(text, left.at, stored) for text in open_texts), default=0.0)


def _lost_of(text: Text, killed: float, stored: list[str]) -> float:
    """For how long the first word that is nowhere had been seen."""
    for _, seen in text.words:
        wanted = text.until(seen).strip()
        if not any(each.strip().startswith(wanted) for each in stored):
            return killed - seen
    return 0.0


def everything(home: Path) -> list[str]:
    """Every text that the data folder holds, wherever it is."""
    found = []
    if (home / "interviewer.db").exists():
        with closing(open_store(home / "interviewer.db")) as store:
            for row in store.answers(limit=100):
                transcript = store.transcript(row.answer_id)
                assert transcript is not None
                found.append(transcript.answer.text)
        with closing(sqlite3.connect(home / "interviewer.db")) as connection:
            found += [text for (text,) in connection.execute("SELECT text FROM drafts")]
            for (event,) in connection.execute("SELECT event FROM interview_events WHERE kind = 'Answered'"):
                found.append(json.loads(event)["text"])
    draft = home / "question-draft.json"
    if draft.exists():
        found.append(json.loads(draft.read_text(encoding="utf-8"))["typed"]["prompt"])
    for file in (home / "questions").glob("*.toml"):
        import tomllib

        found += [each["prompt"] for each in tomllib.loads(file.read_text(encoding="utf-8"))["questions"]]
    return found


def check_database(home: Path) -> None:
    if (home / "interviewer.db").exists():
        with closing(sqlite3.connect(home / "interviewer.db")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    worst = 0.0
    for number, (name, after) in enumerate(kill_points(args.points, args.seed), start=1):
        with tempfile.TemporaryDirectory() as folder:
            outcome = try_kill(name, after, Path(folder))
        worst = max(worst, outcome.lost)
        print(f"{number:4} {name:<13} {after:5.2f} s  {outcome.typed:3} words  lost {outcome.lost:.2f} s", flush=True)
    print(f"{args.points} kills, seed {args.seed}: at most {worst:.2f} s of typing were gone, no answer, no database")


if __name__ == "__main__":
    main()
