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
# Numbers that measure nothing: which one of several, how old, on what day, and how many colleagues there were.
SMALL = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen)"
MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|apr|aug|sept?|oct|nov|dec)"
)
GOES_WITH_UNIT = r"(?!\w|[.,]\d|\s?(?:%|percent|per cent|points?\b))"
NUMBERED = [
    "year",
    "years",
    "grade",
    "grades",
    "class",
    "classes",
    "age",
    "ages",
    "aged",
    "version",
    "versions",
    "v",
    "room",
    "rooms",
    "level",
    "levels",
    "step",
    "steps",
    "phase",
    "phases",
    "stage",
    "stages",
    "chapter",
    "chapters",
    "section",
    "sections",
    "page",
    "pages",
    "question",
    "questions",
    "part",
    "parts",
    "option",
    "options",
    "number",
    "numbers",
    "no",
    "nos",
    "nr",
    "type",
    "types",
    "tier",
    "tiers",
    "line",
    "lines",
    "gate",
    "gates",
    "ward",
    "wards",
    "building",
    "flight",
    "bus",
    "route",
    "article",
    "articles",
    "art",
    "iso",
    "gpt",
    "table",
    "figure",
    "slide",
    "ticket",
    "week",
    "day",
    "month",
    "quarter",
    "sprint",
    "season",
    "wave",
    "round",
    "batch",
    "shift",
]
NAMED_BY_NUMBER = compiled(
    rf"\b(?:(?:{'|'.join(NUMBERED)})|(?:v|nos?|nr|art)\.)"
    rf"[ -]?#?{SMALL}(?:(?:\s?(?:,|-|–|/|to|and|or)\s?){SMALL})*{GOES_WITH_UNIT}"
    r"|#\s?\d+\b|\b(?:version|v\.?|release)\s?\d+(?:\.\d+)*\b"
)
NAMING = frozenset((*NUMBERED, "release", "#"))
NAMES = re.compile(r"[a-z]+|#")
DATED = compiled(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{MONTH}\b|\b{MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?{GOES_WITH_UNIT}"
    r"|\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b"
    r"|(?<![\d.,])(?:19[5-9]|20[0-4])\d(?:[-–/]\d{2,4})?(?![\w%]|[.,]\d|\s?%|\s(?:[a-z]+\s)?[a-z]+s\b)"
    r"|(?<![\d.,])\d{1,2}(?:[:.]\d{2})?\s?(?:[ap]\.?m\b|o'clock)|\b\d{1,2}:\d{2}\b(?!:)|\b24/7\b"
)
AGED = compiled(
    rf"\b(?:\d{{1,3}}|{SMALL})[- ]years?[- ]olds?\b|\b(?:over|under)[- ]\d{{1,2}}s\b"
    r"|\b(?:people|patients|users|customers|members|drivers|women|men|children|pupils|anyone|everyone|those)"
    r" (?:over|under|above|below|aged) \d{2}\b(?! [a-z]+s\b)"
)
# These begin with the number itself.
ORDINAL = compiled(r"\d+(?:st|nd|rd|th)\b")
SMALL_NUMBER = compiled(rf"{SMALL}\b")
COLLEAGUES = compiled(
    rf"{SMALL} (?:of us\b|(?:[a-z]+ )?(?:engineers?|developers?|designers?|pms?|product managers?"
    r"|data scientists?|scientists?|analysts?|researchers?|colleagues|founders|teams?|squads?)\b(?! (?:for|over) ))"
)
TEAM_OF = ("team of ", "squad of ", "group of ")
# What a date and an age hold, of the words around a number; looking for them first is quicker.
DATING = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "/", ":", "-", "–", ".")
AGING = (" old", "-old", "over", "under", "above", "below", "aged")
YEARS, HOURS = ("19", "20"), ("a", "p", "o'clock", " a", " p", " o'clock")
MAY_BE_IDLE = re.compile(rf"\d{{1,3}}|{SMALL}|(?:19|20)\d\d|#?\d+|\d{{1,2}}\.\d+|{SMALL}[- ]\w+|\d+ ?[a-z]")
MOST_FIGURES = 100  # of a sentence: what has more is a table, and none of them is looked at
AROUND = 30  # characters in which the word stands that makes a number no measure
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


def measures(lower: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of the figures of a sentence, those that measure something: not school years, ages, dates and versions, nor how
    many colleagues there were."""
    if len(spans) > MOST_FIGURES:
        return spans
    return [span for span in spans if not _measures_nothing(lower, span)]


def _measures_nothing(lower: str, span: tuple[int, int]) -> bool:
    start, end = span
    if not MAY_BE_IDLE.fullmatch(lower, start, end):
        return False
    low, high = max(0, start - AROUND), end + AROUND

    def is_within(pattern: re.Pattern[str]) -> bool:
        return any(match.start() <= start < match.end() for match in pattern.finditer(lower, low, high))

    near = lower[low:high]
    return (
        COLLEAGUES.match(lower, start, high) is not None
        or (lower.endswith(TEAM_OF, low, start) and SMALL_NUMBER.match(lower, start, high) is not None)
        or (not NAMING.isdisjoint(NAMES.findall(lower, low, start)) and is_within(NAMED_BY_NUMBER))
        or (holds(near, AGING) and is_within(AGED))
        or (lower[start].isdigit() and ORDINAL.match(lower, start, high) is not None)
        or (_may_be_dated(lower, span, near) and is_within(DATED))
    )


def _may_be_dated(lower: str, span: tuple[int, int], near: str) -> bool:
    start, end = span
    return lower[start].isdigit() and (
        lower.startswith(YEARS, start) or lower.startswith(HOURS, end) or holds(near, DATING)
    )


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
