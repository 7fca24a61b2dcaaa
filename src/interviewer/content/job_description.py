"""The duties in a job description: its bullets and sentences, without the company's praise of itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from interviewer.domain.questions import Track

MOST_DUTIES = 40
SHORTEST, LONGEST = 20, 600
BULLET = re.compile(r"\s*(?:[-*+•·–—▪◦‣●○■]|\d{1,2}[.)])\s+(.*)$")
HEADING = re.compile(r"\s*(?:#{1,6}\s+|\*\*)?([^.!?]{3,70}?)(?:\*\*)?\s*:?\s*(?:\*\*)?$")
SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z])")


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


DUTIES = _any(
    r"responsib\w*", "duties", r"what you(?:['’]ll| will|['’]d)? (?:do|own|work)", r"your (?:role|job|mission|impact)",
    "the role", "you will", "day[- ]to[- ]day", "the job", "in this role", "key (?:tasks|areas)", "your tasks?",
)  # fmt: skip
WANTED = _any(
    r"require\w*", r"qualif\w*", "who you are", "about you", "skills?", "what you(?:['’]ll)? (?:bring|have|need)",
    "you (?:have|bring)", "must have", "nice to have", "experience", "what we(?:['’]re| are) looking for", "profile",
    "minimum", "preferred",
)  # fmt: skip
REST = _any(
    "benefits?", "perks", "compensation", "salary", "pay range", "equal opportunity", "diversity",
    "about (?:us|the company|the team)", "who we are", "our (?:values|story|culture)", "how to apply", "apply",
    "what we offer", "we offer", "location", "privacy", "legal",
)  # fmt: skip
DOING = _any(
    "you(?:['’]ll| will)", "owns?", "lead", "define", "drive", "build", "partner", "work (?:with|closely)", "manage",
    "responsible", "deliver", "develop", "design", "prioriti[sz]e", "set", "measure", "launch", "ship", "collaborate",
    "ensure", "translate", "write", "run", "evaluate", "communicate", "decide",
)  # fmt: skip
BOTH = re.compile(r"\b(?:ai ?[/&] ?ml|ml ?[/&] ?ai|ai and ml)\b", re.IGNORECASE)
PRODUCT = "(?:product manager|pm|product management)"
ML_TITLE = _any(rf"(?:ml|machine[- ]learning) (?:\w+ )?{PRODUCT}", "product manager,? (?:ml|machine learning)")
AI_TITLE = _any(
    rf"(?:ai|gen ?ai|generative ai|artificial intelligence|llm) (?:\w+ )?{PRODUCT}",
    "product manager,? (?:ai|gen ?ai|generative ai|llm)",
)


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that the person is to do or to know; `line` is where it stands in the description."""

    line: int
    text: str


def duties(description: str) -> list[Duty]:
    """The duties in their order, each once, at most forty of them; those to be done before those to be known."""
    found = list(_items(description))
    chosen = [duty for kind, duty in found if kind == "duties"] + [duty for kind, duty in found if kind == "wanted"]
    if not chosen:
        chosen = [duty for kind, duty in found if kind == "unknown" and DOING.search(duty.text)]
    unique = {re.sub(r"\W+", " ", duty.text.casefold()): duty for duty in reversed(chosen)}
    return [duty for duty in chosen if duty in unique.values()][:MOST_DUTIES]


def likely_track(description: str) -> Track | None:
    """The role that the description names, by the words of titles; None where it names both or neither."""
    text = BOTH.sub("", description)
    ml, ai = len(ML_TITLE.findall(text)), len(AI_TITLE.findall(text))
    if ml == ai:
        return None
    return "ml_pm" if ml > ai else "ai_pm"


def _items(description: str) -> Iterator[tuple[str, Duty]]:
    """Bullets and sentences with the kind of section they stand in."""
    section = "unknown"
    parts: list[str] = []
    began = 0
    lines = description.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate([*lines, ""], start=1):
        bullet = BULLET.match(line)
        kind = None if bullet else _section(line)
        if bullet or kind or not line.strip():
            yield from _told(section, began, parts)
            parts = []
        if kind:
            section = kind
        elif line.strip():
            began = began if parts else number
            parts.append((bullet[1] if bullet else line).strip())


def _section(line: str) -> str | None:
    """What a heading announces; None for a line that is none."""
    heading = HEADING.match(line)
    if heading is None or not line.strip() or len(heading[1].split()) > 9:
        return None
    marked = line.lstrip().startswith(("#", "**")) or line.rstrip().endswith((":", ":**"))
    title = heading[1]
    if REST.search(title):
        return "rest" if marked or len(title.split()) <= 4 else None
    if WANTED.search(title) and (marked or len(title.split()) <= 6):
        return "wanted"
    if DUTIES.search(title) and (marked or len(title.split()) <= 6):
        return "duties"
    return "unknown" if marked else None


def _told(section: str, line: int, parts: list[str]) -> Iterator[tuple[str, Duty]]:
    text = " ".join(" ".join(parts).split())
    for sentence in SENTENCE_END.split(text):
        plain = sentence.strip().strip("*").strip()
        if len(plain) >= SHORTEST:
            yield section, Duty(line, plain[:LONGEST])
