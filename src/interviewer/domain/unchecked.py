"""Scores that moved although no check of theirs did: which ones, and as much of the reason as the grades hold."""

from collections.abc import Mapping

from interviewer.domain.difference import Difference, ScoreChange
from interviewer.domain.grades import Grade, GraderKind

GATES = {
    True: "This one is taken for an answer to the question, the last was not.",
    False: "This one is not taken for an answer to the question, the last was.",
}
WHOLE_ANSWER: dict[tuple[GraderKind, bool], str] = {  # by the grader, and whether the words are the same
    ("offline", True): "The words are the same: the offline grader has changed since.",
    ("offline", False): "Offline a score is an estimate by the whole answer.",
    ("llm", True): "The words are the same: a model does not choose the same level each time.",
    ("llm", False): "A model chooses the level by the whole answer, not by its checks.",
}


def moved_unchecked(change: Difference) -> tuple[ScoreChange, ...]:
    """The signals and habits whose score moved while no check of theirs was won or lost, the biggest move first."""
    checked = {dimension_id for dimension_id, _ in (*change.won, *change.lost)}
    moved = [each for each in change.scores if each.id not in checked and round(each.after - each.before, 1)]
    return tuple(sorted(moved, key=lambda each: -abs(each.after - each.before)))


def why_unchecked(before: Grade, after: Grade, *, same_words: bool) -> str:
    """A sentence for people. Only what the grades show is said: what a model thought is not among it."""
    if before.grader != after.grader:
        return ""  # that is reason enough, and said elsewhere
    if before.rubric != after.rubric:
        return "The rubric has changed since."
    if before.gate and after.gate and before.gate.passed != after.gate.passed:
        return GATES[after.gate.passed]
    return WHOLE_ANSWER[after.grader.kind, same_words]


def unchecked_text(change: Difference, names: Mapping[str, str], why: str) -> str:
    """`Moved without a check: Market impact +0.3, Specificity -0.1. …`; "" where nothing did."""
    moved = ", ".join(
        f"{names.get(each.id, each.id)} {each.after - each.before:+.1f}" for each in moved_unchecked(change)
    )
    return f"Moved without a check: {moved}. {why}".rstrip() if moved else ""


def only_unchecked(change: Difference) -> bool:
    """Whether the overall moved and no check at all was won or lost."""
    return bool(round(change.after - change.before, 1)) and not change.won and not change.lost
