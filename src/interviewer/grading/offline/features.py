"""What an entry of a check's `find` may name, so that no name in somebody's own rubric fails in silence."""

import tomllib
from functools import cache
from pathlib import Path

from interviewer.grading.offline.checks import CONDITIONS, OWN_WORDS, WHOLE_ANSWER

READ = frozenset(  # what is read in a sentence beside the subjects of the lexicon
    (
        "figure", "change", "time", "misconception", "implausible", "i_decides", "i_steps", "i_acts", "i_supports",
        "i_word", "we_decides", "we_word", "nobody_decides", "delegates", "discussed", "step",
    )
)  # fmt: skip


@cache
def known_features() -> frozenset[str]:
    """The names of all features of a sentence."""
    lexicon = Path(__file__).resolve().parent / "data" / "lexicon.toml"
    return READ | frozenset(tomllib.loads(lexicon.read_text(encoding="utf-8")))


def wrong_in_find(entry: str, has_words: bool) -> str:
    """What is wrong with one entry of `find`, for people; nothing where it can be looked for."""
    if entry.startswith(WHOLE_ANSWER):
        name = entry.removeprefix(WHOLE_ANSWER)
        known = ", ".join(f"{WHOLE_ANSWER}{each}" for each in CONDITIONS)
        return "" if name in CONDITIONS else f"{entry!r} is no condition of the whole answer (there are: {known})"
    names = entry.strip().removesuffix("~").split()
    if not any(not name.startswith("!") for name in names):
        return f"{entry!r} names no feature that a sentence must have"
    for name in names:
        plain = name.removeprefix("!")
        if plain == OWN_WORDS:
            if not has_words:
                return f"{entry!r} speaks of the check's own words, and it has none"
        elif plain not in known_features():
            return f"{plain!r} is no feature that the offline grader knows{_near(plain)} (docs/rubrics.md lists them)"
    return ""


def _near(name: str) -> str:
    import difflib

    found = difflib.get_close_matches(name, known_features(), n=1, cutoff=0.6)
    return f": did you mean {found[0]!r}?" if found else ""
