"""Changes to an answer whose effect on the grade is known beforehand (metamorphic relations)."""

import random
import re

from interviewer.grading.evidence import sentences
from interviewer.grading.offline.quantities import FIGURE

VAGUE_FIGURES = ("some", "several", "a number of", "a lot of", "")
FIRST_PERSON = (
    (r"\bI['’]?m\b|\bI am\b", "we are"), (r"\bI was\b", "we were"), (r"\bI\b", "we"), (r"\bmy\b", "our"),
    (r"\bMy\b", "Our"), (r"\bme\b", "us"), (r"\bmine\b", "ours"), (r"\bmyself\b", "ourselves"),
)  # fmt: skip

HANDED = (
    "I'd ask the engineers to decide that, since they know it best.",
    "That one is for the data science lead to choose.",
    "Legal would have the final say on it.",
    "The team told me what they had picked, and I passed it on.",
)
DECIDES = re.compile(
    r"\bI(?:['’](?:d|ll|ve))?(?: \w+){0,2}? (?:set|chose|choose|decided|decide|refused|refuse|stopped|stop"
    r"|required|require|cut|picked|pick|rejected|reject"
    r"|turned|said no|held|hold|moved|move|put|made|gave|give|asked for|ask for|launched|launch|shipped|ship"
    r"|closed|close|priced|price|wrote|write|kept|keep"
    r"|took|take|dropped|drop|removed|remove|split|limited|switched|switch|funded|fund|killed|kill|let|added"
    r"|add|had|paid|pay|wanted|want|changed|change"
    r"|started|start|measured|measure|signed|sign|capped|cap|ran|run|define|defined|insisted|insist|paused"
    r"|pause|raised|raise|lowered|lower)\b"
    r"|\b(?:my|mine|on me)\b",
    re.IGNORECASE,
)
OUTCOME = re.compile(
    r"\b(?:fell|dropped|rose|grew|went (?:up|down|from|to)|came (?:down|back|out)|improved|increased|decreased"
    r"|reduced|doubled|halved|saved|earned|declined"
    r"|climbed|slipped|shrank|ended (?:at|up)|landed at|reached|stayed at|held at|renewed|took it up|is now"
    r"|are now|was down|were down|was up|were up|instead of"
    r"|down to|up to|from)\b(?=[^.!?]*\d)|\b(?:retention|churn|revenue|conversion|complaints|tickets"
    r"|adoption)\b(?=[^.!?]*\d)",
    re.IGNORECASE,
)
PADDING = (
    "Of course every situation is a little different, and one has to look at it from several sides.",
    "I find this kind of topic really interesting, and I have thought about it quite a bit over the years.",
    "There is always more that one could say about it, but I hope this gives a good impression.",
)
SYNONYMS = (
    (r"\bbecause\b", "since"),
    (r"\bbut\b", "though"),
    (r"\bshowed\b", "made clear"),
    (r"\bhelped\b", "was of help"),
    (r"\babout\b", "around"),
    (r"\bbegan\b", "started"),
    (r"\bbig\b", "large"),
    (r"\bsmall\b", "little"),
    (r"\balso\b", "in addition"),
    (r"\bafter that\b", "later on"),
    (r"\bpeople\b", "folks"),
    (r"\bvery\b", "quite"),
    (r"\bdidn't\b", "did not"),
    (r"\bwasn't\b", "was not"),
    (r"\bI'd\b", "I would"),
    (r"\bit's\b", "it is"),
    (r"\bthat's\b", "that is"),
    (r"\bcouldn't\b", "could not"),
    (r"\bfell\b", "went down"),
    (r"\brose\b", "went up"),
    (r"\bneeded\b", "required"),
)


def without_figures(text: str, turn: int = 0) -> str:
    """The same answer with every figure made vague: specificity must fall, ownership must not."""
    vague = FIGURE.sub(lambda match: VAGUE_FIGURES[(turn + match.start()) % len(VAGUE_FIGURES)], text)
    return re.sub(r"[^\S\n]+", " ", vague)


def as_we(text: str) -> str:
    """The same answer told by 'we': ownership must fall, specificity must not."""
    for pattern, other in FIRST_PERSON:
        text = re.sub(pattern, other, text)
    return text


def handed_over(answer: str) -> str:
    """Every sentence in which the candidate decides becomes one that leaves it to somebody else."""
    out, turn = [], 0
    for sentence in sentences(answer):
        if DECIDES.search(sentence.text):
            out.append(HANDED[turn % len(HANDED)])
            turn += 1
        else:
            out.append(sentence.text)
    return " ".join(out)


def without_outcome(answer: str) -> str:
    """The same answer without the sentences that say what came of it."""
    return " ".join(each.text for each in sentences(answer) if not OUTCOME.search(each.text))


def padded(answer: str) -> str:
    return f"{PADDING[1]} {answer} {PADDING[0]} {PADDING[2]}"


def paraphrased(answer: str) -> str:
    """Other words for the same, where that is safe without understanding the text."""
    for pattern, other in SYNONYMS:
        answer = re.sub(pattern, other, answer)
    return answer


def as_bullets(answer: str) -> str:
    return "\n".join(f"- {each.text}" for each in sentences(answer))


def with_typos(answer: str, share: float = 0.03) -> str:
    """Two letters change places in about 3 % of the longer words."""
    rng = random.Random(len(answer))

    def spoil(match: re.Match[str]) -> str:
        word = match[0]
        if rng.random() > share:
            return word
        at = rng.randrange(1, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    return re.sub(r"[A-Za-z]{5,}", spoil, answer)
