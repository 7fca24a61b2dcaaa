"""What an interview is to be: one round, a whole loop, or a mix of one's own."""

import difflib
from collections.abc import Sequence
from datetime import datetime

from interviewer.domain.interviews import Interview, Mode
from interviewer.domain.loops import Loop, Loops, RoundPlan
from interviewer.domain.questions import ROUNDS, TRACK_NAMES, Context, Track
from interviewer.ports import InterviewerError
from interviewer.practice.drill import new_id


def plan_loop(
    loops: Loops, name: str, *, track: Track, mode: Mode, context: Context | None, seed: int | None, at: datetime
) -> Interview:
    """All rounds of a loop; `context` stands above the loop's own. Raises InterviewerError with near names."""
    loop: Loop | None = next((each for each in loops.loops if each.id == name), None)
    if loop is None:
        raise _unknown("loop", name, [each.id for each in loops.loops])
    rounds = [each for wanted in loop.rounds for each in loops.rounds if each.id == wanted]
    return _plan(loop.name, rounds, track=track, mode=mode, context=context or loop.context, seed=seed, at=at)


def plan_rounds(
    loops: Loops,
    names: Sequence[str],
    *,
    track: Track,
    mode: Mode,
    context: Context | None,
    seed: int | None,
    at: datetime,
) -> Interview:
    """Rounds in the order named, by id or by kind (onsite: every on-site round). Raises InterviewerError."""
    rounds: list[RoundPlan] = []
    for name in names:
        found = [each for each in loops.rounds if each.id == name]
        found = found or [each for each in loops.rounds if each.round == name]
        if not found:
            raise _unknown("round", name, [*ROUNDS, *(each.id for each in loops.rounds)])
        rounds += found
    if not rounds:
        raise InterviewerError("name at least one round")
    titles = list(dict.fromkeys(each.name for each in rounds))
    title = titles[0] if len(titles) == 1 else f"{titles[0]} and {len(rounds) - 1} more"
    return _plan(title, rounds, track=track, mode=mode, context=context, seed=seed, at=at)


def _plan(
    title: str,
    rounds: Sequence[RoundPlan],
    *,
    track: Track,
    mode: Mode,
    context: Context | None,
    seed: int | None,
    at: datetime,
) -> Interview:
    return Interview(
        id=new_id(),
        track=track,
        title=f"{TRACK_NAMES[track]}: {title}",
        mode=mode,
        context=context,
        seed=seed,
        rounds=tuple(rounds),
        created_at=at,
    )


def _unknown(what: str, name: str, known: Sequence[str]) -> InterviewerError:
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5) or list(dict.fromkeys(known))
    return InterviewerError(f"there is no {what} {name!r}: write {' or '.join(near)}")
