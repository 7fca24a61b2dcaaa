"""Progress over time: a pure function of what was answered and how it was graded. Two judges are never averaged."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from operator import attrgetter

from interviewer.domain.graded import GradedAnswer, Judge, Practised
from interviewer.domain.progress import (
    Calibration,
    Course,
    JudgedCourse,
    Progress,
    TopicCount,
    TrackProgress,
)
from interviewer.domain.questions import TRACKS, Question, Topic, Track
from interviewer.domain.rubrics import Rubric
from interviewer.domain.scoring import VOTES
from interviewer.ports import ContentError, RubricSource
from interviewer.practice.progress_days import days_of, longest_streak, streak, weeks
from interviewer.practice.progress_points import change_of, points

OVERALL = "overall"


def progress(
    practised: Sequence[Practised],
    graded: Iterable[GradedAnswer],
    self_scores: Mapping[str, int],
    *,
    today: date,
    questions: Sequence[Question],
    topics: Sequence[Topic],
    rubrics: RubricSource,
    interview_on: date | None = None,
    only: Track | None = None,
    zone: tzinfo | None = None,
) -> Progress:
    """`self_scores` (1-5) are by the id of the answer. `only` leaves the other track out of everything.

    Where an answer has several grades of one judge the newest counts; `practised` and `graded` may come in any order.
    """
    answered = [each for each in practised if only in (None, each.track)]
    scored = [each for each in graded if only in (None, each.track)]
    days = days_of(answered, zone)
    return Progress(
        today=today,
        answers=len(answered),
        graded=len({each.answer_id for each in scored}),
        days=len(days),
        streak=streak(days, today),
        longest_streak=longest_streak(days),
        typing_seconds=sum(each.typing_seconds for each in answered),
        weeks=weeks(answered, today, zone),
        tracks=tuple(
            _track(
                track,
                answered,
                scored,
                self_scores,
                questions=questions,
                topics=topics,
                rubrics=rubrics,
            )
            for track in TRACKS
            if only in (None, track)
        ),
        interview_on=interview_on,
    )


def _track(
    track: Track,
    practised: Sequence[Practised],
    graded: Sequence[GradedAnswer],
    self_scores: Mapping[str, int],
    *,
    questions: Sequence[Question],
    topics: Sequence[Topic],
    rubrics: RubricSource,
) -> TrackProgress:
    answered = [each for each in practised if each.track == track]
    return TrackProgress(
        track=track,
        answers=len(answered),
        typing_seconds=sum(each.typing_seconds for each in answered),
        judged=_judged(track, [each for each in graded if each.track == track], self_scores, rubrics),
        topics=_topics(track, answered, questions, topics),
    )


def _judged(
    track: Track, graded: Sequence[GradedAnswer], self_scores: Mapping[str, int], rubrics: RubricSource
) -> tuple[JudgedCourse, ...]:
    """Those by the track's own rubric first, then drills; of each the judge that graded last first."""
    newest: dict[Judge, dict[str, GradedAnswer]] = {}
    for each in sorted(graded, key=attrgetter("graded_at")):
        newest.setdefault(each.judge, {})[each.answer_id] = each
    last = {judge: max(each.graded_at for each in answers.values()) for judge, answers in newest.items()}
    by_newest = sorted(newest, key=lambda judge: last[judge], reverse=True)
    order = sorted(by_newest, key=lambda judge: judge.rubric_id != track)
    known = {judge: _rubric(track, judge.rubric_id, rubrics) for judge in order}
    names = judge_names({judge: _shown(judge, known[judge], rubrics) for judge in order})
    found = []
    for judge in order:
        answers = sorted(newest[judge].values(), key=attrgetter("answered_at"))
        found.append(_judged_course(judge, names[judge], answers, self_scores, known[judge]))
    return tuple(found)


def _rubric(track: Track, rubric_id: str, rubrics: RubricSource) -> Rubric | None:
    """The rubric as it is now, for its names; None where there is none of that id any more."""
    try:
        return rubrics.of_id(track, rubric_id)
    except ContentError:
        return None


@dataclass(frozen=True, slots=True)
class Shown:
    """How a judge's rubric is named: "" for the track's own, else its kind and name; `earlier` where it has changed or
    gone since."""

    rubric: str
    earlier: bool


def _shown(judge: Judge, rubric: Rubric | None, rubrics: RubricSource) -> Shown:
    earlier = rubric is None or judge.rubric_sha256 != rubric.sha256
    if judge.rubric_id in TRACKS:
        return Shown("", earlier)
    if rubric is None:
        return Shown(f"rubric: {readable(judge.rubric_id)}", earlier)
    if rubrics.drill(judge.rubric_id) is not None:
        return Shown(f"drill: {rubric.name}", earlier)
    named = rubric.name != rubrics.rubric(rubric.track).name  # a copy that kept its original's name says nothing by it
    return Shown(f"rubric: {rubric.name if named else rubric.id}", earlier)


def _judged_course(
    judge: Judge, name: str, answers: Sequence[GradedAnswer], self_scores: Mapping[str, int], rubric: Rubric | None
) -> JudgedCourse:
    """`answers` are oldest first, one at least."""
    dimensions: dict[str, list[int]] = {}
    weights: dict[str, float | None] = {}
    scores: dict[str, list[float]] = {}
    for index, answer in enumerate(answers):
        for each in answer.scores:
            dimensions.setdefault(each.id, []).append(index)
            scores.setdefault(each.id, []).append(each.score)
            weights[each.id] = each.weight
    times = [each.answered_at for each in answers]
    known = {each.id: each.name for each in rubric.dimensions} if rubric else {}

    def course(name: str) -> Course:
        marks = points([times[index] for index in dimensions[name]], scores[name])
        return Course(
            id=name,
            name=known.get(name) or readable(name),
            weight=weights[name],
            points=marks,
            change=change_of(marks),
        )

    overall = points(times, [each.score for each in answers])
    votes = Counter(each.vote for each in answers)
    return JudgedCourse(
        judge=judge,
        name=name,
        answers=len(answers),
        first=times[0],
        last=times[-1],
        overall=Course(id=OVERALL, name="Overall", weight=None, points=overall, change=change_of(overall)),
        signals=tuple(course(each) for each in dimensions if weights[each] is not None),
        habits=tuple(course(each) for each in dimensions if weights[each] is None),
        votes=tuple((vote, votes[vote]) for vote in VOTES),
        calibration=_calibration(answers, self_scores),
    )


def _calibration(answers: Sequence[GradedAnswer], self_scores: Mapping[str, int]) -> Calibration | None:
    pairs = [(self_scores[each.answer_id], each.score) for each in answers if each.answer_id in self_scores]
    if not pairs:
        return None
    differences = [own - grade for own, grade in pairs]
    return Calibration(
        pairs=tuple(pairs),
        bias=round(sum(differences) / len(pairs), 2),
        error=round(sum(map(abs, differences)) / len(pairs), 2),
    )


def _topics(
    track: Track, answered: Sequence[Practised], questions: Sequence[Question], topics: Sequence[Topic]
) -> tuple[TopicCount, ...]:
    """The track's topics that have a question. Drills train a form, not a subject, so they cover none."""
    times = Counter(each.question_id for each in answered)
    of_topic: dict[str, list[str]] = {}
    for question in questions:
        if question.suits(track) and question.drill is None:
            of_topic.setdefault(question.topic, []).append(question.id)
    return tuple(
        TopicCount(
            id=topic.id,
            name=topic.name,
            questions=len(of_topic[topic.id]),
            practised=sum(1 for each in of_topic[topic.id] if times[each]),
            answers=sum(times[each] for each in of_topic[topic.id]),
        )
        for topic in topics
        if topic.track in (track, "both") and of_topic.get(topic.id)
    )


def judge_names(judges: Mapping[Judge, Shown]) -> dict[Judge, str]:
    """A name for each, for people; what two of the same name differ in is added to it."""
    plain = {judge: _plain_name(judge, shown) for judge, shown in judges.items()}
    shared = Counter(plain.values())
    return {judge: name if shared[name] == 1 else f"{name}, {_details(judge)}" for judge, name in plain.items()}


def _plain_name(judge: Judge, shown: Shown) -> str:
    if judge.kind == "offline":
        name = "the offline grader (an estimate)"
    else:
        name = ", ".join([judge.model or "a model", *([f"{judge.effort} effort"] if judge.effort else [])])
    if judge.score_by != "level":
        name += f", scored by {judge.score_by}"
    name += f", {shown.rubric}" if shown.rubric else ""
    return f"{name}, an earlier rubric" if shown.earlier else name


def _details(judge: Judge) -> str:
    prompt = f", prompt {judge.prompt_version}" if judge.prompt_version else ""
    return f"rubric {judge.rubric_sha256[:6]}{prompt}"


def readable(name: str) -> str:
    """`market_impact` -> `Market impact`."""
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]
