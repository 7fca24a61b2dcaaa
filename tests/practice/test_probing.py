"""After an answer: one follow-up at the largest hole, a way back, or on to the next question. A test a rule."""

from dataclasses import replace
from typing import Any

import pytest

from interviewer.domain.grades import Grade
from interviewer.domain.interviews import InterviewState, Leaving, Probe, Said, Step
from interviewer.domain.loops import CheckLines
from interviewer.domain.questions import Context
from interviewer.practice.interview import asked_texts
from interviewer.practice.probing import held_up, next_move, step_of

from .kit import ANSWER, LOOPS_FILE, QUESTION, RUBRICS, all_met, exchange, grade, hole, interview, plan, state

LOOPS = LOOPS_FILE.loops()
AI, ML = RUBRICS.rubric("ai_pm"), RUBRICS.rubric("ml_pm")
WEAK = Step(score=2.0, missed=("market_impact.result_measured", "ownership.limit_set"))
LOW: dict[str, float] = {
    "market_impact": 2.0, "user_empathy": 2.0, "technical_fluency": 2.0, "specificity": 3.0, "ownership": 3.0
}  # fmt: skip


def move(at: InterviewState, found: Grade, subject: str = "trust") -> Probe | Leaving:
    return next_move(at, found, AI, LOOPS, subject)


def probe(at: InterviewState, found: Grade, subject: str = "trust") -> Probe:
    got = move(at, found, subject)
    assert isinstance(got, Probe), got
    return got


# the hole


def test_the_follow_up_aims_at_the_signal_where_most_is_to_be_won() -> None:
    got = probe(state(exchange()), grade(LOW))
    assert (got.kind, got.signal, got.check) == ("hole", "market_impact", "business_result")
    check = AI.dimension("market_impact").checks[0]
    assert got.text in (check.probe, *(line.split(" | ")[0] for line in LOOPS.lines(check.id)))


def test_an_ownership_that_caps_the_vote_is_asked_about_first() -> None:
    capped = grade({**dict.fromkeys(LOW, 3.9), "ownership": 2.0})
    assert capped.overall is not None
    assert capped.overall.capped_by == "ownership"
    assert probe(state(exchange()), capped).signal == "ownership"


def test_a_check_that_is_met_is_not_asked_for() -> None:
    met = ["business_result", "result_measured", "market_decision"]
    assert probe(state(exchange()), grade(LOW, met)).check in ("economics", "business_trade_off")


def test_a_fault_that_was_heard_is_asked_about_and_one_that_was_not_is_not() -> None:
    faults = [*all_met(AI), "hands_over"]
    got = probe(state(exchange()), grade({**LOW, "ownership": 1.0}, faults))
    assert (got.signal, got.check) == ("ownership", "hands_over")
    assert move(state(exchange(question=replace(QUESTION, follow_ups=()))), grade(LOW, all_met(AI))) == "answered"


def test_a_good_signal_needs_no_follow_up_however_many_checks_it_misses() -> None:
    good = grade({**dict.fromkeys(LOW, 4.2), "technical_fluency": 3.9})
    assert probe(state(exchange()), good).signal == "technical_fluency"


def test_a_signal_that_the_question_is_not_about_stands_back() -> None:
    about_users = replace(QUESTION, signals=("user_empathy",))
    assert probe(state(exchange(question=about_users)), grade(LOW)).signal == "user_empathy"


@pytest.mark.parametrize(
    ("context", "check"), [("startup", "market_decision"), ("big_tech", "result_measured"), ("enterprise", "recovery")]
)
def test_each_kind_of_company_digs_where_it_listens(context: Context, check: str) -> None:
    at = state(exchange(), of=interview(context=context))
    missing = [each for each in all_met(AI) if each not in ("market_decision", "result_measured", "recovery")]
    assert probe(at, grade(LOW, missing)).check == check


@pytest.mark.parametrize(
    ("context", "words"),
    [("startup", "eight weeks"), ("big_tech", "500 milliseconds"), ("enterprise", "auditor")],
)
def test_a_company_asks_in_its_own_words(context: Context, words: str) -> None:
    missing = {"startup": "market_decision", "big_tech": "technical_trade_off", "enterprise": "lifecycle"}[context]
    met = [each for each in all_met(AI) if each != missing]
    got = probe(state(exchange(), of=interview(context=context)), grade(LOW, met))
    assert got.source == "company"
    assert words in got.text


# the wording


def test_a_story_is_asked_about_in_the_past_and_a_plan_is_not() -> None:
    met = [each for each in all_met(AI) if each != "recovery"]
    lines = CheckLines(check="recovery", lines=("What did it show? | What does it show?",))
    loops = replace(LOOPS, probes=(lines,))
    case = replace(QUESTION, kind="product_sense", prompt="How would you design it?")
    assert AI.dimension("user_empathy").checks[3].probe == "What does the user see when the model is not sure?"
    texts = set()
    for question in (QUESTION, case):
        for position in range(2):
            at = state(*[exchange(question=question)] * (position + 1))
            got = next_move(at, grade(LOW, met), AI, loops, "")
            assert isinstance(got, Probe)
            texts.add((question.kind, got.text))
    assert ("behavioural", "What did it show?") in texts
    assert ("product_sense", "What does it show?") in texts
    assert not texts & {("behavioural", "What does it show?"), ("product_sense", "What did it show?")}


def test_no_figure_is_referred_to_where_none_was_given() -> None:
    met = [each for each in all_met(AI) if each != "result_measured"]
    loops = replace(LOOPS, probes=())
    without = state(exchange(("I decided to drop the warnings.",), question=replace(QUESTION, follow_ups=())))
    assert next_move(without, grade(LOW, met), AI, loops, "") == "answered"
    got = next_move(state(exchange()), grade(LOW, met), AI, loops, "")
    assert isinstance(got, Probe)
    assert got.text == "What was that figure before, and what was it afterwards?"


def test_a_follow_up_that_points_back_quotes_what_it_points_to() -> None:
    met = {each: "" for each in all_met(AI) if each != "result_measured"}
    met["business_result"] = "Support calls fell by 12 percent, and that was worth the loss."
    got = next_move(state(exchange()), grade(LOW, met), AI, replace(LOOPS, probes=()), "")
    assert isinstance(got, Probe)
    assert got.text.startswith("You said “Support calls fell by 12 percent”. What was that figure")


def test_a_fault_is_quoted_in_its_own_words() -> None:
    met = {
        **dict.fromkeys(all_met(AI), "I watched five of them work."),
        "hands_over": "I asked legal to decide that for us",
    }
    loops = replace(LOOPS, probes=(CheckLines(check="hands_over", lines=("What would you do about that?",)),))
    got = next_move(state(exchange()), grade({**LOW, "ownership": 1.0}, met), AI, loops, "")
    assert isinstance(got, Probe)
    assert got.text == "You said “I asked legal to decide that for us”. What would you do about that?"


def test_a_quotation_does_not_cut_a_figure_in_two() -> None:
    met = {each: "" for each in all_met(AI) if each != "result_measured"}
    met["business_result"] = "Support cost 1,200.50 dollars less a week, and that was worth the loss."
    got = next_move(state(exchange()), grade(LOW, met), AI, replace(LOOPS, probes=()), "")
    assert isinstance(got, Probe)
    assert got.text.startswith("You said “Support cost 1,200.50 dollars less a week”. What")


def test_the_same_seed_words_it_alike_and_another_interview_does_not() -> None:
    def texts(**changes: Any) -> set[str]:
        return {probe(state(exchange(), of=interview(id=name, **changes)), grade(LOW)).text for name in ("a", "b", "c")}

    assert len(texts(seed=3)) == 1
    assert len(texts(seed=None)) > 1


def test_nothing_is_asked_twice_in_an_interview_also_not_after_a_quotation() -> None:
    found = grade(LOW)
    exchanges = [exchange()]
    texts: list[str] = []
    for _ in range(60):
        got = move(state(*exchanges, of=interview(plan(probes=6, probe_budget=30, minutes=480))), found)
        if not isinstance(got, Probe):
            break
        texts.append(got.text)
        done = replace(exchanges[-1], probes=(got,), left="answered")
        exchanges = [*exchanges[:-1], done, exchange(position=len(exchanges))]
        assert sum(text.endswith(got.text) or got.text.endswith(text) for text in texts) == 1
    assert len(texts) >= 20


@pytest.mark.parametrize(
    "asked",
    [
        "Who outside your team noticed, and by what?",
        "Who outside your team would notice, and by what?",
        "You said “we kept it small”. Who outside your team noticed, and by what?",
    ],
)
def test_a_follow_up_is_not_asked_again_about_what_might_be(asked: str) -> None:
    line = "Who outside your team noticed, and by what? | Who outside your team would notice, and by what?"
    met = [each for each in all_met(AI) if each != "business_result"]
    for question in (QUESTION, replace(QUESTION, kind="product_sense", prompt="How would you design it?")):
        last = exchange(question=replace(question, follow_ups=()))
        loops = replace(LOOPS, probes=(CheckLines(check="business_result", lines=(line,)),))
        before = exchange((ANSWER, "It fell."), [hole(asked)], [WEAK, WEAK], left="answered")
        got = next_move(state(before, last), grade(LOW, met), AI, loops, "")
        assert isinstance(got, Probe)
        assert "outside your team" not in got.text


@pytest.mark.parametrize("line", [line for each in LOOPS.probes for line in each.lines if " | " in line])
def test_the_two_forms_of_a_line_are_one_question(line: str) -> None:
    happened, might = line.split(" | ")
    loops = replace(LOOPS, probes=(CheckLines(check="business_result", lines=(line,)),))
    met = [each for each in all_met(AI) if each != "business_result"]
    probed = AI.dimension("market_impact").checks[0].probe
    before = exchange((ANSWER, "It fell.", "Yes."), [hole(might), hole(probed)], [WEAK] * 3, left="answered")
    at = state(before, exchange(question=replace(QUESTION, follow_ups=())))
    assert next_move(at, grade(LOW, met), AI, loops, "") == "answered", happened


def test_a_questions_own_follow_up_is_not_asked_after_one_that_is_nearly_the_same() -> None:
    own = replace(QUESTION, follow_ups=("Which customers did you lose there?",))
    before = exchange((ANSWER, "Two."), [hole("And which customers would you lose?")], [WEAK, WEAK], left="answered")
    assert move(state(before, exchange(question=own)), grade(4.5, all_met(AI))) == "answered"


def test_one_check_is_asked_for_once_a_question() -> None:
    first = probe(state(exchange()), grade(LOW))
    reply = "I would rather speak of the year after that, when everything was better for all of us."
    at = state(exchange((ANSWER, reply), [first], [step_of(AI, grade(LOW))]))
    second = probe(at, grade(LOW))
    assert (second.signal, second.check) != (first.signal, first.check)


# how long it digs


def test_a_question_has_a_budget_of_follow_ups() -> None:
    at = state(exchange((ANSWER, "It fell."), [hole()], [WEAK]), of=interview(plan(probes=1)))
    assert move(at, grade(LOW)) == "budget"


def test_a_round_has_a_budget_of_follow_ups() -> None:
    done = exchange((ANSWER, "It fell."), [hole()], [WEAK, WEAK], left="answered")
    at = state(done, exchange(), of=interview(plan(probes=3, probe_budget=1)))
    assert move(at, grade(LOW)) == "budget"


def test_help_on_the_way_costs_no_budget() -> None:
    help_on = Probe(text="Take something smaller.", kind="way_in", source="manner")
    at = state(exchange((("", "nothing"), ANSWER), [help_on], [WEAK]), of=interview(plan(probes=1)))
    assert probe(at, grade(LOW)).kind == "hole"


def test_when_the_talking_time_is_used_up_there_is_no_follow_up() -> None:
    at = state(exchange((f"{ANSWER} {'word ' * 7000}",)))
    assert move(at, grade(LOW)) == "time"


def test_after_two_follow_ups_that_brought_nothing_the_interviewer_goes_on() -> None:
    steps = [WEAK, WEAK]
    at = state(exchange((ANSWER, "It fell.", "It did."), [hole(), hole("And then?", "economics")], steps))
    same = grade(LOW, [each for each in all_met(AI) if each not in ("result_measured", "limit_set")])
    assert step_of(AI, same) == WEAK
    assert move(at, same) == "no_more_came"


def test_a_reply_that_holds_is_followed_by_the_questions_own_next_turn() -> None:
    at = state(exchange((ANSWER, "From 78 to 31 percent."), [hole()], [WEAK]))
    better = grade({**LOW, "market_impact": 3.0}, ["result_measured"])
    got = probe(at, better)
    assert (got.kind, got.text, got.source) == ("depth", QUESTION.follow_ups[0], "question")


def test_a_strong_answer_gets_the_questions_own_follow_up_and_then_the_next_question() -> None:
    strong = grade(4.5, all_met(AI))
    got = probe(state(exchange()), strong)
    assert got.text == QUESTION.follow_ups[0]
    at = state(exchange((ANSWER, "I did."), [got], [step_of(AI, strong)]))
    assert move(at, strong) == "answered"


# what is no answer


@pytest.mark.parametrize("said", ["nothing", "no_idea"])
def test_nothing_gets_a_smaller_question_once(said: Said) -> None:
    empty = grade(1.0, passed=False)
    got = probe(state(exchange((("", said),))), empty)
    assert (got.kind, got.signal, got.check) == ("way_in", "", "")
    assert got.text in LOOPS.manner("director").way_in_story
    at = state(exchange((("", said), ("", said)), [got], [step_of(AI, empty)]))
    assert move(at, empty) == "nothing_came"


def test_a_plan_is_made_smaller_in_another_way_than_a_story() -> None:
    case = replace(QUESTION, kind="product_sense", prompt="How would you design it?")
    got = probe(state(exchange((("", "nothing"),), question=case)), grade(1.0, passed=False), "designing for doubt")
    assert (
        got.text == "Let us make it smaller. What is the first thing that comes to your mind about designing for doubt?"
    )
    nameless = probe(state(exchange((("", "nothing"),), question=case)), grade(1.0, passed=False), "")
    assert "{" not in nameless.text


def test_a_way_in_that_was_taken_is_probed_like_any_answer() -> None:
    help_on = Probe(text="Take something smaller.", kind="way_in", source="manner")
    at = state(exchange((("", "nothing"), ANSWER), [help_on], [WEAK]))
    assert probe(at, grade(LOW)).kind == "hole"


def test_i_dont_know_to_a_follow_up_ends_the_question() -> None:
    at = state(exchange((ANSWER, ("I don't know.", "no_idea")), [hole()], [WEAK]))
    assert move(at, grade(LOW)) == "nothing_came"


def test_a_refusal_gets_a_calm_word_once() -> None:
    refused = grade(1.0, passed=False)
    got = probe(state(exchange((("No comment.", "declined"),))), refused)
    assert got.text in LOOPS.manner("director").declined
    at = state(exchange((("No comment.", "declined"),) * 2, [got], [step_of(AI, refused)]))
    assert move(at, refused) == "nothing_came"


def test_a_story_told_before_is_not_taken_twice() -> None:
    got = probe(state(exchange(), exchange(((ANSWER, "repeated"),))), grade(LOW))
    assert (got.kind, got.text) == ("other_story", LOOPS.manner("director").other_story[0])


def test_an_answer_to_another_question_is_led_back_once() -> None:
    elsewhere = grade(1.5, passed=False)
    long_one = f"{ANSWER} That was a good year for all of us there."
    got = probe(state(exchange((long_one,))), elsewhere)
    assert (got.kind, got.text) == (
        "redirect",
        "I may have lost the thread. Which part of my question does that take up?",
    )
    at = state(exchange((long_one, long_one), [got], [step_of(AI, elsewhere)]))
    assert move(at, elsewhere) == "off_topic"


def test_a_few_words_are_not_led_back_but_asked_for_more() -> None:
    got = probe(state(exchange(("I stopped the launch.",))), grade(1.5, passed=False))
    assert got.kind == "hole"


# what a reply brought


@pytest.mark.parametrize(
    ("after", "said", "held"),
    [
        (Step(score=2.0, missed=("ownership.limit_set",)), "answer", True),
        (Step(score=2.3, missed=WEAK.missed), "answer", True),
        (WEAK, "answer", False),
        (Step(score=1.5, missed=()), "answer", False),
        (Step(score=4.0, missed=()), "no_idea", False),
    ],
)
def test_a_reply_holds_when_it_earns_something_for_a_story_that_is_one(after: Step, said: Said, held: bool) -> None:
    assert held_up(exchange((ANSWER, ("It fell.", said)), [hole()], [WEAK, after]), 1) is held


def test_a_reply_to_a_turn_of_the_screw_holds_with_some_length_and_no_loss() -> None:
    turn = Probe(text="Who lost by that?", kind="depth", source="question")
    long_reply = "The sales team lost a reference customer, because we told them to wait for another quarter."
    assert held_up(exchange((ANSWER, long_reply), [turn], [WEAK, WEAK]), 1)
    assert not held_up(exchange((ANSWER, "Nobody."), [turn], [WEAK, WEAK]), 1)
    assert not held_up(exchange((ANSWER, long_reply), [turn], [WEAK, replace(WEAK, score=1.9)]), 1)


def test_an_ml_answer_is_probed_by_its_own_rubric() -> None:
    weak = grade(2.0, track="ml_pm")
    at = state(exchange(question=replace(QUESTION, track="ml_pm", signals=())), of=interview(track="ml_pm"))
    got = next_move(at, weak, ML, LOOPS, "")
    assert isinstance(got, Probe)
    assert got.signal == "model_rigor"


def test_all_that_was_asked_is_known() -> None:
    at = state(exchange((ANSWER, "It fell."), [hole("What was it before?")], [WEAK, WEAK], left="answered"), exchange())
    assert asked_texts(at) == [QUESTION.prompt, "What was it before?", QUESTION.prompt]
