"""Finds what a person named: questions, rubrics and tracks, with near names where there is none."""

import difflib
from collections.abc import Iterable

from interviewer.cli.output import BadInputError
from interviewer.domain.questions import TRACK_NAMES, TRACKS, Question, Track, custom_question
from interviewer.ports import QuestionBank


def near(name: str, known: Iterable[str]) -> str:
    """`: did you mean 'a' or 'b'?`, or nothing where no name is near.

    A slip of the finger comes first, then one word of a name (`rice` for `rice_ai_costs`), then what is somewhat alike.
    """
    names = list(known)
    found = (
        difflib.get_close_matches(name, names, n=3, cutoff=0.8)
        or [each for each in names if difflib.get_close_matches(name, _words(each), n=1, cutoff=0.85)][:3]
        or difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    )
    return f": did you mean {' or '.join(map(repr, found))}?" if found else ""


def _words(name: str) -> list[str]:
    return name.replace("_", "-").split("-")


def find_question(bank: QuestionBank, question_id: str) -> Question:
    """Raises BadInputError with near ids where the bank has no such question."""
    question = bank.get(question_id)
    if question is None:
        hint = near(question_id, (each.id for each in bank.questions()))
        raise BadInputError(f"there is no question {question_id!r}{hint or ' (see: interviewer questions list)'}")
    return question


def find_track(name: str) -> Track:
    for track in TRACKS:
        if track == name:
            return track
    raise BadInputError(f"{name!r} is no track: write {' or '.join(TRACKS)}")


def asked_question(
    bank: QuestionBank, question_id: str | None, track_name: str | None, prompt: str | None
) -> tuple[Track, Question]:
    """The track and question that a person named, by id or by a prompt of their own. Raises BadInputError."""
    track = find_track(track_name) if track_name is not None else None
    if question_id is None:
        if prompt is None or not prompt.strip():
            raise BadInputError("name a question (question id), or give a track and the question's text")
        if track is None:
            raise BadInputError(f"the track is missing: write {' or '.join(TRACKS)}")
        return track, custom_question(track, prompt)
    question = find_question(bank, question_id)
    if question.track == "both":
        return track or TRACKS[0], question
    if track is not None and track != question.track:
        asked, named = TRACK_NAMES[question.track], TRACK_NAMES[track]
        raise BadInputError(f"track: {question_id!r} is a question for {asked}s, not for {named}s")
    return question.track, question
