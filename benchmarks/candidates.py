"""Simulated candidates: each answers any question as its kind does, out of templates and the question's own words."""

import random
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from interviewer.domain.interviews import Exchange
from interviewer.domain.questions import Topic

SPEECH = Path(__file__).with_name("candidates.toml")
SCENES = ("an insurance broker", "a hospital group", "a furniture shop", "a payroll company", "a bank for farmers")
PEOPLE = ("clerks", "nurses", "buyers", "accountants", "dispatchers", "teachers")
SUBJECT_WORDS, TOPIC_WORDS = 30, 6

Say = Callable[[Exchange, random.Random], str]


def candidates(topics: Mapping[str, Topic]) -> dict[str, Say]:
    """By the name of their kind. `topics` are by their id."""
    speech = tomllib.loads(SPEECH.read_text(encoding="utf-8"))
    return {
        name: _candidate(lines["answer"], lines.get("reply", lines["answer"]), topics) for name, lines in speech.items()
    }


def _candidate(answers: Sequence[str], replies: Sequence[str], topics: Mapping[str, Topic]) -> Say:
    def say(exchange: Exchange, chance: random.Random) -> str:
        topic = topics.get(exchange.question.topic)
        line = chance.choice(replies if exchange.replies else answers)
        return line.format(
            subject=" ".join(exchange.question.prompt.split()[:SUBJECT_WORDS]),
            words=", ".join(topic.words[:TOPIC_WORDS]) if topic else "",
            topic=topic.name.lower() if topic else "it",
            people=chance.choice(PEOPLE),
            scene=chance.choice(SCENES),
            a=chance.randint(31, 89),
            b=chance.randint(2, 19),
            w=chance.randint(3, 17),
            n=chance.randint(120, 990),
        )

    return say
