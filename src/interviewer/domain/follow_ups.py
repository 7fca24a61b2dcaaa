"""The rules that a follow-up has to keep, whoever words it. Each returns what is wrong with it, or nothing."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from interviewer.domain.words import content_words, normal, words

MOST_WORDS = 40
MOST_CHARACTERS = 400
LEAKED_WORDS = 6  # so many words in a row of the rubric give it away
SAME_SHARE = 0.75

QUESTION_MARK = re.compile(r"[?？؟]")
ENDS_ASKING = re.compile(r"[?？؟][\"'”’»)\]]*$")
PRAISED = (
    "(?:great|good|excellent|nice|strong|solid|clear|thoughtful|interesting|fascinating|helpful|useful|impressive|perfect"
    "|fantastic|wonderful|lovely|smart|fair|amazing|brilliant|awesome)"
)
PRAISED_THINGS = (
    "(?:answer|point|example|question|story|job|work|thinking|start|instinct|call|framing|insight|detail)s?"
)
PRAISE = re.compile(
    rf"^(?:ah|oh|wow|ok(?:ay)?|yes|right|so)?[,.!]?\s*(?:very |really |so )?{PRAISED}\s*[,.!;:–—-]"
    rf"|\b(?:(?:that|it)(?:'s| is| was| sounds)|this is|what) (?:an? )?(?:really |very |truly |quite |such an? )*"
    rf"{PRAISED}\b(?! enough)"
    rf"|\b{PRAISED} {PRAISED_THINGS}\b(?=[^?]*[.!,;–—-])"
    r"|\b(?:impressive|impressed|well done|thank you|thanks|thankyou|congrat\w*|kudos|bravo|wow)\b"
    r"|\b(?:i|we) (?:really |quite |very much )?(?:like|love|loved|liked|appreciate|admire|enjoyed)\b(?! to\b)",
    re.IGNORECASE,
)
GRADING = re.compile(
    r"\b(?:rubric|scorecard|scoring|graded?|grading|evaluation criteria|evaluator|assess(?:ed|ing|or) you"
    r"|hiring (?:bar|committee|signal)|strong (?:yes|no|hire)|no[- ]hire|points? (?:for|if)|extra credit"
    r"|out of (?:5|five|10|ten)|[1-5] ?/ ?5|level [1-5]|signals? (?:we|i|that)|(?:looking|look) for"
    r"|(?:we|i) want to hear|a (?:good|strong|stronger|better|complete) answer|your score|framework)\b",
    re.IGNORECASE,
)
MACHINE = re.compile(
    r"\b(?:as an ai|language model|system prompt|the candidate|chatbot|as the interviewer)\b", re.IGNORECASE
)
LABEL = re.compile(
    r"^\W*(?:follow[- ]?up(?: question)?|question|interviewer|probe|next|q\d*|answer|note)\s*\d*\s*[:：]", re.IGNORECASE
)
MARKUP = re.compile(r"[`*#<>{}|\\~^\[\]]|__|\w_\w|https?:|www\.|&\w+;|^\s*(?:[-•–]|\d+[.)])\s")
QUOTES = re.compile(r"[“\"«]([^“”\"«»]+)[”\"»]")

LANGUAGES = {
    "English": "the and you what how did was were that with for your have would who why which is are it when",
    "German": "der die das und sie ihr ihre was wie haben nicht ein eine mit für von war den dem warum welche ist wenn",
    "French": "le la les et vous que qui des une est avec pour dans votre vos était comment pourquoi quel quelle ce",
    "Spanish": "el la los las y que una qué cómo por para con usted su sus cuál fue era del está quién cuando",
    "Italian": "il lo la gli e che una come perché per con di suo sua quale era del è chi quando cosa",
    "Portuguese": "o os as e que uma como por para com você seu sua qual foi era do da não é quem quando",
    "Dutch": "de het en een wat hoe waarom van met voor was niet je jij uw u dat die is wanneer welke",
}
FUNCTION_WORDS = {name: frozenset(listed.split()) for name, listed in LANGUAGES.items()}
SURE = 2  # so many function words more than the next language has


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a follow-up is held against: the candidate's words, the question, what was asked before, and words of the
    rubric that nobody should hear."""

    said: str
    question: str
    asked: Sequence[str]
    forbidden: Sequence[str]


def problems(text: str, heard: Heard) -> list[str]:
    """Everything that is wrong with a follow-up, in words for a model to mend it by; none where it may be asked."""
    if not any(map(str.isalnum, text)):
        return ["it is empty"]
    found = (
        one_question(text),
        short_enough(text),
        plain_text(text),
        no_praise(text),
        no_hint(text, heard),
        same_language(text, heard),
        not_asked_before(text, heard.asked),
        based_on_what_was_said(text, heard),
    )
    return [each for each in found if each]


def one_question(text: str) -> str:
    count = len(QUESTION_MARK.findall(text))
    if count != 1:
        return f"it must hold exactly one question, and holds {count}"
    return "" if ENDS_ASKING.search(text.strip()) else "it must end with its question"


def short_enough(text: str) -> str:
    count = len(text.split())
    if count > MOST_WORDS or len(text) > MOST_CHARACTERS:
        return f"it must have at most {MOST_WORDS} words, and has {count}"
    return ""


def plain_text(text: str) -> str:
    """No markup, no label, no line break, no control character or anything else that a terminal could obey."""
    if any(unicodedata.category(each) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp") for each in text):
        return "it must be one line of plain text without control characters"
    if MARKUP.search(text) or LABEL.search(text):
        return "it must be plain words, without markup, lists, links or labels"
    return "it must be said by the interviewer, to the candidate" if MACHINE.search(text) else ""


def no_praise(text: str) -> str:
    return "it must not praise or thank" if PRAISE.search(text.strip().replace("’", "'")) else ""


def no_hint(text: str, heard: Heard) -> str:
    """No word of grading and none of the rubric, unless the candidate or the question used it first."""
    known = normal(f"{heard.said}\n{heard.question}")
    plain = text.replace("’", "'")
    hints = [found[0] for found in GRADING.finditer(plain) if normal(found[0]) not in known]
    said = f" {normal(text)} "
    hints += [term for term in heard.forbidden if f" {normal(term)} " in said and normal(term) not in known]
    return f"it must not hint at how answers are judged (“{hints[0]}”)" if hints else ""


def forbidden_words(names: Sequence[str], sentences: Sequence[str]) -> tuple[str, ...]:
    """What would give a rubric away: its names, and every six words in a row of its sentences."""
    runs = []
    for sentence in sentences:
        listed = words(sentence)
        runs += [" ".join(listed[at : at + LEAKED_WORDS]) for at in range(len(listed) - LEAKED_WORDS + 1)]
    spaced = [name.replace("_", " ") for name in names]
    return tuple(dict.fromkeys((*spaced, *runs)))


@lru_cache(maxsize=4096)
def line_read(line: str) -> tuple[frozenset[str], str]:
    """An interviewer's line as it is compared with others: its content words, and all of its words. Kept, because in a
    long interview every new line is compared with all that were asked."""
    return content_words(line), normal(line)


def not_asked_before(text: str, asked: Sequence[str]) -> str:
    mine, plain = line_read(text)
    for each in asked:
        other, its_plain = line_read(each)
        shared = len(mine & other) / max(1, len(mine | other))
        if its_plain == plain or (len(mine) > 1 and shared >= SAME_SHARE):
            return "it was asked before"
    return ""


def based_on_what_was_said(text: str, heard: Heard) -> str:
    """It takes up a word of the candidate's that carries a meaning; what it quotes, somebody has said."""
    everything = normal("\n".join((heard.said, heard.question, *heard.asked)))
    invented = [quote for quote in QUOTES.findall(text) if normal(quote) not in everything]
    if invented:
        return f"it quotes words that nobody said (“{invented[0][:60]}”)"
    if content_words(text) & content_words(heard.said):
        return ""
    if not text.isascii() and _shared_characters(text, heard.said):
        return ""
    return "it must take up something that the candidate said"


def _shared_characters(text: str, said: str) -> bool:
    """For scripts without spaces between words: two characters in a row in common."""
    wide = [each for each in text if unicodedata.category(each) == "Lo"]
    pairs = {"".join(pair) for pair in pairwise(wide)}
    return any(pair in said for pair in pairs)


def same_language(text: str, heard: Heard) -> str:
    """The language of the candidate, or of the interviewer; where it cannot be told, the script must agree."""
    asked = "\n".join((heard.question, *heard.asked))
    scripts = _scripts(heard.said) | _scripts(asked)
    foreign = _scripts(text) - scripts
    if foreign and scripts:
        return "it must be in the language of the conversation"
    mine = _language(text)
    theirs = {_language(heard.said), _language(asked)} - {""}
    if mine and theirs and mine not in theirs:
        return f"it must be in the language of the conversation, not in {mine}"
    return ""


def _scripts(text: str) -> set[str]:
    """The scripts of a text's letters, where they are more than a stray one: LATIN, CYRILLIC, CJK …"""
    names = [unicodedata.name(each, "?").split()[0] for each in text if each.isalpha()]
    return {name for name in set(names) if names.count(name) > max(2, len(names) // 10)}


def _language(text: str) -> str:
    """A European language by its commonest words; "" where that is not sure."""
    listed = words(text)
    hits = sorted(
        ((sum(word in known for word in listed), name) for name, known in FUNCTION_WORDS.items()), reverse=True
    )
    (most, name), (second, _) = hits[0], hits[1]
    return name if most >= second + SURE else ""
