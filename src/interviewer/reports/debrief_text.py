"""A debrief to be read: as plain text for 80 columns, or as Markdown. The parts are the same in both."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from interviewer.domain.debriefs import HELD_BY, CompanyFit, Debrief, Fix, QuestionView, Quoted, TrackFit
from interviewer.domain.feedback import HABIT_WORTH
from interviewer.domain.grades import VOTE_NAMES
from interviewer.domain.questions import TRACK_NAMES
from interviewer.domain.scoring import arithmetic
from interviewer.domain.text import visible

WIDTH = 79
LONGEST_QUOTE = 180
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
MOST_GAINS = 3
INDENTS = {"text": ("    ", "    "), "entry": ("* ", "  "), "numbered": ("", "  "), "quote": ("    “", "     ")}
CAPS = {
    "ownership": "held at mixed by ownership: nobody could say what you decided",
    "passed_on": "held at mixed: a third or more of the questions were passed on",
    "gate": "no answer was about the question that was asked",
}


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph, an entry of a list, one with its number in front, or a quotation under the entry before it."""

    kind: Literal["text", "entry", "numbered", "quote"]
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    items: tuple[Item, ...]


def debrief_as_text(debrief: Debrief) -> str:
    """Lines of at most 79 columns, without escapes."""
    parts = []
    for section in sections(debrief):
        lines = [visible(section.title), "-" * len(section.title)]
        for item in section.items:
            lines += _plain(item)
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def debrief_as_markdown(debrief: Debrief) -> str:
    """What comes from answers and questions is escaped: it is text, whatever it holds."""
    parts = []
    for number, section in enumerate(sections(debrief)):
        lines = [f"{'#' if number == 0 else '##'} {_escaped(section.title)}", ""]
        for item in section.items:
            lines += _marked(item)
        parts.append("\n".join(lines).rstrip())
    return "\n\n".join(parts) + "\n"


def sections(debrief: Debrief) -> Iterator[Section]:
    """The parts of a debrief in their order; those that have nothing to say are left out."""
    parts = (
        (f"Debrief: {debrief.title}", _verdict(debrief)),
        ("Votes by round", _rounds(debrief)),
        ("Signals", _signals(debrief)),
        ("Habits", _habits(debrief)),
        ("Reasons for", _reasons(debrief.reasons_for)),
        ("Reasons against", _reasons(debrief.reasons_against)),
        ("Three things to fix", _fixes(debrief.fixes)),
        ("Track fit", _track(debrief.track_fit) if debrief.track_fit else iter(())),
        ("Company fit", _companies(debrief.companies)),
        ("Question by question", _questions(debrief.questions)),
    )
    for title, items in parts:
        found = tuple(items)
        if found:
            yield Section(title, found)


def _verdict(debrief: Debrief) -> Iterator[Item]:
    yield Item("text", debrief.why)
    for note in debrief.notes:
        yield Item("text", note)
    if debrief.score is not None:
        yield Item("text", arithmetic(debrief.weighed, debrief.score))
    if debrief.capped_by:
        yield Item("text", f"The vote is {CAPS.get(debrief.capped_by, f'capped by {debrief.capped_by}')}.")
    if not debrief.finished:
        yield Item("text", "The interview was not played to its end; this stands on what was heard.")
    if debrief.grader:
        yield Item("text", f"Graded by {debrief.grader}. No such score says who gets hired.")


def _rounds(debrief: Debrief) -> Iterator[Item]:
    for each in debrief.rounds:
        if each.score is None or each.vote is None:
            yield Item("entry", f"{each.name}: no vote, {each.answers} of {each.asked} questions scored")
            continue
        held = f", held there by {HELD_BY[each.capped_by]}" if each.capped_by in HELD_BY else ""
        answers = f"{each.answers} of {each.asked} questions scored"
        yield Item("entry", f"{each.name}: {VOTE_NAMES[each.vote]} ({each.score:.1f}){held}; {answers}")


def _signals(debrief: Debrief) -> Iterator[Item]:
    for each in debrief.signals:
        span = f"from {each.lowest:.1f} to {each.highest:.1f}"
        yield Item("entry", f"{each.name}, weight {each.weight:.2f}: {each.score:.1f} ({span})")


def _habits(debrief: Debrief) -> Iterator[Item]:
    for each in debrief.habits:
        course = ", ".join(f"{score:.1f}" for score in each.by_round)
        rounds = f"; round by round {course}" if len(each.by_round) > 1 else ""
        yield Item("entry", f"{each.name}: {each.score:.1f}{rounds}")
        if each.most_missed:
            times = _times(each.missed_in)
            yield Item("text", f"Most often lost, {times}: {each.most_missed} {each.advice}")
        if each.quote:
            yield Item("quote", each.quote)


def _reasons(reasons: Sequence[Quoted]) -> Iterator[Item]:
    for each in reasons:
        yield Item("entry", f"{each.text} (question {each.position + 1})")
        if each.asked:
            yield Item("text", f"Asked: {each.asked}")
        yield Item("quote", each.quote)


def _fixes(fixes: Sequence[Fix]) -> Iterator[Item]:
    for number, each in enumerate(fixes, start=1):
        worth = worth_of(each)
        missed = f"missed in {each.missed_in} of {each.answers} answers"
        yield Item("numbered", f"{number}. {each.name} ({worth}; {missed}): {each.advice}")
        for one in each.practise:
            what = f"Drill {one.drill}" if one.drill else "Practise"
            yield Item("text", f"{what} ({one.question_id}): {_short(one.prompt)}")


def worth_of(fix: Fix) -> str:
    """Why a thing to fix stands where it does; only a signal is part of the sum."""
    if fix.lifts_cap:
        return "it holds your vote down"
    if fix.habit:
        return f"a habit, no part of the sum, ranked as if it weighed {HABIT_WORTH:.2f}"
    return f"one level more is worth {fix.worth:.2f}"


def _track(fit: TrackFit) -> Iterator[Item]:
    yield Item("entry", f"As an {TRACK_NAMES[fit.track]} ({fit.framework}, {fit.deliverable}): {fit.score:.1f}")
    if fit.other_score is None:
        return
    other = f"{TRACK_NAMES[fit.other_track]} ({fit.other_framework}, {fit.other_deliverable})"
    yield Item("entry", f"The same answers as an {other}: {fit.other_score:.1f}")
    told = {
        "own": f"You tell the story of the role you apply for: {fit.framework}.",
        "other": f"You tell the story of the other role: {fit.other_framework}. Apply for that one, or tell this one.",
        "both": "You tell both stories by half. Panels reject “comfortable with both”: choose one.",
        "neither": "Neither story comes through yet: say what you delivered, and what you decided for it.",
    }
    if fit.telling:
        yield Item("text", told[fit.telling])


def _companies(companies: Sequence[CompanyFit]) -> Iterator[Item]:
    for each in companies:
        mark = ", the company of this interview" if each.chosen else ""
        count = f"{len(each.heard)} of {len(each.heard) + len(each.missing)} things it listens for were heard"
        yield Item(
            "entry", f"{each.name[:1].upper()}{each.name[1:]}{mark}: {count}, on average in {each.share:.0%} of answers"
        )
        if each.missing and (each.chosen or each is companies[0]):
            yield Item("text", f"Never heard: {' '.join(each.missing)}")


def _questions(questions: Sequence[QuestionView]) -> Iterator[Item]:
    for each in questions:
        result = f"{each.score:.1f}, {VOTE_NAMES[each.vote]}" if each.score is not None and each.vote else each.reason
        yield Item("numbered", f"{each.position + 1}. {each.round}: {_short(each.prompt)} [{result}]")
        if each.self_score is not None:
            yield Item("text", f"Your own score: {each.self_score}.")
        for follow_up in each.follow_ups:
            yield Item("text", _follow_up(follow_up.asked, follow_up.without, follow_up.with_it, follow_up.won))
        if each.dug:
            yield Item("text", f"The story bore {each.survived} of {each.dug} levels of probing.")
        yield Item("text", f"Asked because: {each.why_chosen}.")


def _follow_up(asked: str, without: float, with_it: float, won: Sequence[str]) -> str:
    added = f"{without:.1f} without it, {with_it:.1f} with it, as the offline grader estimates"
    more = f" And {len(won) - MOST_GAINS} more." if len(won) > MOST_GAINS else ""
    gained = f"; it showed: {' '.join(won[:MOST_GAINS])}{more}" if won else "; it showed nothing new."
    return f"“{_short(asked)}” {added}{gained}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    if len(plain) <= LONGEST_QUOTE:
        return plain
    return plain[: plain.rfind(" ", 0, LONGEST_QUOTE) if " " in plain[:LONGEST_QUOTE] else LONGEST_QUOTE] + " …"


def _plain(item: Item) -> list[str]:
    first, rest = INDENTS[item.kind]
    text = f"{_short(item.text)}”" if item.kind == "quote" else " ".join(item.text.split())
    return textwrap.wrap(visible(text), WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def _marked(item: Item) -> list[str]:
    text = _escaped(" ".join(item.text.split()))
    if item.kind in ("entry", "numbered"):
        return [f"{'- ' if item.kind == 'entry' else ''}{text}"]
    return [f"  > {_escaped(_short(item.text))}", ""] if item.kind == "quote" else [f"  {text}", ""]


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\1", visible(text))
