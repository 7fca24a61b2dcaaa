"""How long an answer to a drill should be, and what becomes of one that is longer or much shorter.

An answer may run over its target by half. What comes after that is not graded: nobody would be listening any more. A
short answer loses nothing by its length as such; what it leaves out cannot be found.
"""

import re

from interviewer.domain.rubrics import DrillRubric

SPOKEN_WORDS_A_MINUTE = 140
ALLOWANCE = 1.5  # times the target; after that nobody listens or reads on
SHORT = 0.5  # times the target; below it the person is told
SENTENCE_BACK = 0.2  # of the heard part may be given up so that it ends with a sentence

WORD = re.compile(r"\S+")
ENDS = re.compile(r"[.!?…][\"'”’)\]]*(?=\s)|\n")


def target_words(drill: DrillRubric) -> int:
    """The length in words to aim at."""
    return drill.words or SPOKEN_WORDS_A_MINUTE * (drill.minutes or 1)


def heard_words(drill: DrillRubric) -> int | None:
    """After so many words nothing is graded; None in a conversation, which has its turns."""
    return None if drill.talk else round(target_words(drill) * ALLOWANCE)


def heard(drill: DrillRubric, answer: str) -> str:
    """The part of an answer that is graded: a beginning of it, so that offsets hold, and whole sentences if it can."""
    most = heard_words(drill)
    words = list(WORD.finditer(answer))
    if most is None or len(words) <= most:
        return answer
    cut = words[most - 1].end()
    ends = [found.end() for found in ENDS.finditer(answer, 0, min(cut + 1, len(answer))) if found.end() <= cut]
    return answer[: ends[-1]] if ends and ends[-1] >= cut * (1 - SENTENCE_BACK) else answer[:cut]


def length_told(drill: DrillRubric) -> str:
    """What is said before the answer: the target, and what is lost beyond it."""
    if drill.words:
        target = f"Target: {drill.words} words, written."
    else:
        minutes = drill.minutes or 1
        spoken = f"{minutes} minute{'' if minutes == 1 else 's'} spoken, about {target_words(drill)} words"
        target = f"Target: {spoken}{' in all' if drill.talk else ''}."
    most = heard_words(drill)
    return f"{target} What comes after {most} words is not graded." if most else target


def length_notice(drill: DrillRubric, answer: str) -> str | None:
    """What is said with the grade of an answer that is too long or much too short; None where its length fits."""
    count, target, most = len(answer.split()), target_words(drill), heard_words(drill)
    if not count:
        return None
    words = f"{count} word{'' if count == 1 else 's'}"
    if most is not None and count > most:
        graded = len(heard(drill, answer).split())
        return f"Too long: {words}, where the target is {target}. Only the first {graded} were graded."
    if count < target * SHORT:
        return f"Short: {words}, where the target is {target}. What is left out cannot be found."
    if most is not None and count > target * (1 + (ALLOWANCE - 1) / 2):
        return f"Long: {words}, where the target is {target}. It cost nothing yet; after {most} nothing counts."
    return None
