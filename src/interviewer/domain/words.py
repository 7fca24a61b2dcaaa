"""Words of a text, cut down to what it is about: enough to see whether two texts speak of the same thing."""

import re

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
SHORTEST = 4
SHORTEST_STEM = 4
ENDINGS = ("ations", "ation", "ings", "ing", "ions", "ion", "ments", "ment", "ness", "ies", "ied", "ers", "er", "ed",
           "es", "ly", "s", "e", "y")  # fmt: skip
STOP = frozenset(
    """about above actually after again also although always another because been before being below between both
    could does doing done down during each else even ever every exactly from further give given gave going gone have
    having here hers herself himself into itself just kind know later least less like made make many maybe mean might
    more most much must myself need never nothing often once only other others ours over perhaps quite rather really
    said same saying says seem should since some something somebody someone still such sure take tell than that their
    theirs them themselves then there these they thing things think this those though through thus till together told
    took under until upon usually very want wanted well went were what whatever when where whether which while whole
    whom whose will with within without would year yours yourself""".split()  # noqa: SIM905 - a list of 130 strings is harder to read
)


def words(text: str) -> list[str]:
    """The words of a text in lower case, in order."""
    return [found[0].casefold().replace("’", "'") for found in WORD.finditer(text)]


def stem(word: str) -> str:
    """A word without its ending; crude, and the same for both of two texts, which is all that counts."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def content_words(text: str) -> frozenset[str]:
    """The stems of the words that carry a subject; short and common words are left out."""
    return frozenset(stem(word.partition("'")[0]) for word in words(text) if len(word) >= SHORTEST and word not in STOP)


def normal(text: str) -> str:
    """A text as it is compared with another: words only, in lower case."""
    return " ".join(words(text))
