"""What a person is asked between questions and rounds: the words and the keys."""

from collections.abc import Sequence

from interviewer.domain.grades import VOTE_NAMES
from interviewer.domain.interviews import InterviewState
from interviewer.domain.loops import RoundPlan
from interviewer.domain.scoring import VOTES
from interviewer.tui.widgets.choice_panel import Option
from interviewer.tui.wording import counted

SCORE, NEXT, ROUND, OVER = "score", "next", "round", "over"
BEST = 5


def own_score() -> Sequence[Option]:
    """The first one is none at all, so that a quick Enter claims nothing."""
    scores = [Option(str(number), str(number), VOTE_NAMES[VOTES[number - 1]]) for number in range(1, BEST + 1)]
    return [Option("none", "0", "no score of my own"), *scores]


def after_question(state: InterviewState) -> Sequence[Option]:
    here = state.round
    last = here is not None and len(here.exchanges) == len(here.questions)
    return [
        Option("next", "n", "Go on", "to the end of this round" if last else "to the next question"),
        Option("feedback", "f", "The whole feedback", "every check, with your own words"),
        Option("pause", "p", "Pause", "go on here another time"),
    ]


def after_round(plan: RoundPlan, track_kinds: int) -> Sequence[Option]:
    detail = f"{plan.name}, about {plan.minutes} minutes, {counted(track_kinds, 'question')}"
    return [
        Option("begin", "n", "Next round now", detail),
        Option("later", "l", "Another day", "everything is kept; Home leads back here"),
        Option("end", "e", "End it here", "with a debrief on the rounds so far"),
    ]


def at_the_end() -> Sequence[Option]:
    return [
        Option("debrief", "d", "The debrief", "what the committee says, and what to fix"),
        Option("home", "h", "Home", "the debrief stays within reach there"),
    ]
