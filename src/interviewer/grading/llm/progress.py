"""Verdicts that can be shown while the rest of a reply is still arriving."""

from collections.abc import Callable, Iterator
from typing import Any

from interviewer.grading.llm.plan import Task
from interviewer.grading.llm.reply import partial_object, plain_id
from interviewer.grading.llm.verdicts import Verifier
from interviewer.ports import VerdictSeen


class VerdictWatch:
    """Called with a reply's text so far; passes on every verdict that is complete and proven, once."""

    def __init__(self, task: Task, verifier: Verifier, emit: Callable[[VerdictSeen], None]) -> None:
        self._checks = {
            (plain_id(each.id), plain_id(check.id)): (each.id, check)
            for each in task.dimensions
            for check in each.checks
        }
        self._verifier = verifier
        self._emit = emit
        self._shown: set[tuple[str, str]] = set()
        self._ends = 0

    def __call__(self, text: str) -> None:
        ends = text.count("}")
        if ends <= self._ends:
            return
        self._ends = ends
        for dimension_id, said in _complete_checks(partial_object(text)):
            self._show(dimension_id, said)

    def _show(self, dimension_id: str, said: dict[str, Any]) -> None:
        from pydantic import ValidationError

        from interviewer.grading.llm.wire import CheckReply

        key = (plain_id(dimension_id), plain_id(str(said.get("id"))))
        if key not in self._checks or key in self._shown:
            return
        try:
            reply = CheckReply.model_validate(said, extra="ignore")
        except ValidationError:
            return
        self._shown.add(key)
        name, check = self._checks[key]
        verdict = self._verifier.verdict(check, reply)
        if verdict.verdict == reply.verdict:
            self._emit(VerdictSeen(name, verdict))


def _complete_checks(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """(dimension id, check) of every check that has its verdict, in whatever shape the rest is."""
    for dimension in _entries(value, "dimensions"):
        for check in _entries(dimension, "checks"):
            if check.get("verdict") in ("met", "not_met") and isinstance(dimension.get("id"), str):
                yield dimension["id"], check


def _entries(value: Any, name: str) -> list[dict[str, Any]]:
    entries = value.get(name) if isinstance(value, dict) else None
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
