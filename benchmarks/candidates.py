"""Simulated candidates: each says what its kind says, to any question, out of templates and the question's own words."""

import random
from collections.abc import Callable, Mapping

from interviewer.domain.interviews import Exchange
from interviewer.domain.questions import Topic

Say = Callable[[Exchange, random.Random], str]

SCENES = ("an insurance broker", "a hospital group", "a furniture shop", "a payroll company", "a bank for farmers")
PEOPLE = ("clerks", "nurses", "buyers", "accountants", "dispatchers", "teachers")
MORE = (
    "Before it was {a} percent, afterwards {b} percent, over {w} weeks, measured on {n} cases that I drew myself.",
    "I decided that on my own: I refused the launch for small customers, because {b} wrong cases a week cost us {n} dollars.",
    "The person who paid was the {people}: a wrong entry cost them {b} minutes, and I set a limit of {b} in a thousand.",
    "I turned down the larger model, because it took {n} milliseconds longer and caught only {b} cases more in {n}.",
    "What I got wrong was the sample: I had left out weekends, and {a} percent of the errors came from there. I redid it in {w} days.",
    "I watch the share of corrected drafts every morning; at {b} percent I switch it off, and I did so once, in week {w}.",
    "It brought {n} thousand dollars a year in renewals, against {b} thousand for labelling and running it.",
    "I labelled {n} cases with two {people}; we agreed on {a} percent, and I wrote the rule for the rest.",
    "Without it the figure would have stayed at {a} percent: the {b} branches that I held back stayed there.",
    "Mostly on scanned forms, {a} percent of the errors, because the old scanner cut off the last line; I excluded those.",
)
VAGUE = (
    "I think it is very important to look at {topic} from all sides, to work closely with the stakeholders and to keep the "
    "user in mind. In general I would make sure that we have a clear strategy and a good process, and then we would iterate.",
    "There are many aspects to {topic}. Communication is key, and of course quality matters a lot. I would align everybody "
    "and follow best practices, so that in the end there is real value for the customers.",
)
VAGUE_MORE = (
    "It depends, but in general it went well and people were happy with it.",
    "I would say that it improved a lot, and it was a good experience for everyone.",
    "We always try to be data-driven about such things, and it is a continuous process.",
)
OFF_TOPIC = (
    "For a good bread one needs flour, water, salt and a lot of time. I let the dough rest over night in a cool place, fold "
    "it twice in the morning, and bake it very hot at first, so that the crust becomes dark.",
    "Last summer we went to the lake with the children. The weather was fine for two weeks, the tent was dry, and in the "
    "evenings we played cards until it was dark.",
)
HOSTILE = (
    "This is a stupid question.", "I won't answer that.", "Why should I tell you? Who cares.", "This is a waste of my time.",
    "No comment.", "Next question.",
)  # fmt: skip
SILENT = ("", "I don't know.", "Um.", "No idea, sorry.", "...")
BACK = (
    "Could you clarify what you mean?", "Which product are we talking about?", "Can you repeat the question?",
    "How long should my answer be?", "Is this a start-up or a large company?", "What are you looking for?",
)  # fmt: skip


def candidates(topics: Mapping[str, Topic]) -> dict[str, Say]:
    """By name. `topics` are by their id; their words are what a strong answer uses."""

    def facts(chance: random.Random) -> dict[str, object]:
        return {
            "a": chance.randint(31, 89), "b": chance.randint(2, 19), "w": chance.randint(3, 17),
            "n": chance.randint(120, 990), "people": chance.choice(PEOPLE), "scene": chance.choice(SCENES),
        }  # fmt: skip

    def strong(exchange: Exchange, chance: random.Random) -> str:
        if exchange.replies:
            return chance.choice(MORE).format(**facts(chance))
        topic = topics.get(exchange.question.topic)
        words = ", ".join(topic.words[:6]) if topic else ""
        subject = " ".join(exchange.question.prompt.split()[:30])
        return (
            "At {scene} I had that very case. {subject} There the {people} lost {a} minutes a day to it; I watched {b} of "
            "them and counted {n} cases. What mattered was {words}. I decided to set a limit myself: at most {b} in a "
            "thousand wrong, because above it customers stopped renewing. I turned down the larger model, since it would "
            "have cost {w} months more. It failed mostly on handwritten forms, and there the user saw a message and could "
            "ask a person. In {w} weeks errors fell from {a} to {b} percent, renewals rose from 61 to 68 percent, and that "
            "was worth {n} thousand dollars a year; it cost us {b} thousand. I check it every week, and above the limit I "
            "switch it off."
        ).format(subject=subject, words=words, **facts(chance))

    def we(exchange: Exchange, chance: random.Random) -> str:
        if exchange.replies:
            return (
                "We agreed on that in the team, and it was decided in week {w}: errors fell from {a} to {b} percent."
            ).format(**facts(chance))
        subject = " ".join(exchange.question.prompt.split()[:20])
        return (
            "{subject} At {scene} we looked at that together. We saw that {a} percent of the cases went wrong, and the team "
            "decided to change it. It was agreed with legal and sales, we launched in {w} weeks, and errors fell to {b} "
            "percent. Everybody was involved, and we were proud of it."
        ).format(subject=subject, **facts(chance))

    def vague(exchange: Exchange, chance: random.Random) -> str:
        lines = VAGUE_MORE if exchange.replies else VAGUE
        return chance.choice(lines).format(topic=exchange.question.topic.replace("_", " "))

    def fixed(lines: tuple[str, ...]) -> Say:
        return lambda exchange, chance: chance.choice(lines)

    first: dict[str, str] = {}

    def repeating(exchange: Exchange, chance: random.Random) -> str:
        """The same story to every question of a whole interview, and to every follow-up."""
        key = "story" if exchange.position else ""
        if not key or key not in first:
            first["story"] = strong(exchange, random.Random(7))  # noqa: S311 - chance for a simulation
        return first["story"]

    return {
        "strong": strong,
        "vague": vague,
        "we": we,
        "silent": fixed(SILENT),
        "hostile": fixed(HOSTILE),
        "repeating": repeating,
        "off-topic": fixed(OFF_TOPIC),
        "asking back": fixed(BACK),
    }
