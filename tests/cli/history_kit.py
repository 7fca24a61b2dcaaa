"""A home with a history: drill answers, an interview, labels, a draft."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from interviewer.paths import Paths
from interviewer.storage.database import open_store
from tests.practice.kit import grade
from tests.storage.interview_samples import hold
from tests.storage.samples import answer, at, draft, scored

FIRST = "We cut churn by 12 %. The team decided to hold the launch."
SECOND = "I cut churn by 14 % in Zürich. I decided to hold the launch."


def fill(home: Path) -> None:
    """Two attempts at one question (aaaaaa…, bbbbbb…), one answer at another (cccccc…), an interview."""
    Paths(home).create()
    with closing(open_store(home / "interviewer.db")) as store:
        store.save_answer(answer(FIRST, id="a" * 32, seconds=10))
        store.add_grade("a" * 32, grade({"market_impact": 2.0, "ownership": 1.0}, ["hands_over"]), at(11))
        store.save_answer(answer(SECOND, id="b" * 32, seconds=60))
        store.add_grade(
            "b" * 32, grade({"market_impact": 4.0, "ownership": 4.0}, {"personal_decision": SECOND[:5]}), at(61)
        )
        other = replace(answer().question, id="other", prompt="Another?", drill="career_story")
        store.save_answer(answer("Something <b>else</b>\x1b[2J.", id="c" * 32, seconds=70, question=other))
        for answer_id in hold(store):
            store.add_grade(answer_id, scored(3.0), at(300))
        store.save_draft(draft("still typing"))
