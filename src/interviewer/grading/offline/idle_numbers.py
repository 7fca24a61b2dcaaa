"""Numbers that measure nothing: which one of several, how old, on what day, and how many colleagues there were.

Every function takes the sentence in lower case.
"""

import re

from interviewer.grading.lower_case import compiled
from interviewer.grading.pieces import holds

SMALL = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen)"
MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|apr|aug|sept?|oct|nov|dec)"
)
GOES_WITH_UNIT = r"(?!\w|[.,]\d|\s?(?:%|percent|per cent|points?\b))"
NUMBERED = (
    "year", "years", "grade", "grades", "class", "classes", "age", "ages", "aged", "version", "versions", "v",
    "room", "rooms", "level", "levels", "step", "steps", "phase", "phases", "stage", "stages", "chapter",
    "chapters", "section", "sections", "page", "pages", "question", "questions", "part", "parts", "option",
    "options", "number", "numbers", "no", "nos", "nr", "type", "types", "tier", "tiers", "line", "lines", "gate",
    "gates", "ward", "wards", "building", "flight", "bus", "route", "article", "articles", "iso", "gpt",
    "table", "figure", "slide", "ticket", "week", "day", "month", "quarter", "sprint", "season", "wave", "round",
    "batch", "shift",
)  # fmt: skip
NAMED_BY_NUMBER = compiled(
    rf"\b(?:(?:{'|'.join(NUMBERED)})|(?:v|nos?|nr|art)\.)"
    rf"[ -]?#?{SMALL}(?:(?:\s?(?:,|-|–|/|to|and|or)\s?){SMALL})*{GOES_WITH_UNIT}"
    r"|#\s?\d+\b|\b(?:version|v\.?|release)\s?\d+(?:\.\d+)*\b"
)
NAMING = frozenset((*NUMBERED, "art", "release", "#"))
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
    r"|\b(?:i'm|i’m|i am|he is|she is|he's|she's|who is|who's|he was|she was|who was) (?:now |only |just )?"
    r"\d{2}\b(?!\s?(?:%|percent|per cent|points?\b|[a-z]+s\b)|[.,]\d)"
)
# These begin with the number itself.
ORDINAL = compiled(r"\d+(?:st|nd|rd|th)\b")
SMALL_NUMBER = compiled(rf"{SMALL}\b")
COLLEAGUES = compiled(
    rf"{SMALL} (?:of us\b|(?:[a-z]+ )?(?:engineers?|developers?|designers?|pms?|product managers?"
    r"|data scientists?|scientists?|analysts?|researchers?|colleagues|founders|teams?|squads?)\b(?! (?:for|over) ))"
)
IN_TEAM = re.compile(r"\b(?:team|squad|group) of \Z")
# What a date and an age hold, of the words around a number; looking for them first is quicker.
DATING = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "/", ":", "-", "–", ".")
AGING = (
    " old", "-old", "over", "under", "above", "below", "aged", "i'm", "i’m", "i am", " is", "he's", "who's", " was",
)  # fmt: skip
YEARS, HOURS = ("19", "20"), ("a", "p", "o")
MAY_BE_IDLE = re.compile(rf"\d{{1,3}}|{SMALL}|(?:19|20)\d\d|#?\d+|\d{{1,2}}\.\d+|{SMALL}[- ]\w+|\d+ ?[a-z]")
MOST_FIGURES = 100  # of a sentence: what has more is a table, and none of them is looked at
AROUND = 30  # characters in which the word stands that makes a number no measure


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
        or _counts_a_team(lower, span)
        or (not NAMING.isdisjoint(NAMES.findall(lower, low, start)) and is_within(NAMED_BY_NUMBER))
        or (holds(near, AGING) and is_within(AGED))
        or (lower[start].isdigit() and ORDINAL.match(lower, start, high) is not None)
        or (_may_be_dated(lower, span, near) and is_within(DATED))
    )


def _counts_a_team(lower: str, span: tuple[int, int]) -> bool:
    start, end = span
    before = IN_TEAM.search(lower, max(0, start - AROUND), start)
    return before is not None and SMALL_NUMBER.match(lower, start, end + AROUND) is not None


def _may_be_dated(lower: str, span: tuple[int, int], near: str) -> bool:
    start, end = span
    return lower[start].isdigit() and (
        lower.startswith(YEARS, start) or lower[end : end + 2].lstrip().startswith(HOURS) or holds(near, DATING)
    )
