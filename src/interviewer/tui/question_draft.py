"""What is typed into the form for a question: checked as it is typed, and kept until it is saved."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, get_args, get_type_hints

from annotated_types import Ge, Le

from interviewer.domain.questions import KINDS, Question

LISTS = ("expects", "pitfalls", "follow_ups")


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """The form's fields as they are typed. The three lists hold one entry a line."""

    prompt: str = ""
    track: str = "ai_pm"
    kind: str = "behavioural"
    minutes: str = "4"
    difficulty: str = "2"
    expects: str = ""
    pitfalls: str = ""
    follow_ups: str = ""


def draft_of(question: Question | None) -> QuestionDraft:
    if question is None:
        return QuestionDraft()
    return QuestionDraft(
        prompt=question.prompt,
        track=question.track,
        kind=question.kind,
        minutes=str(question.minutes),
        difficulty=str(question.difficulty),
        expects="\n".join(question.expects),
        pitfalls="\n".join(question.pitfalls),
        follow_ups="\n".join(question.follow_ups),
    )


def problems(draft: QuestionDraft) -> dict[str, str]:
    """What is wrong, by field; nothing where it can be saved. The bounds are those of the domain's Question."""
    found = {}
    if not draft.prompt.strip():
        found["prompt"] = "a question needs words"
    low, high = bounds("minutes")
    if not draft.minutes.strip().isascii() or not draft.minutes.strip().isdigit():
        found["minutes"] = f"a whole number from {low} to {high}"
    elif not low <= int(draft.minutes) <= high:
        found["minutes"] = f"from {low} to {high}"
    return found


def bounds(name: str) -> tuple[int, int]:
    """The least and greatest value of a number field of Question."""
    hint = get_type_hints(Question, include_extras=True)[name]
    marks = get_args(hint)[1:]
    low = next(int(str(mark.ge)) for mark in marks if isinstance(mark, Ge))
    high = next(int(str(mark.le)) for mark in marks if isinstance(mark, Le))
    return low, high


def question_of(draft: QuestionDraft, before: Question | None) -> Question:
    """The question the form stands for; what the form has no field for stays as it was. Only for a draft without
    problems. A new question has no id yet: the bank gives it one."""
    changes: dict[str, Any] = {
        "prompt": draft.prompt.strip(),
        "track": draft.track,
        "kind": draft.kind if draft.kind in KINDS else "behavioural",
        "minutes": int(draft.minutes),
        "difficulty": int(draft.difficulty),
    }
    for name in LISTS:
        changes[name] = tuple(line.strip() for line in getattr(draft, name).splitlines() if line.strip())
    if before is not None and before.track != draft.track:
        changes["signals"] = ()  # they were signals of the other track
    return replace(before or Question(id="", track="ai_pm", prompt=""), **changes)


def as_text(name: str, draft: QuestionDraft, whole: str = "") -> str:
    """The draft as it is kept in a file beside the database; `name` is empty for a new question. `whole` is the
    question as it came out of the person's own editor, with the fields that the form lacks."""
    return json.dumps({"question": name, "typed": asdict(draft), "whole": whole})


def kept(file: Path, name: str) -> tuple[QuestionDraft, str] | None:
    """What was typed under this name and never saved, and the whole question where it went through the person's own
    editor; None where there is nothing, or nothing legible."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        typed: Mapping[str, object] = found["typed"]
        if found["question"] != name or not all(isinstance(value, str) for value in typed.values()):
            return None
        return QuestionDraft(**{key: str(value) for key, value in typed.items()}), str(found.get("whole", ""))
    except (OSError, ValueError, TypeError, KeyError):
        return None
