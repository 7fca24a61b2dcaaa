"""What the robustness benchmark grades: base answers and their changes, attacks, honest answers and rewordings."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from benchmarks.panel.data import Rated
from benchmarks.robustness.expectations import RELATIONS, Relation
from interviewer.content.bank import Bank
from interviewer.content.worked import WorkedAnswers
from interviewer.domain.questions import TRACKS, Track
from interviewer.domain.worked import Attack

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Case:
    """One answer to one question that is in no bank."""

    track: Track
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Change:
    """A base answer before and after the change of a relation."""

    relation: Relation
    base: str
    before: Case
    after: Case


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attack, alone or appended; `before` is the middling answer it was appended to."""

    id: str
    after: Case
    before: Case | None


@dataclass(frozen=True, slots=True)
class Honest:
    """An honest answer that mentions what attacks are made of, and the same in neutral words."""

    id: str
    case: Case
    neutral: Case


def changes(base: Sequence[Rated]) -> Iterator[Change]:
    """Every relation on every base answer; a change that leaves the words as they are says nothing and is left out."""
    for relation in RELATIONS:
        for at, row in enumerate(base):
            before = Case(row.track, row.question, row.answer)
            if relation.change is None:
                after = Case(row.track, _other_question(base, at), row.answer)
            else:
                after = Case(row.track, row.question, relation.change(row.answer))
            if after.answer != row.answer and after.answer.split() == row.answer.split():
                continue
            if after != before:
                yield Change(relation, row.id, before, after)


def _other_question(base: Sequence[Rated], at: int) -> str:
    """The next question of the same track; its own where there is no other."""
    row = base[at]
    following = [each.question for each in (*base[at + 1 :], *base[:at]) if each.track == row.track]
    return next((question for question in following if question != row.question), row.question)


def attempts() -> Iterator[Attempt]:
    """Each attack alone on a question of either track, then each appended to a middling answer of either."""
    texts = tomllib.loads((HERE / "attacks.toml").read_text(encoding="utf-8"))["attacks"]
    hows: tuple[Literal["alone", "appended"], ...] = ("alone", "appended")
    for how in hows:
        for middling in middling_answers():
            before = middling if how == "appended" else None
            for each in texts:
                attack = Attack(id=each["id"], how=how, text=each["text"] or " ")
                answer = attack.against(middling.question, middling.answer)
                name = f"{attack.id}, {how}, {middling.track}"
                yield Attempt(name, Case(middling.track, middling.question, answer), before)


def middling_answers() -> list[Case]:
    """The first shipped middling answer of each track."""
    bank = Bank()
    worked = WorkedAnswers(bank).all()
    found = []
    for track in TRACKS:
        one = next(each for each in worked if each.track == track)
        question = bank.get(one.question)
        if question is None:
            raise LookupError(one.question)
        found.append(Case(track, question.prompt, one.answer("middling").text))
    return found


def honest() -> Iterator[Honest]:
    """Raises ValueError where the words to be reworded do not stand in the answer."""
    for row in tomllib.loads((HERE / "honest.toml").read_text(encoding="utf-8"))["honest"]:
        text = row["text"]
        for words, other in row["neutral"]:
            if words not in text:
                raise ValueError(f"honest.toml: {row['id']}: the answer does not hold {words!r}")
            text = text.replace(words, other)
        case = Case(row["track"], row["question"], row["text"])
        yield Honest(row["id"], case, Case(row["track"], row["question"], text))
