"""Which question comes next: not one that was just asked, rather one that is due or was practised little."""

import random
from collections import Counter
from collections.abc import Collection, Sequence

from interviewer.domain.questions import Question, Track

JUST_ASKED = 5
DUE = 2.0  # a question never asked is 1


def choose_question(
    questions: Sequence[Question],
    track: Track,
    asked: Sequence[str],
    chance: random.Random,
    due: Collection[str] = (),
) -> Question | None:
    """A question of the track by chance; None where there is none.

    `asked` are the ids of questions asked before, newest first, each as often as it was. The last five are left out
    as long as others are there; of the rest one never asked is four times as likely as one asked once, nine times as
    likely as one asked twice. Those that are `due` for practice again are as likely as twice one never asked.
    """
    suitable = [question for question in questions if question.suits(track) and question.drill is None]
    if not suitable:
        return None
    recent = set(list(dict.fromkeys(asked))[: min(JUST_ASKED, len(suitable) - 1)])
    fresh = [question for question in suitable if question.id not in recent]
    times = Counter(asked)
    weights = [DUE if question.id in due else 1 / (1 + times[question.id]) ** 2 for question in fresh]
    return chance.choices(fresh, weights)[0]
