"""Which question comes next: not one that was just asked, and rather one that was practised little."""

import random
from collections import Counter
from collections.abc import Sequence

from interviewer.domain.questions import Question, Track

JUST_ASKED = 5


def choose_question(
    questions: Sequence[Question], track: Track, asked: Sequence[str], chance: random.Random
) -> Question | None:
    """A question of the track by chance; None where there is none.

    `asked` are the ids of questions asked before, newest first, each as often as it was. The last five are left out
    as long as others are there; of the rest one never asked is four times as likely as one asked once, nine times as
    likely as one asked twice.
    """
    suitable = [question for question in questions if question.suits(track) and question.drill is None]
    if not suitable:
        return None
    recent = set(list(dict.fromkeys(asked))[: min(JUST_ASKED, len(suitable) - 1)])
    fresh = [question for question in suitable if question.id not in recent]
    times = Counter(asked)
    weights = [1 / (1 + times[question.id]) ** 2 for question in fresh]
    return chance.choices(fresh, weights)[0]
