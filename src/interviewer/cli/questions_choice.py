"""New questions taken or left one by one, on a terminal."""

import dataclasses
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from interviewer.cli import output
from interviewer.cli.questions_ask import yes
from interviewer.cli.questions_own import in_editor
from interviewer.content.own_questions import as_toml
from interviewer.domain.questions import Question
from interviewer.reports.question_text import question_as_text

if TYPE_CHECKING:
    from interviewer.cli.program import Program

CHOICES = "Take it? [y]es, [n]o, [e]dit it first, [q]uit: "


def choose_each(new: Sequence[tuple[str, Question]], program: "Program", ask: Callable[[str], str] = input) -> int:
    """Shows each question with its duty and keeps those that are taken, each at once: stopping loses none."""
    kept = 0
    try:
        for number, (duty, question) in enumerate(new, start=1):
            output.say(f"\n{number} of {len(new)}, for: {duty}\n\n{question_as_text(question, own=True)}\n")
            choice = yes(ask, CHOICES, ("n", "y", "e", "q"))
            if choice == "q":
                break
            chosen = _edited(question) if choice == "e" else question if choice == "y" else None
            if chosen is not None:
                program.create_home()
                program.bank.save_own(chosen)
                output.write(chosen.id)
                kept += 1
    except (EOFError, KeyboardInterrupt):
        output.say("\nstopped")
    output.say(f"{kept} of {len(new)} added")
    return output.DONE


def _edited(question: Question) -> Question | None:
    written = in_editor(as_toml(question), lambda prompt: question.id)
    return dataclasses.replace(written, id=question.id) if written else None
