"""What kind of thing a candidate has just said: an answer, nothing, "I don't know", a refusal, or a question back."""

import re
from collections.abc import Iterable
from typing import Literal

from interviewer.domain.words import normal

Heard = Literal["answer", "nothing", "no_idea", "declined", "question_back"]

LONGEST_SHORT = 25  # words; whoever says more has said something
LEFT_OVER = 3  # words beside "I don't know" that still add nothing
LONGEST_QUESTION = 60
BRIEF = 10  # words of a single question that can only be put to the other
REPEATED_SHARE, REPEATED_WORDS = 0.8, 8


def _any_of(*phrases: str, start: str = r"\b", end: str = r"\b") -> re.Pattern[str]:
    return re.compile(f"{start}(?:{'|'.join(phrases)}){end}", re.IGNORECASE)


FILLER = _any_of(
    r"u+m+", r"u+h+", r"e+r+m?", r"h+m+", r"a+h+", "well", "so", r"ok(?:ay)?", "right", r"let me (?:think|see)",
    "good question", "sorry", "honestly", "to be honest", "i mean", "you know", "really", "just", "at all",
    r"about (?:that|it|this)", r"the answer(?: to (?:that|this))?", "right now", "off the top of my head",
)  # fmt: skip
NO_IDEA = _any_of(
    r"i (?:really |honestly |just )?(?:do not|don't|dont) (?:know|remember|recall)",
    r"i(?:'ve| have)? (?:got )?no (?:idea|clue)", r"no (?:idea|clue)", r"(?:i(?:'m| am) )?not (?:really )?sure",
    r"(?:i )?(?:can't|cannot|can not) (?:say|think of \w+|answer)", "nothing comes to mind",
    r"my mind(?:'s| is) (?:gone )?blank", r"(?:i(?:'m| am) )?drawing a blank", "beats me",
    r"i(?:'d| would) have to (?:think|guess|pass)", "idk", "dunno", r"(?:i(?:'ll| will)? )?pass",
    r"(?:das )?wei(?:ß|ss) ich nicht", r"ich wei(?:ß|ss) (?:es |das )?nicht", "keine ahnung", "je ne sais pas",
    r"no (?:lo )?s[eé]", "non lo so", r"n[aã]o sei", "weet ik niet",
)  # fmt: skip
HELP = r"(?:a |any |some )?(?:small |little )?(?:hints?|help|pointers?)"
STUCK = _any_of(  # help is asked for, not the question again
    r"(?:i think )?i(?:'m| am) (?:a bit |really |completely )?(?:stuck|lost)", r"help me(?: out)?(?: here)?",
    rf"(?:can|could|would|will) you (?:please |maybe )?(?:give|offer) me {HELP}", r"(?:a |any )?hints?(?=\W*$)",
    rf"(?:can|could|may) i (?:please )?(?:have|get) {HELP}", r"(?:can|could) you (?:please )?help(?: me)?(?: out)?",
)  # fmt: skip
DECLINED = _any_of(
    r"i (?:will not|won't|refuse to|(?:don't|do not) want to|would rather not|am not going to) (?:answer|say|talk)",
    r"i'm not (?:going to|gonna) (?:answer|say|talk)", "no comment", "none of your (?:business|concern)",
    r"(?:can we|let's|let us|please) skip (?:this|it|that)",
    r"(?:stupid|dumb|pointless|silly|ridiculous|idiotic) (?:\w+ )?(?:question|interview|exercise)",
    "waste of my time", "why should i (?:answer|tell|care)", "shut up",
)  # fmt: skip
GRUMBLES = _any_of(  # a refusal where hardly anything else is said
    "next question", "skip (?:this|it|that)", r"skip(?: the question)?(?:,? please)?(?=\W*$)",
    "(?:this|that|it) is (?:stupid|pointless|ridiculous|silly|nonsense)",
    "waste of time", "who cares", "go away", "i'd rather not(?: say| answer)?",
    "whatever",
)  # fmt: skip
PUT_TO_THE_OTHER = (
    r"(?:could|can|would|will) you (?:please |maybe |kindly )?"
    r"(?:clarify|explain|repeat|rephrase|say|tell me|elaborate|give me (?:an example|more)|be more|specify|define)"
)
NOT_UNDERSTOOD = (
    r"i (?:don't|do not|didn't|did not) (?:quite |really |fully )?(?:understand|follow|get) "
    r"(?:the |your |this |that )?(?:question|what you)"
)
ASKS_BACK = _any_of(
    PUT_TO_THE_OTHER, NOT_UNDERSTOOD, "what do you mean", r"what (?:exactly )?(?:is|are) meant", r"(?:do|did) you mean",
    r"(?:can|may|could) i (?:ask|assume|take|choose|pick|use)",
    r"should i (?:assume|take|use|pick|focus|answer|talk|choose)", r"(?:are|is) (?:we|it|this|that|there)\b[^.?!]*\?",
    r"which (?:product|company|market|user|users|model|kind|type|role|one|country|team)",
    r"how (?:long|much time|many minutes|detailed)", r"what (?:kind|sort|type|scope|product|company|role|market|level)",
    r"who (?:is|are) (?:the )?(?:user|users|customer|customers)", r"what are you (?:looking for|after)",
    r"(?:please )?(?:clarify|repeat|rephrase)", "come again", "pardon", "say that again", end="",
)  # fmt: skip
CLARIFY_FIRST = _any_of(
    r"(?:please )?(?:clarify|repeat|rephrase)", PUT_TO_THE_OTHER, NOT_UNDERSTOOD, start=r"^\W*(?:\w+[,.]?\s+){0,3}?"
)
SELF_PUT = re.compile(
    r"\b(?:would|did|do|should|am|was|had|will) (?:i|we)\b(?! (?:assume|take|use|pick|focus|answer|talk))",
    re.IGNORECASE,
)
COURTESY = re.compile(r"\b(?:thank you|thanks|please|cheers)\b[.!]*\s*$", re.IGNORECASE)
WORDS = re.compile(r"\w+")
SENTENCE = re.compile(r"[^.!?\n]+[.!?]*|[.!?]+")


def hear(text: str) -> Heard:
    """What a text is, by its words alone. Whatever is long, or holds a figure, is an answer."""
    plain = text.replace("’", "'")
    if not any(map(str.isalnum, plain)) or not any(map(str.isalnum, FILLER.sub("", plain))):
        return "nothing"
    count = len(plain.split())
    if count <= LONGEST_SHORT and _is_mostly(STUCK, plain):
        return "no_idea"
    if count <= LONGEST_QUESTION and _asks_back(plain):
        return "question_back"
    if count > LONGEST_SHORT or any(map(str.isdigit, plain)):
        return "answer"
    if DECLINED.search(plain) or _is_mostly(GRUMBLES, plain):
        return "declined"
    return "no_idea" if _is_mostly(NO_IDEA, plain) else "answer"


def _is_mostly(pattern: re.Pattern[str], text: str) -> bool:
    """Whether hardly a word is left when the pattern and the fillers are taken away."""
    return bool(pattern.search(text)) and len(WORDS.findall(FILLER.sub("", pattern.sub("", text)))) <= LEFT_OVER


def _asks_back(text: str) -> bool:
    """Only questions and a courtesy or two, at least one of them put to the interviewer; it ends by asking."""
    plain = COURTESY.sub("", text).strip()
    if DECLINED.search(plain) or _is_mostly(GRUMBLES, plain):
        return False
    if plain.endswith("?") and len(plain.split()) <= BRIEF and not SELF_PUT.search(plain) and plain.count("?") == 1:
        return True
    if not ASKS_BACK.search(plain):
        return False
    sentences = [each.strip() for each in SENTENCE.findall(plain) if any(map(str.isalnum, each))]
    if not sentences[-1].endswith("?") and not CLARIFY_FIRST.match(sentences[-1]):
        return False
    statements = [each for each in sentences if not each.endswith("?") and not ASKS_BACK.search(each)]
    return sum(len(each.split()) for each in statements) <= 2 * LEFT_OVER


def repeats(text: str, earlier: Iterable[str]) -> bool:
    """Whether nearly everything in a text stands word for word in what was said before."""
    known = {normal(sentence) for each in earlier for sentence in SENTENCE.findall(each)}
    total = again = 0
    for sentence in SENTENCE.findall(text):
        count = len(sentence.split())
        total += count
        again += count if normal(sentence) in known else 0
    return total >= REPEATED_WORDS and again >= REPEATED_SHARE * total
