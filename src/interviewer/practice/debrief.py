"""The debrief: a pure function of an interview, the grades of its answers and the two rubrics."""

from collections.abc import Mapping, Sequence
from statistics import fmean

from interviewer.domain.debriefs import HELD_BY, Debrief, Decision, FollowUpView, QuestionView, RoundVote, SignalView
from interviewer.domain.grades import VOTE_NAMES, Gate, Grade, HabitScore, Overall, SignalScore
from interviewer.domain.interviews import Exchange, InterviewState
from interviewer.domain.loops import Loops
from interviewer.domain.questions import Question
from interviewer.domain.rubrics import Rubric
from interviewer.domain.scoring import VOTES, confidence, overall, rounded
from interviewer.practice.debrief_fits import company_fits, track_fit
from interviewer.practice.debrief_reasons import Scored, fixes, habit_views, reasons_against, reasons_for
from interviewer.practice.interview_grades import followed_up, levels_survived
from interviewer.practice.next_practice import Choice
from interviewer.practice.passed_on import capped, is_question_passed_on, non_answer, notes

FEWEST_SCORED = 0.5  # share of the questions; with less of them scored nobody can decide
MOST_NOES = 1  # rounds that may vote no, and the committee still hires


def debrief(
    state: InterviewState,
    grades: Mapping[int, Grade],
    rubric: Rubric,
    other_rubric: Rubric,
    *,
    loops: Loops,
    questions: Sequence[Question],
) -> Debrief:
    """`grades` are by the position of the question, scored or not; `questions` is what there is to practise."""
    grades = {**grades, **_passed_on(state, grades, rubric)}
    scored = [
        Scored(exchange, grades[exchange.position])
        for exchange in state.exchanges
        if exchange.position in grades and _counts(grades[exchange.position], rubric)
    ]
    signals, habits, result = _committee(rubric, scored)
    result = capped(result, state.exchanges)
    rounds = _rounds(state, rubric, scored)
    decision, why = _decision(state, scored, result, rounds)
    choice = Choice(track=state.interview.track, questions=questions, loops=loops)
    capped_by = result.capped_by if result else None
    return Debrief(
        interview_id=state.interview.id,
        title=state.interview.title,
        track=state.interview.track,
        finished=state.phase == "over" and all(each.ended != "left" for each in state.rounds),
        decision=decision,
        why=why,
        notes=notes(state),
        score=result.score if result else None,
        vote=result.vote if result else None,
        capped_by=capped_by,
        weighed=signals,
        signals=_signal_views(rubric, signals, scored),
        habits=habit_views(rubric, habits, scored),
        rounds=rounds,
        reasons_for=reasons_for(rubric, scored),
        reasons_against=reasons_against(rubric, scored),
        track_fit=track_fit(rubric, other_rubric, result.score if result else None, [each.grade for each in scored]),
        companies=company_fits(rubric, loops, state.interview.context, [each.grade for each in scored]),
        fixes=fixes(rubric, signals, habits, capped_by, scored=scored, choice=choice),
        questions=tuple(_question_view(state, exchange, grades, rubric) for exchange in state.exchanges),
        grader=_grader([each.grade for each in scored]),
    )


def _passed_on(state: InterviewState, grades: Mapping[int, Grade], rubric: Rubric) -> dict[int, Grade]:
    """The lowest grade for each question that was passed on and has no score: it is never left out."""
    return {
        each.position: non_answer(each, rubric)
        for each in state.exchanges
        if is_question_passed_on(each)
        and each.question.drill is None
        and (each.position not in grades or grades[each.position].status != "scored")
    }


def _counts(grade: Grade, rubric: Rubric) -> bool:
    """Whether it is a score by the committee's own rubric: a drill's says nothing of its signals."""
    return grade.status == "scored" and grade.rubric.id == rubric.id


def _committee(
    rubric: Rubric, scored: Sequence[Scored]
) -> tuple[tuple[SignalScore, ...], tuple[HabitScore, ...], Overall | None]:
    """Every signal and habit as its mean over the answers, and the vote that the usual arithmetic makes of them."""
    if not scored:
        return (), (), None
    signals = tuple(_mean_signal(each.id, each.weight, scored) for each in rubric.signals)
    habits = tuple(_mean_habit(each.id, scored) for each in rubric.habits)
    gate = Gate(passed=any(_passed(each.grade) for each in scored), reason="")
    return signals, habits, overall(signals, habits, gate, confidence((*signals, *habits)))


def _mean_signal(signal_id: str, weight: float, scored: Sequence[Scored]) -> SignalScore:
    found = [each for one in scored for each in one.grade.signals if each.id == signal_id]
    score, checks = _means([(each.score, each.check_score) for each in found])
    return SignalScore(id=signal_id, weight=weight, score=score, level=round(score), check_score=checks, checks=())


def _mean_habit(habit_id: str, scored: Sequence[Scored]) -> HabitScore:
    found = [each for one in scored for each in one.grade.habits if each.id == habit_id]
    score, checks = _means([(each.score, each.check_score) for each in found])
    return HabitScore(id=habit_id, score=score, level=round(score), check_score=checks, checks=())


def _means(found: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """A rubric that has changed since may have a signal that no grade knows: it counts as the lowest."""
    if not found:
        return 1.0, 1.0
    return rounded(fmean(score for score, _ in found)), rounded(fmean(checks for _, checks in found))


def _passed(grade: Grade) -> bool:
    return grade.gate is None or grade.gate.passed


def _signal_views(rubric: Rubric, signals: Sequence[SignalScore], scored: Sequence[Scored]) -> tuple[SignalView, ...]:
    views = []
    for signal in signals:
        found = [each.score for one in scored for each in one.grade.signals if each.id == signal.id] or [signal.score]
        views.append(
            SignalView(
                id=signal.id,
                name=rubric.dimension(signal.id).name,
                weight=signal.weight,
                score=signal.score,
                lowest=min(found),
                highest=max(found),
            )
        )
    return tuple(views)


def _rounds(state: InterviewState, rubric: Rubric, scored: Sequence[Scored]) -> tuple[RoundVote, ...]:
    votes = []
    for number, each in enumerate(state.rounds):
        here = [one for one in scored if one.exchange.round == number]
        result = capped(_committee(rubric, here)[2], each.exchanges)
        votes.append(
            RoundVote(
                id=each.plan.id,
                name=each.plan.name,
                asked=len(each.exchanges),
                answers=len(here),
                score=result.score if result else None,
                vote=result.vote if result else None,
                capped_by=result.capped_by if result else None,
                seconds=each.seconds,
            )
        )
    return tuple(votes)


def _decision(
    state: InterviewState, scored: Sequence[Scored], result: Overall | None, rounds: Sequence[RoundVote]
) -> tuple[Decision, str]:
    """Hired is who has a yes over all answers, no strong no in any round, and at most one no."""
    asked = len(state.exchanges)
    if result is None or len(scored) < FEWEST_SCORED * asked:
        return "undecided", f"{len(scored)} of {asked} questions have a score, and that is too few to decide on."
    vote = f"over {_counted(len(scored), 'answer')} the vote is {VOTE_NAMES[result.vote]} ({result.score:.1f})"
    noes = [each for each in rounds if each.vote in ("no", "strong_no")]
    strong = [each.name for each in noes if each.vote == "strong_no"]
    if VOTES.index(result.vote) < VOTES.index("yes"):
        held = f", held there by {HELD_BY.get(result.capped_by, result.capped_by)}" if result.capped_by else ""
        return "no_hire", f"No hire: {vote}{held}, and a hire needs a yes."
    if strong:
        return "no_hire", f"No hire: {vote}, but one round is a strong no ({strong[0]})."
    if len(noes) > MOST_NOES:
        return "no_hire", f"No hire: {vote}, but {len(noes)} rounds vote no."
    doubt = f", against one no ({noes[0].name})" if noes else ", and no round votes no"
    return "hire", f"Hire: {vote}{doubt}."


def _question_view(
    state: InterviewState, exchange: Exchange, grades: Mapping[int, Grade], rubric: Rubric
) -> QuestionView:
    grade = grades.get(exchange.position)
    survived, dug = levels_survived(exchange)
    result = grade.overall if grade else None
    reason = "" if result else (grade.reason or "not scored") if grade else _why_ungraded(exchange)
    return QuestionView(
        position=exchange.position,
        round=state.rounds[exchange.round].plan.name,
        prompt=exchange.question.prompt,
        why_chosen=exchange.chosen.reason,
        score=result.score if result else None,
        vote=result.vote if result else None,
        reason=reason,
        self_score=exchange.self_score,
        survived=survived,
        dug=dug,
        follow_ups=tuple(
            FollowUpView(
                asked=each.probe.text,
                kind=each.probe.kind,
                without=each.without,
                with_it=each.with_it,
                won=tuple(_statement(rubric, key) for key in each.won),
                held=each.held,
            )
            for each in followed_up(exchange)
        ),
    )


def _why_ungraded(exchange: Exchange) -> str:
    if exchange.left is None:
        return "still under way"
    return "not graded yet" if exchange.answer_id else "nothing was submitted"


def _statement(rubric: Rubric, key: str) -> str:
    """`signal.check` -> the check's statement."""
    dimension_id, _, check_id = key.partition(".")
    for dimension in rubric.dimensions:
        for check in dimension.checks:
            if (dimension.id, check.id) == (dimension_id, check_id):
                return check.statement
    return key


def _grader(grades: Sequence[Grade]) -> str:
    """Who graded, for people; several where grades differ."""
    graded = [each for each in grades if each.grade_id]  # what was passed on needed no grader
    names = dict.fromkeys(each.grader.model or "the offline grader (an estimate)" for each in graded)
    return " and ".join(names)


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
