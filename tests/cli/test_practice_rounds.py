"""`interviewer practice --round` and `--loop`, line by line: whole interviews from a script."""

import json
import re
from pathlib import Path

import httpx
import pytest

from interviewer.content.loops import LoopsFile
from interviewer.domain.interviews import InterviewState
from interviewer.practice.interview import replay, transcript
from interviewer.storage.database import open_store
from tests.cli.conftest import Result, Run
from tests.grading_llm.support import body_of, mocked, streamed

ANSWER = (
    "At a payroll company clerks dismissed 78 percent of our warnings, so I watched {n} of them work. I decided to "
    "drop the warnings on bonuses, because those were right but useless, and set a limit of one in {n}."
)


def script(count: int, *between: str) -> str:
    """So many answers, each another; `between` are turns said before them."""
    turns = [*between, *(ANSWER.replace("{n}", str(number + 2)) for number in range(count))]
    return "".join(f"{turn}\n.\n" for turn in turns)


def stored(home: Path) -> tuple[InterviewState, list[str]]:
    """The newest interview as the database has it, and the turns of its candidate."""
    store = open_store(home / "interviewer.db")
    (row, *_) = store.interviews(limit=1)
    interview, events = store.interview(row.id), store.events(row.id)
    store.close()
    assert interview is not None
    said = [line.text for line in transcript(interview, events) if line.speaker == "candidate"]
    return replay(interview, events), said


def questions(result: Result) -> list[str]:
    return re.findall(r"^Question \d+ of \d+, about \d+ minutes: (.*)$", result.out, re.MULTILINE)


def test_a_whole_loop_is_played_from_a_script_to_its_debrief(run: Run, home: Path) -> None:
    result = run("practice", "--plain", "--loop", "full", "--track", "ai_pm", "--seed", "5", stdin=script(120))
    assert result.code == 0
    state, said = stored(home)
    assert state.phase == "over"
    assert [each.ended for each in state.rounds] == ["done"] * 7
    headings = re.findall(r"^--- (.*): about", result.out, re.MULTILINE)
    assert headings == [each.plan.name for each in state.rounds]
    assert questions(result) == [exchange.question.prompt for exchange in state.exchanges]
    assert all(exchange.left for exchange in state.exchanges)
    assert result.out.count("\nInterviewer: ") >= 2 * len(state.rounds)
    debrief = result.out.partition("Debrief: AI PM: Full loop")[2]
    titles = ("Votes by round", "Signals", "Habits", "Three things to fix", "Track fit", "Company fit")
    assert [title for title in titles if title in debrief] == list(titles)
    assert "hire" in debrief.lower()
    assert said[0] == ANSWER.replace("{n}", "2")


def test_each_question_of_the_interview_is_an_answer_of_the_history(run: Run, home: Path) -> None:
    run("practice", "--plain", "--round", "phone_screen", "--seed", "1", stdin=script(20))
    rows = run("history", "list", "--show", "answers", "--format", "json").lines
    state, _ = stored(home)
    assert {row["answer_id"] for row in rows} == {exchange.answer_id for exchange in state.exchanges}
    assert {row["status"] for row in rows} == {"scored"}
    shown = run("history", "show", state.exchanges[0].answer_id, "--format", "json").json
    parts = shown["answer"]["text"].split("\n\n")
    assert parts == [reply.text for reply in state.exchanges[0].replies]


def test_nothing_is_asked_twice_and_every_word_is_in_the_transcript(run: Run, home: Path) -> None:
    result = run("practice", "--plain", "--round", "onsite_product", "--seed", "2", stdin=script(30))
    state, said = stored(home)
    asked = [text for each in state.exchanges for text in (each.question.prompt, *(one.text for one in each.probes))]
    assert len(set(asked)) == len(asked) > 6
    assert said == [ANSWER.replace("{n}", str(number + 2)) for number in range(len(said))]
    for text in asked:
        assert text in result.out


def test_the_same_seed_asks_the_same_questions_and_another_does_not(run: Run) -> None:
    argv = ("practice", "--plain", "--round", "executive", "--seed")
    first, again, other = (questions(run(*argv, seed, stdin=script(20))) for seed in ("3", "3", "4"))
    assert first == again
    assert first != other


def test_without_a_seed_nothing_comes_again_in_the_next_interview(run: Run) -> None:
    seen = [
        each
        for _ in range(3)
        for each in questions(run("practice", "--plain", "--round", "executive", stdin=script(20)))
    ]
    assert len(set(seen)) == len(seen) == 9


def test_rounds_can_be_mixed(run: Run, home: Path) -> None:
    run("practice", "--plain", "--round", "executive", "--round", "phone_screen", "--track", "ml_pm", stdin="")
    state, _ = stored(home)
    assert [each.id for each in state.interview.rounds] == ["executive", "phone_screen"]
    assert (state.interview.track, state.interview.mode) == ("ml_pm", "realistic")


def test_realistic_gives_no_feedback_before_the_end_and_coached_after_each_question(run: Run) -> None:
    argv = ("practice", "--plain", "--round", "phone_screen", "--seed", "1")
    realistic = run(*argv, "--realistic", stdin=script(20)).out
    coached = run(*argv, "--coached", stdin=script(20)).out
    assert "Fix first" not in realistic
    assert coached.count("Fix first") == 3
    assert coached.index("Fix first") < coached.index("Question 2 of 3")
    assert realistic.count("Votes by round") == coached.count("Votes by round") == 1


def test_where_the_input_ends_the_interview_is_paused_and_goes_on_exactly_there(run: Run, home: Path) -> None:
    argv = ("practice", "--plain", "--round", "phone_screen", "--round", "executive", "--seed", "8")
    whole = questions(run(*argv, stdin=script(60)))
    first = run(*argv, stdin=script(2))
    assert first.code == 0
    state, _ = stored(home)
    assert state.paused
    assert f"--resume {state.interview.id[:8]}" in first.err
    rest = run("practice", "--plain", "--resume", state.interview.id[:8], stdin=script(60))
    assert "Going on where you were" in rest.out
    assert state.exchanges[-1].question.prompt in rest.out
    assert questions(first) + questions(rest)[1:] == whole
    assert stored(home)[0].phase == "over"


def test_the_newest_unfinished_interview_is_resumed_where_none_is_named(run: Run, home: Path) -> None:
    run("practice", "--plain", "--round", "executive", "--seed", "1", stdin=script(1))
    state, _ = stored(home)
    rest = run("practice", "--plain", "--resume", stdin=script(20))
    assert rest.code == 0
    assert stored(home)[0].interview == state.interview
    assert "Debrief: AI PM: Final executive interview" in rest.out


def test_a_new_interview_says_that_another_waits(run: Run) -> None:
    run("practice", "--plain", "--round", "executive", "--seed", "1", stdin=script(1))
    assert "is not finished: interviewer practice --plain --resume" in run(
        "practice", "--plain", "--round", "phone_screen", stdin=""
    ).err  # fmt: skip


def test_where_the_input_ends_at_once_the_question_is_shown_and_how_to_answer(run: Run) -> None:
    result = run("practice", "--plain", "--round", "phone_screen")
    assert result.code == 0
    assert len(questions(result)) == 1
    assert "a line with a single . ends it" in result.err


def test_an_answer_that_ends_with_the_input_counts(run: Run, home: Path) -> None:
    run("practice", "--plain", "--round", "phone_screen", "--seed", "1", stdin=ANSWER)
    state, said = stored(home)
    assert said == [ANSWER]
    assert state.phase == "listening"
    assert state.paused


def test_a_question_back_is_answered_and_an_empty_answer_gets_a_smaller_question(run: Run, home: Path) -> None:
    result = run(
        "practice", "--plain", "--round", "phone_screen", "--seed", "1", stdin="Can you repeat the question?\n.\n.\n"
    )
    state, _ = stored(home)
    (exchange,) = state.exchanges
    assert result.out.count(exchange.question.prompt) == 2
    assert exchange.replies[0].said == "nothing"
    assert [probe.kind for probe in exchange.probes] == ["way_in"]
    assert exchange.probes[0].text in result.out


def test_who_says_nothing_at_all_is_not_hired(run: Run) -> None:
    out = run("practice", "--plain", "--round", "phone_screen", stdin=".\n" * 20).out
    assert "No hire: over 3 answers the vote is strong no (1.0)" in " ".join(out.split())


def test_end_ends_the_interview_with_what_was_said(run: Run, home: Path) -> None:
    result = run("practice", "--plain", "--loop", "standard", "--seed", "1", stdin=f"{ANSWER}\n/end\n")
    state, said = stored(home)
    assert (state.phase, said) == ("over", [ANSWER])
    assert "The interview was not played to its end" in result.out
    assert "no interview is waiting" in run("practice", "--plain", "--resume").err


def test_ones_own_score_is_asked_for_and_stands_beside_the_grade(run: Run, home: Path) -> None:
    stdin = script(1) + script(1) + "4\n" + ".\n.\nseven\n" + ".\n.\n\n"
    argv = ("practice", "--plain", "--round", "executive", "--seed", "1", "--self-score")
    state = None
    result = run(*argv, stdin=stdin.replace(ANSWER.replace("{n}", "2"), "I don't know."))
    state, _ = stored(home)
    assert state.exchanges[0].self_score == 4
    assert state.exchanges[1].self_score is None
    assert "'seven' is no score from 1 to 5" in result.err
    assert "Your own score: 4." in result.out


def test_the_company_changes_what_is_said_about_it(run: Run) -> None:
    argv = ("practice", "--plain", "--round", "phone_screen", "--seed", "1")
    stdin = "What kind of company is this?\n.\n"
    assert "500 milliseconds" in run(*argv, "--context", "big_tech", stdin=stdin).out
    assert "audit trail" in run(*argv, "--context", "enterprise", stdin=stdin).out


def test_no_escape_of_an_answer_reaches_the_terminal(run: Run) -> None:
    nasty = (
        "I set \x1b[2J a limit of 5 points, because \u202e clerks lost 12 percent of their time to wrong warnings.\n.\n"
    )
    result = run("practice", "--plain", "--round", "executive", "--seed", "1", "--coached", stdin=nasty * 12)
    assert "\x1b" not in result.out + result.err
    assert "\u202e" not in result.out + result.err


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["--round", "phone"], "there is no round 'phone': write phone_screen"),
        (["--loop", "standart"], "there is no loop 'standart': write standard"),
        (["--round", "executive", "--loop", "standard"], "--round and --loop do not go together"),
        (
            ["--round", "executive", "--question", "ai-fairness-recommender"],
            "--question and --round do not go together",
        ),
        (["--resume", "feedbeef"], "there is no interview 'feedbeef'"),
        (["--resume"], "no interview is waiting"),
    ],
)
def test_what_cannot_be_is_one_line(run: Run, argv: list[str], told: str) -> None:
    result = run("practice", "--plain", *argv)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert told in result.err


@pytest.mark.parametrize("flags", [["--coached", "--realistic"], ["--context", "circus"]])
def test_flags_that_contradict_are_refused(run: Run, flags: list[str]) -> None:
    assert run("practice", "--round", "executive", *flags).code == 2


def test_every_loop_and_round_of_the_file_can_be_begun(run: Run) -> None:
    loops = LoopsFile().loops()
    for flag, names in (("--loop", [each.id for each in loops.loops]), ("--round", [each.id for each in loops.rounds])):
        for name in names:
            result = run("practice", "--plain", flag, name, "--track", "ml_pm")
            assert (result.code, len(questions(result))) == (0, 1), (flag, name)


def test_with_a_model_its_follow_ups_are_asked_and_those_that_break_a_rule_are_not(run: Run) -> None:
    """Grading fails here on purpose: the interview goes on, and says what is not scored."""
    argv = ("practice", "--plain", "--round", "executive", "--seed", "1")
    (prompt,) = questions(run(*argv))
    good = "You watched clerks work. What did the bonuses cost them?"
    follow_ups = iter([good])

    def reply(sent: httpx.Request) -> httpx.Response:
        if "You are the interviewer" in str(body_of(sent)["messages"][0]["content"]):
            return streamed(json.dumps({"based_on": "clerks", "question": next(follow_ups, "Great! And then?")}))
        return httpx.Response(400, json={"error": {"message": "out of order"}})

    with mocked("http://models.example/v1") as router:
        router.post("/chat/completions").mock(side_effect=reply)
        result = run(
            *argv, "--grader", "llm", "--model", "m", "--base-url", "http://models.example/v1",
            stdin=f"{prompt} {ANSWER}\n.\n{script(1)}/end\n", INTERVIEWER_API_KEY="k",
        )  # fmt: skip
    assert result.code == 0
    assert "follow-ups by m at models.example" in result.err
    assert f"Interviewer: {good}" in result.out
    assert "Great!" not in result.out
    assert "This follow-up is the offline one: the follow-up of m was not asked: it must not praise" in result.err
    assert "0 of 1 questions have a score" in result.out
