"""Figures in a sentence, and what makes them mean something: a change, a limit, a time, a plausible size.

Every function takes the sentence in lower case (`lowered`, which keeps offsets).
"""

import re

from interviewer.grading.lower_case import compiled
from interviewer.grading.pieces import holds

NUMBER_WORDS = (
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    r"|nineteen"
    r"|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|dozens?|half|a third"
    r"|two thirds"
    r"|thirds|a quarter|three quarters|a fifth|a tenth|one in|twice|double[ds]?|halved|tripled?"
)
DIGITS = r"(?:[€$£¥]\s?)?\d+(?:[.,  ]\d{3})*(?:[.,]\d+)?"
UNIT = (
    r"(?:\s?(?:%|percent(?:age)?(?: points?)?|per cent|bps|k\b|m\b|bn\b|x\b|ms\b|s\b|million|billion|thousand"
    r"|hundred))?"
)
FIGURE = compiled(rf"(?<![\w.,-])(?:{DIGITS}{UNIT}|(?:{NUMBER_WORDS})\b(?:[- ](?:{NUMBER_WORDS}|percent|per cent)\b)*)")
NOT_A_FIGURE = compiled(
    r"(?:two|three|four|five) (?:things?|ways?|reasons?|points?|steps?|parts?|questions?|kinds?|sides?|options?)\b"
    r"|(?:half|ten|two|three|four|five) (?:of the (?:battle|work)|the battle)\b"
)
LIST_MARK = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|step \d+)\s", re.IGNORECASE)
FROM_TO = compiled(r"\bfrom\b(?:[^.;]|\.(?=\d)){0,40}?\b(?:to|down to|up to)\b")
AGAINST = compiled(
    r"\b(?:against|versus|vs|compared (?:with|to)|instead of|rather than|down from|up from|before|after|than"
    r"|where (?:it|we|they) (?:had|stood|were)"
    r"|had been|used to|was|were|out of|while|but|the model|at first|previously|originally|until then|of which)\b"
)
MOMENT = compiled(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|a|an|one|each|every|per|last|next|first"
    r"|half a|some|few|the)"
    r"[- ](?:\w+ )?(?:seconds|minutes?|hours?|days?|weeks?|months?|quarters?|years?|sprints?|nights?"
    r"|evenings?|mornings?|weekends?)\b"
    r"|\b(?:january|february|march|april|june|july|august|september|october|november|december|q[1-4]|20[12]\d"
    r"|spring|summer|autumn|winter|christmas|easter|monday|friday|overnight|weekly|daily|monthly|quarterly"
    r"|hourly|yearly)\b"
)
# A moment holds one of these; looking for them first is quicker than the expression where there is none.
MOMENTS = (
    "second", "minute", "hour", "day", "week", "month", "quarter", "year", "sprint", "night", "evening", "morning",
    "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december",
    "q1", "q2", "q3", "q4", "20", "spring", "summer", "autumn", "winter", "christmas", "easter", "daily",
)  # fmt: skip
PERCENT = compiled(r"(\d+(?:[.,]\d+)?)\s?(?:%|percent|per cent)")
BOUNDED = compiled(
    r"\b(?:retention|accuracy|engagement|coverage|precision|recall|adoption|satisfaction|completion|share|faster)\b"
)
MULTIPLE = compiled(r"(?<![\w.])(\d+(?:\.\d+)?)x\b")


def figures(lower: str) -> list[tuple[int, int]]:
    """Spans of the quantities in a sentence; list marks and "three things" are none."""
    mark = LIST_MARK.match(lower)
    start = mark.end() if mark else 0
    return [found.span() for found in FIGURE.finditer(lower, start) if not NOT_A_FIGURE.match(lower, found.start())]


def moment(lower: str) -> tuple[int, int] | None:
    """The first time or date: two weeks, every night, in March."""
    found = MOMENT.search(lower) if holds(lower, MOMENTS) else None
    return found.span() if found else None


def is_change(lower: str, spans: list[tuple[int, int]], *, has_result: bool) -> bool:
    """Two ends of a movement or comparison: from 4.8 to 4.6, 87 % against 89 %, fell to 9 from 31."""
    if len(spans) < 2:
        return False
    if FROM_TO.search(lower) or has_result:
        return True
    between = lower[spans[0][1] : spans[-1][0]]
    return bool(AGAINST.search(between))


def implausible(lower: str) -> list[tuple[int, int]]:
    """Figures that cannot be: 103 % retention, 99.99 % accuracy, 130 % faster, 99.999."""
    found: list[tuple[int, int]] = []
    if "%" not in lower and "per" not in lower and "x" not in lower:
        return found
    for match in PERCENT.finditer(lower):
        value = float(match[1].replace(",", "."))
        near = lower[max(0, match.start() - 40) : match.end() + 25]
        if (value > 100 and BOUNDED.search(near)) or (99.9 <= value < 100 and BOUNDED.search(near)):
            found.append(match.span())
    found += [match.span() for match in MULTIPLE.finditer(lower) if float(match[1]) >= 4]
    return found
