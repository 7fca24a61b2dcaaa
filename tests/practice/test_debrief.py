"""The committee's view: a pure function of grades, with its reasons in the candidate's own words."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from interviewer.domain.debriefs import Debrief
from interviewer.domain.grades import Grade
from interviewer.domain.interviews import Exchange, Interview, InterviewState, Probe, RoundState, Said, Step
from interviewer.domain.questions import Question
from interviewer.practice.debrief import debrief

from .kit import ANSWER, BANK, LOOPS_FILE, QUESTION, RUBRICS, all_met, exchange, grade, hole, interview, plan

LOOPS = LOOPS_FILE.loops()
AI, ML = RUBRICS.rubric("ai_pm"), RUBRICS.rubric("ml_pm")
WEAK = Step(score=2.0, missed=("market_impact.result_measured",))
LOW = {"market_impact": 2.0, "user_empathy": 3.0, "technical_fluency": 3.0, "specificity": 3.0, "ownership": 3.0}


def played(*rounds: Sequence[Exchange], of: Interview | None = None) -> InterviewState:
    """An interview that is over, of so many rounds."""
    planned = of or interview(*[plan("phone_screen"), plan("onsite_product"), plan("executive")][: len(rounds)])
    numbered, position = [], 0
    for number, exchanges in enumerate(rounds):
        here = []
        for each in exchanges:
            done = each.left or "answered"
            here.append(replace(each, position=position, round=number, left=done, answer_id=f"a{position}"))
            position += 1
        chosen = tuple(each.chosen for each in here)
        numbered.append(
            RoundState(
                plan=planned.rounds[number], questions=chosen, exchanges=tuple(here), seconds=600.0, ended="done"
            )
        )
    return InterviewState(interview=planned, phase="over", rounds=tuple(numbered))


def held(
    state: InterviewState, grades: Sequence[Grade | None], questions: Sequence[Question] = BANK.questions()
) -> Debrief:
    found = {number: each for number, each in enumerate(grades) if each is not None}
    return debrief(state, found, AI, ML, loops=LOOPS, questions=questions)


def test_each_signal_is_its_mean_over_all_answers_and_the_overall_their_weighted_sum() -> None:
    first = {"market_impact": 4.0, "user_empathy": 2.0, "technical_fluency": 3.0, "specificity": 3.0, "ownership": 3.0}
    second = {**first, "market_impact": 3.0, "user_empathy": 3.0}
    result = held(played([exchange(), exchange()]), [grade(first), grade(second)])
    impact, empathy, fluency = result.signals
    assert (impact.score, impact.lowest, impact.highest, impact.weight) == (3.5, 3.0, 4.0, 0.45)
    assert (empathy.score, fluency.score) == (2.5, 3.0)
    assert result.score == pytest.approx(0.45 * 3.5 + 0.30 * 2.5 + 0.25 * 3.0, abs=0.05)
    assert (result.vote, result.decision) == ("mixed", "no_hire")


def test_every_round_votes_by_its_own_answers() -> None:
    result = held(played([exchange()], [exchange()], [exchange()]), [grade(4.5), grade(3.0), grade(1.5)])
    assert [each.vote for each in result.rounds] == ["strong_yes", "mixed", "strong_no"]
    assert [(each.answers, each.asked, each.seconds) for each in result.rounds] == [(1, 1, 600.0)] * 3


@pytest.mark.parametrize(
    ("scores", "decision", "why"),
    [
        ((4.0, 4.0, 4.0), "hire", "Hire: over 3 answers the vote is yes (4.0), and no round votes no."),
        ((5.0, 5.0, 2.2), "hire", "against one no (Final executive interview)."),
        ((5.0, 5.0, 1.0), "no_hire", "but one round is a strong no (Final executive interview)."),
        ((5.0, 3.0, 2.2), "hire", "against one no"),
        ((3.0, 3.0, 3.0), "no_hire", "the vote is mixed (3.0), and a hire needs a yes."),
        ((1.0, 1.0, 1.0), "no_hire", "the vote is strong no"),
    ],
)
def test_a_hire_needs_a_yes_no_strong_no_and_at_most_one_no(
    scores: tuple[float, float, float], decision: str, why: str
) -> None:
    result = held(played([exchange()], [exchange()], [exchange()]), [grade(each) for each in scores])
    assert (result.decision, why in result.why) == (decision, True), result.why


def test_two_noes_are_one_too_many() -> None:
    rounds = [[exchange()] * 4, [exchange()], [exchange()]]
    result = held(played(*rounds), [*[grade(5.0)] * 4, grade(2.0), grade(2.2)])
    assert result.vote == "yes"
    assert (result.decision, "2 rounds vote no" in result.why) == ("no_hire", True)


def test_ownership_caps_the_vote_of_the_whole_interview_and_is_fixed_first() -> None:
    capped = grade({**dict.fromkeys(LOW, 4.5), "ownership": 2.0})
    result = held(played([exchange()]), [capped])
    assert (result.vote, result.capped_by, result.decision) == ("mixed", "ownership", "no_hire")
    assert "held there by ownership" in result.why
    assert (result.fixes[0].name, result.fixes[0].lifts_cap) == ("Ownership", True)


def test_what_has_no_score_decides_nothing() -> None:
    unscored = replace(grade(3.0), status="unscored", reason="no network", overall=None, signals=(), habits=())
    result = held(played([exchange(), exchange(), exchange()]), [grade(5.0), unscored, None])
    assert (result.decision, result.why) == (
        "undecided", "1 of 3 questions have a score, and that is too few to decide on."
    )  # fmt: skip
    assert [each.reason for each in result.questions] == ["", "no network", "not graded yet"]
    nothing = held(played([exchange()]), [None])
    assert (nothing.score, nothing.vote, nothing.signals, nothing.fixes) == (None, None, (), ())


def test_reasons_for_are_the_weightiest_checks_each_in_its_own_words() -> None:
    met = {
        "result_measured": "calls fell from 40 to 28",
        "timeframe": "in two months",
        "recovery": "they saw a message",
    }
    other = {"right_measure": "we counted kept drafts", "result_measured": "from 9 to 4 percent"}
    result = held(played([exchange(), exchange()]), [grade(3.0, met), grade(3.0, other)])
    texts = [(each.text.split(":")[0], each.quote, each.position) for each in result.reasons_for]
    assert texts[0] == ("Market impact", "calls fell from 40 to 28", 0)
    assert texts[1] == ("Technical fluency", "we counted kept drafts", 1)
    assert texts[2] == ("User empathy", "they saw a message", 0)


def test_reasons_against_are_faults_that_were_heard_and_follow_ups_that_nothing_came_of() -> None:
    dead_end = exchange((ANSWER, "We did not track that."), [hole("What was that figure before?")], [WEAK, WEAK])
    fault = grade(LOW, {"collective_only": "the team decided to launch"})
    result = held(played([dead_end, exchange()]), [grade(LOW), fault])
    first, second = result.reasons_against
    assert (first.asked, first.quote, first.position) == ("What was that figure before?", "We did not track that.", 0)
    assert (second.quote, second.position) == ("the team decided to launch", 1)
    assert second.text.startswith("Ownership: ")


def test_silence_to_a_follow_up_is_quoted_as_silence() -> None:
    silent = exchange((ANSWER, ("", "nothing")), [hole()], [WEAK, WEAK])
    assert held(played([silent]), [grade(LOW)]).reasons_against[0].quote == "(nothing)"


def test_habits_are_followed_through_the_rounds() -> None:
    grades = [grade({"specificity": 2.0, "ownership": 4.0}), grade({"specificity": 4.0, "ownership": 3.0})]
    specificity, ownership = held(played([exchange()], [exchange()]), grades).habits
    assert (specificity.score, specificity.by_round) == (3.0, (2.0, 4.0))
    assert (ownership.score, ownership.by_round) == (3.5, (4.0, 3.0))
    assert specificity.missed_in == 2
    assert specificity.most_missed


def test_the_words_that_show_a_bad_habit_are_quoted() -> None:
    met = {**dict.fromkeys(["personal_decision", "decision_reason", "limit_set", "answers_for_outcome"], ""),
           "hands_over": "I would ask the engineer to choose"}  # fmt: skip
    ownership = held(played([exchange()]), [grade(3.0, met)]).habits[1]
    assert ownership.most_missed.startswith("Hands the decision to somebody else")
    assert ownership.quote == "I would ask the engineer to choose"


@pytest.mark.parametrize(
    ("own", "other", "telling"),
    [(4.0, 3.0, "own"), (3.0, 3.5, "other"), (3.2, 3.0, "both"), (2.0, 1.0, "neither"), (3.0, 3.3, "other")],
)
def test_the_same_answers_under_both_matrices_tell_one_story_or_none(own: float, other: float, telling: str) -> None:
    fit = held(played([exchange()]), [grade(own, other=other)]).track_fit
    assert fit is not None
    assert (fit.score, fit.other_score, fit.telling) == (own, other, telling)
    assert (fit.framework, fit.other_framework) == ("Product-First Ownership", "Science Track")


def test_without_a_score_on_the_other_track_no_story_is_told() -> None:
    fit = held(played([exchange()]), [grade(3.0)]).track_fit
    assert fit is not None
    assert (fit.other_score, fit.telling) == (None, None)


def test_the_company_of_the_interview_comes_first_then_the_best_fit() -> None:
    met = ["lifecycle", "failure_modes", "protection_measured", "recovery", "answers_for_outcome", "market_decision"]
    state = played([exchange()], of=interview(plan("phone_screen"), context="startup"))
    startup, second, third = held(state, [grade(3.0, met)]).companies
    assert (startup.context, startup.chosen) == ("startup", True)
    assert (second.context, second.share, second.missing) == ("enterprise", 1.0, ())
    assert third.context == "big_tech"
    assert startup.heard == (AI.dimension("market_impact").checks[2].statement,)


def test_the_three_things_to_fix_come_in_the_order_of_what_they_are_worth() -> None:
    scores = {"market_impact": 3.0, "user_empathy": 3.0, "technical_fluency": 4.9, "specificity": 3.0, "ownership": 3.0}
    result = held(played([exchange()]), [grade(scores)])
    worth = [(each.name, round(each.worth, 2)) for each in result.fixes]
    assert worth == [("Market impact", 0.45), ("User empathy", 0.3), ("Specificity", 0.3)]
    assert [each.missed_in for each in result.fixes] == [1, 1, 1]


def test_the_check_that_was_missed_most_is_the_one_to_fix() -> None:
    grades = [grade(2.0, ["result_measured", "market_decision"]), grade(2.0, ["business_result", "market_decision"])]
    (fix, *_) = held(played([exchange(), exchange()]), grades).fixes
    assert (fix.statement, fix.missed_in) == (AI.dimension("market_impact").checks[3].statement, 2)


def test_each_fix_names_a_drill_and_a_question_to_practise_that_were_not_just_asked() -> None:
    drill = Question(id="quantify-1", track="both", kind="writing", drill="quantify_impact", prompt="Quantify it.")
    bank = [each for each in BANK.questions() if each.drill is None]
    asked = exchange(question=next(each for each in BANK.questions() if "market_impact" in each.signals))
    result = held(played([asked]), [grade(LOW, ["economics"])], [*bank, drill])
    first = result.fixes[0]
    assert first.name == "Market impact"
    assert [each.drill for each in first.practise] == ["quantify_impact", None]
    suggested = [each.question_id for fix in result.fixes for each in fix.practise]
    assert len(set(suggested)) == len(suggested)
    assert asked.question.id not in suggested
    assert [each.drill for each in held(played([asked]), [grade(LOW)], bank).fixes[0].practise] == [None]


def test_with_nothing_missed_there_is_nothing_to_fix() -> None:
    result = held(played([exchange()]), [grade(5.0, all_met(AI))])
    assert (result.fixes, result.reasons_against) == ((), ())


def test_each_question_tells_its_probing_and_the_score_that_the_person_gave_it() -> None:
    about = exchange((ANSWER, "From 78 to 31."), [hole()], [WEAK, Step(score=2.6, missed=())], self_score=4)
    (view,) = held(played([about]), [grade(3.0)]).questions
    assert (view.survived, view.dug, view.self_score, view.score, view.vote) == (1, 1, 4, 3.0, "mixed")
    (follow_up,) = view.follow_ups
    assert (follow_up.without, follow_up.with_it, follow_up.held) == (2.0, 2.6, True)
    assert follow_up.won == (AI.dimension("market_impact").checks[1].statement,)
    assert (view.prompt, view.why_chosen, view.round) == (QUESTION.prompt, "a test", "Phone screen")


def test_an_interview_that_was_left_says_so() -> None:
    state = played([exchange()])
    left = replace(state, rounds=(replace(state.rounds[0], ended="left"),))
    assert held(state, [grade(3.0)]).finished
    assert not held(left, [grade(3.0)]).finished
    assert not held(replace(state, phase="between"), [grade(3.0)]).finished


@pytest.mark.parametrize("said", [("I honestly have no idea, sorry.", "no_idea"), ("skip", "answer"), ("", "nothing")])
def test_a_question_that_was_passed_on_counts_as_the_lowest_and_caps_the_vote(said: tuple[str, Said]) -> None:
    """A third of the questions is enough, whether or not anybody graded the silence."""
    result = held(played([exchange(), exchange(), exchange((said,))]), [grade(5.0), grade(5.0), None])
    assert result.questions[2].score == 1.0
    assert result.score == pytest.approx(0.45 * 3.7 + 0.30 * 3.7 + 0.25 * 3.7, abs=0.05)
    assert (result.vote, result.capped_by, result.decision) == ("mixed", "passed_on", "no_hire")
    assert "held there by questions that were passed on" in result.why
    assert (result.rounds[0].vote, result.rounds[0].capped_by) == ("mixed", "passed_on")


def test_one_question_of_four_passed_on_is_told_and_caps_nothing() -> None:
    state = played([exchange(), exchange(), exchange(), exchange((("No idea.", "no_idea"),))])
    result = held(state, [grade(5.0)] * 3)
    assert (result.vote, result.capped_by, result.decision) == ("yes", None, "hire")
    assert result.notes[0] == "Passed on: 1 of 4 questions (“No idea.”)."


def test_a_question_that_was_answered_after_help_is_not_passed_on() -> None:
    helped = exchange((("No idea.", "no_idea"), ANSWER), [Probe(text="Smaller?", kind="way_in", source="manner")])
    result = held(played([replace(helped, steps=(WEAK, WEAK))]), [grade(5.0)])
    assert (result.vote, result.capped_by) == ("strong_yes", None)
    assert result.notes[0] == "Passed on: 1 of 1 question (“No idea.”)."


def test_passes_are_counted_and_quoted_with_the_time_that_was_used() -> None:
    follow_up = exchange((ANSWER, ("skip", "declined")), [hole()], [WEAK, WEAK])
    silent = exchange((("I honestly have no idea, sorry.", "no_idea"), ("", "nothing")), [hole()], [WEAK, WEAK])
    passes, time = held(played([follow_up, silent, exchange()]), [grade(3.0)] * 3).notes
    quoted = "“I honestly have no idea, sorry.”, “skip”, silence"
    assert passes == f"Passed on: 1 of 3 questions and 2 of 2 follow-ups ({quoted})."
    assert time.endswith("of 30 minutes, less than a third.")


def test_with_answers_to_all_and_the_time_used_nothing_of_that_is_told() -> None:
    long = exchange((" ".join(["word"] * 140 * 11),))
    assert held(played([long]), [grade(3.0)]).notes == ()


def test_a_habit_to_fix_is_marked_as_no_part_of_the_sum() -> None:
    fixes = held(played([exchange()]), [grade(3.0)]).fixes
    assert [(each.name, each.habit) for each in fixes] == [
        ("Market impact", False), ("User empathy", False), ("Specificity", True)
    ]  # fmt: skip


def test_a_debrief_is_the_same_every_time() -> None:
    state = played([exchange()], [exchange()])
    assert held(state, [grade(3.0), grade(4.0)]) == held(state, [grade(3.0), grade(4.0)])


def test_grades_of_an_older_rubric_are_read_as_far_as_they_go() -> None:
    old = replace(grade(3.0), signals=grade(3.0).signals[:2])
    result = held(played([exchange()]), [old])
    assert [each.score for each in result.signals] == [3.0, 3.0, 1.0]
