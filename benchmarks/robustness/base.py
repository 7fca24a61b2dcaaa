"""Answers of our own, good enough to have something to lose, and the questions they were given to."""

from benchmarks.panel.data import Rated, load

STRONG = ("plain_excellent", "plain_good", "spoken_strong", "nonnative_strong", "good_but_gap")


def base_answers(count: int = 24) -> list[Rated]:
    """Answers that the raters gave a yes or a strong yes, one from each question first."""
    rows = [row for row in load("own.jsonl", "own") if row.kind in STRONG and row.gold["vote"] >= 4]
    picked: list[Rated] = []
    for kind in STRONG:
        for row in rows:
            if row.kind == kind and row not in picked and sum(row.question == each.question for each in picked) < 2:
                picked.append(row)
            if len(picked) == count:
                return picked
    return picked
