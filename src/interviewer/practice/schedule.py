"""Spaced repetition: every graded answer is a review of its question and of each check, and FSRS says when next.

The schedule follows from the grades alone, so it can always be made again: a grade, a second grade, an import or a
delete only makes the cards concerned be dealt anew. Nothing is left to chance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from interviewer.domain.questions import TRACKS, Track
from interviewer.domain.schedule import ScheduleItem, Tally

if TYPE_CHECKING:
    from fsrs import Card, Rating, Scheduler

    from interviewer.domain.graded import GradedAnswer
    from interviewer.domain.grades import Vote
    from interviewer.domain.history import GradedChecks
    from interviewer.ports import Clock, FullStore

RATINGS: dict[Vote, str] = {
    "strong_no": "Again", "no": "Again", "mixed": "Hard", "yes": "Good", "strong_yes": "Easy",
}  # fmt: skip
WEAK_BELOW = 3.4  # where "yes" begins
CHECKS_LOOKED_BACK = 30  # graded answers of a track that the cards of checks are dealt from
RECENT, FEWEST_MISSED = 5, 2  # a check is weak that at least two of the last five answers missed


def scheduler() -> Scheduler:
    """FSRS as it comes, without chance and without steps of minutes: nothing comes back on the day it was practised."""
    from fsrs import Scheduler

    return Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def rating_of(vote: Vote) -> Rating:
    """What a vote is to FSRS: no is Again, mixed Hard, yes Good, strong yes Easy."""
    from fsrs import Rating

    return Rating[RATINGS[vote]]


def dealt(reviews: Iterable[tuple[datetime, Rating]], fsrs: Scheduler) -> Card:
    """The card after these reviews, oldest first; one at least, dates in UTC."""
    from fsrs import Card

    reviews = list(reviews)
    card = Card(card_id=0, due=reviews[0][0])
    for at, rating in reviews:
        card, _ = fsrs.review_card(card, rating, at)
    return card


def question_item(answers: Sequence[GradedAnswer], fsrs: Scheduler) -> ScheduleItem:
    """The card of a question in a track from all its graded answers, one at least; of several grades of an answer the
    newest counts, whoever made it."""
    newest: dict[str, GradedAnswer] = {}
    for each in answers:
        if each.answer_id not in newest or newest[each.answer_id].graded_at <= each.graded_at:
            newest[each.answer_id] = each
    reviews = sorted(newest.values(), key=lambda each: each.answered_at)
    last = reviews[-1]
    card = dealt(((each.answered_at, rating_of(each.vote)) for each in reviews), fsrs)
    weakest = min(last.scores, key=lambda each: each.score, default=None)
    is_weak = weakest is not None and weakest.score < WEAK_BELOW
    return ScheduleItem(
        kind="question",
        track=last.track,
        id=last.question_id,
        due=card.due,
        reviewed_at=last.answered_at,
        graded_at=max(each.graded_at for each in reviews),
        reviews=len(reviews),
        stability=card.stability or 0.0,
        difficulty=card.difficulty or 0.0,
        score=last.score,
        weakest=weakest.id if weakest and is_weak else "",
        weakest_score=weakest.score if weakest and is_weak else None,
    )


def check_items(track: Track, graded: Sequence[GradedChecks], fsrs: Scheduler) -> list[ScheduleItem]:
    """A card for each weak check of these answers: missed is Again, passed is Good."""
    from fsrs import Rating

    reviews: dict[str, list[tuple[GradedChecks, bool]]] = {}
    for answer in sorted(graded, key=lambda each: each.answered_at):
        for check in answer.missed:
            reviews.setdefault(check, []).append((answer, True))
        for check in answer.passed:
            reviews.setdefault(check, []).append((answer, False))
    items = []
    for check, found in sorted(reviews.items()):
        recent = found[-RECENT:]
        missed = sum(was_missed for _, was_missed in recent)
        if missed < FEWEST_MISSED:
            continue
        ratings = ((answer.answered_at, Rating.Again if was_missed else Rating.Good) for answer, was_missed in found)
        card = dealt(ratings, fsrs)
        items.append(
            ScheduleItem(
                kind="check",
                track=track,
                id=check,
                due=card.due,
                reviewed_at=found[-1][0].answered_at,
                graded_at=max(answer.graded_at for answer, _ in found),
                reviews=len(found),
                stability=card.stability or 0.0,
                difficulty=card.difficulty or 0.0,
                missed=missed,
                seen=len(recent),
            )
        )
    return items


def refresh(store: FullStore, clock: Clock) -> bool:
    """Brings the schedule up to what is graded now and says whether anything changed. Raises StoreError.

    What is up to date costs one look at the counts; a question that changed has its answers read and its card dealt.
    """
    stored = {(each.kind, each.track, each.id): each for each in store.scheduled.schedule()}
    questions = {(each.track, each.id): each for each in stored.values() if each.kind == "question"}
    tallies = {(each.track, each.question_id): each for each in store.progress.tallies()}
    changed = [key for key, tally in tallies.items() if not _is_current(questions.get(key), tally)]
    gone = [each for key, each in questions.items() if key not in tallies]
    if not changed and not gone:
        return False
    fsrs = scheduler()
    histories = (list(store.progress.graded_answers(*key)) for key in changed)
    made = [question_item(answers, fsrs) for answers in histories if answers]
    for track in TRACKS:
        weak = check_items(track, store.progress.graded_checks(track, limit=CHECKS_LOOKED_BACK), fsrs)
        names = {each.id for each in weak}
        made += [each for each in weak if stored.get(("check", track, each.id)) != each]
        gone += [
            each for each in stored.values() if (each.kind, each.track) == ("check", track) and each.id not in names
        ]
    if made:
        store.scheduled.save_schedule(made, clock.now())
    if gone:
        store.scheduled.drop_schedule(gone)
    return bool(made or gone)


def _is_current(item: ScheduleItem | None, tally: Tally) -> bool:
    return item is not None and (item.reviews, item.graded_at) == (tally.answers, tally.graded_at)
