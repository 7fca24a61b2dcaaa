"""Votes and decisions as words that stand out, and one's own score against a grade."""

from textual.content import Content

from interviewer.domain.grades import VOTE_NAMES, Vote
from interviewer.tui.wording import severity


def vote_mark(vote: Vote, score: float, capped_by: str | None = None) -> Content:
    """` MIXED ` in reverse; the words say it, the colour only helps."""
    return _mark(VOTE_NAMES[vote], _capped(vote) if capped_by else severity(score))


def decision_mark(decision: str) -> Content:
    names = {"hire": ("hire", "success"), "no_hire": ("no hire", "error"), "undecided": ("undecided", "warning")}
    return _mark(*names[decision])


def _capped(vote: Vote) -> str:
    return "warning" if vote == "mixed" else "error"


def _mark(name: str, colour: str) -> Content:
    return Content.styled(f" {name.upper()} ", f"bold reverse $text-{colour}")


def own_against(own: int, score: float) -> str:
    """`Your own score was 4, 0.7 above this.`"""
    difference = round(own - score, 1)
    if not difference:
        return f"Your own score was {own}, the same."
    return f"Your own score was {own}, {abs(difference):.1f} {'above' if difference > 0 else 'below'} this."
