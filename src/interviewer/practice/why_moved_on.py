"""Why the interviewer went on from a question before every follow-up was asked that it could have had: for people."""

from interviewer.domain.interviews import DEEPENING, Exchange, Leaving, RoundState

REASONS: dict[Leaving, str] = {
    "answered": "there is nothing more to ask about this answer",
    "nothing_came": "no answer came that could be followed up",
    "no_more_came": "the last ones brought nothing new",
    "off_topic": "by its words this was about something else",
    "time": "the time of this round is used up",
}
TOLD_BEFORE = "what came had been said before"


def why_moved_on(exchange: Exchange, here: RoundState) -> str:
    """`No follow-up: there is nothing more to ask about this answer.` Empty where none was left to be asked, where the
    candidate left, and while the question is under way; `here` is the round of the question."""
    asked = sum(probe.kind in DEEPENING for probe in exchange.probes)
    if exchange.left is None or exchange.left == "left" or asked >= here.plan.probes:
        return ""
    reason = REASONS.get(exchange.left) or f"the {here.plan.probe_budget} follow-ups of this round have been asked"
    if exchange.left == "nothing_came" and exchange.replies[-1].said == "repeated":
        reason = TOLD_BEFORE
    return f"No {'further ' if exchange.probes else ''}follow-up: {reason}."
