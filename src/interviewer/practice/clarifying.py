"""What an interviewer says when asked back: fair, in character, and nothing that the question does not hold."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from interviewer.domain.interviews import Exchange
from interviewer.domain.loops import Company, Replies, RoundPlan
from interviewer.domain.questions import TRACK_NAMES, Track
from interviewer.domain.words import content_words, normal

MOST_CLARIFICATIONS = 3  # on one question; then it is time to answer


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)


# What a question back is about.
GRADING = _any_of(
    "looking for",
    "rubric",
    "scored?",
    "grad(?:e|ed|ing)",
    "criteria",
    "marks?",
    "right answer",
    "expected answer",
    "hint",
)
REPEAT = _any_of(
    "repeat", "again", "pardon", "rephrase", "what did you (?:say|ask)", r"(?:what|huh|sorry)(?=\W*$)",
    r"(?:didn't|did not|don't|do not) (?:quite |really |fully )?(?:understand|hear|catch|follow|get)",
)  # fmt: skip
LENGTH = _any_of(
    "how long", "how much time", "how many minutes", "how detailed", "how short", "time limit", "how many words"
)
COMPANY = _any_of(
    "start-?up",
    "enterprise",
    "big tech",
    "company",
    "organi[sz]ation",
    "corporate",
    "compliance",
    "regulated",
)
ROLE = _any_of("role", "position", "job", "ai pm", "ml pm", "product manager")
EXAMPLE = _any_of(
    "real",
    "own",
    "example",
    "hypothetical",
    "from my",
    "past",
    "experience",
    "project",
    "invent",
    "made[- ]up",
    "story",
)
TERM = _any_of("mean(?:s|t|ing)?", "define", "definition", "what (?:is|are) an?", "what sense")
PAUSE = _any_of("minute to", "moment", "second to", "think about (?:it|that)", "time to think")
SCOPE = _any_of(
    r"assum\w*", "which", r"what (?:kind|sort|type|scope|product|market|users?|level|data)", r"who (?:is|are)", "scope",
    "users?", "customers?", "market", "country", "product", "model", "data", "scale", r"how (?:many|big|large|much)",
    r"is (?:it|this|there)", r"are (?:we|there)", "what (?:is|are) the", "can (?:i|we) (?:assume|take|choose|pick)",
)  # fmt: skip
# A follow-up that can only be understood together with what was said before it.
REFERS_BACK = _any_of(
    "the (?:two|three|four|five|others?|same|first|last)", "that", "those", "these", "this", "it", "them",
    "which (?:of|one)",
)  # fmt: skip
MOST_BEFORE = 30  # words of an answer that are said again
SENTENCE = re.compile(r"[^.!?]+[.!?]+")


@dataclass(frozen=True, slots=True)
class Setting:
    """The facts that may be told."""

    track: Track
    plan: RoundPlan
    company: Company | None


def clarification(asked: str, exchange: Exchange, setting: Setting, replies: Replies, said: Collection[str]) -> str:
    """The reply to a question back; `said` are the replies given before, so that lines take turns."""
    question = exchange.question
    about = exchange.pending.text if exchange.pending else question.prompt
    lines = _lines(asked, exchange, setting, replies)
    filled = [
        line.replace("{question}", about)
        .replace("{minutes}", _minutes(question.minutes))
        .replace("{setting}", setting.company.setting if setting.company else "")
        .replace("{role}", TRACK_NAMES[setting.track])
        .replace("{given}", _given(asked, question.prompt))
        .replace("{before}", _before(exchange))
        for line in lines
    ]
    return fresh(filled, said)


def is_enough(exchange: Exchange) -> bool:
    """Whether the candidate has asked back so often that the next thing counts as an answer."""
    return len(exchange.clarifications) >= MOST_CLARIFICATIONS


def fresh(lines: Sequence[str], said: Collection[str]) -> str:
    """The first line that was not said yet; when all were, the one said longest ago comes round again."""
    known = [normal(each) for each in said]
    unused = next((line for line in lines if normal(line) not in known), None)
    if unused is not None:
        return unused
    return min(lines, key=lambda line: len(known) - known[::-1].index(normal(line)))


def _lines(asked: str, exchange: Exchange, setting: Setting, replies: Replies) -> Sequence[str]:  # noqa: PLR0911 - a table
    """Which lines answer this question back; what it is about decides, the more telling first."""
    story = exchange.question.kind == "behavioural"
    if len(exchange.clarifications) == MOST_CLARIFICATIONS - 1:
        return replies.enough
    if GRADING.search(asked):
        return replies.grading
    if PAUSE.search(asked):
        return replies.pause
    if LENGTH.search(asked):
        return replies.length_written if setting.plan.written else replies.length
    if COMPANY.search(asked):
        return replies.company if setting.company else replies.company_open
    if ROLE.search(asked):
        return replies.role
    if EXAMPLE.search(asked):
        return replies.example_story if story else replies.example_case
    if _refers_back(exchange) and not REPEAT.search(asked):
        return replies.refers_to_question if _of_the_question(exchange) else replies.refers_to_answer
    if TERM.search(asked):
        return replies.term
    if REPEAT.search(asked):
        return replies.repeat
    if SCOPE.search(asked):
        return replies.scope_given if _given(asked, exchange.question.prompt) else replies.scope
    return replies.other


def _refers_back(exchange: Exchange) -> bool:
    """Whether the follow-up under way points at something before it; one that quotes says itself at what."""
    probe = exchange.pending
    return bool(probe and "“" not in probe.text and REFERS_BACK.search(probe.text) and _before(exchange))


def _of_the_question(exchange: Exchange) -> bool:
    """The question's own next turn refers to the question, every other follow-up to what was answered."""
    return exchange.pending is not None and exchange.pending.kind == "depth"


def _before(exchange: Exchange) -> str:
    """What a follow-up refers to: the question, or the end of the last answer that holds something."""
    if _of_the_question(exchange):
        return exchange.question.prompt
    said = next((each.text for each in reversed(exchange.replies) if each.said == "answer"), "")
    sentences = SENTENCE.findall(said) or [said]
    listed = sentences[-1].split()
    return " ".join(listed[:MOST_BEFORE]) + (" …" if len(listed) > MOST_BEFORE else "")


def _given(asked: str, prompt: str) -> str:
    """The part of the question that already says what was asked for; "" where it has none."""
    parts = [each.strip() for each in SENTENCE.findall(prompt)]
    wanted = content_words(asked)
    fitting = [part for part in parts if len(parts) > 1 and not part.endswith("?") and content_words(part) & wanted]
    return max(fitting, key=lambda part: len(content_words(part) & wanted), default="")


def _minutes(minutes: int) -> str:
    return "a minute" if minutes == 1 else f"{minutes} minutes"
