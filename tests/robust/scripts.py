"""What a person does in a few seconds, in each of the ways to practise."""

from dataclasses import dataclass

from tests.robust.typist import Script, Typist

CTRL_S = "\x13"
QUESTION = "ai-fairness-recommender"


def drill(typist: Typist) -> None:
    """A question, an answer, its grade, a retry."""
    typist.see("How do you ensure fairness.*Submit")
    typist.begin()
    typist.type_words(12)
    typist.press(CTRL_S)
    typist.see("0.45 ×")
    typist.submitted()
    typist.press("r")
    typist.see("Fix first.*Submit")
    typist.begin(typist.texts[-1].whole)
    typist.type_words(8)
    typist.press(CTRL_S)
    typist.see("0.45 ×.*[Bb]efore|0.45 ×.*[+-−]")
    typist.submitted()


def from_home(typist: Typist) -> None:
    """Home, whatever question comes, Esc, and back to the draft."""
    typist.see("Practise AI PM")
    typist.press("m")
    typist.see("Submit")
    typist.begin()
    typist.type_words(6)
    typist.press("\x1b")
    typist.see("Continue your draft")
    typist.terminal.settle()
    typist.press("c")
    typist.see("Submit")
    typist.type_words(6)


def own_question(typist: Typist) -> None:
    typist.see("Practise AI PM")
    typist.press("b")
    typist.see("Add")
    typist.press("a")
    typist.see("Strong answers")
    typist.begin()
    typist.type_words(10)
    typist.press(CTRL_S)
    typist.see("Saved")
    typist.submitted()


def interview(typist: Typist) -> None:
    """What is said to a question, the follow-up, and what is said to that."""
    for count in (9, 7):
        typist.see("Say it")
        typist.begin()
        typist.type_words(count)
        typist.press(CTRL_S)
        typist.see(rf"You │.*{typist.texts[-1].words[-1][0].strip()}.*Interviewer")
        typist.submitted()


def plainly(typist: Typist) -> None:
    """Line by line: an answer, its grade, a second answer."""
    typist.see("s the end of input")
    typist.begin()
    typist.type_lines(5)
    typist.press(".\n")
    typist.see("to stop, end the input")
    typist.submitted()
    typist.begin()
    typist.type_lines(4)


@dataclass(frozen=True)
class Session:
    """`seconds` is about how long it takes on a machine that has nothing else to do."""

    argv: tuple[str, ...]
    script: Script
    seconds: float


SESSIONS = {
    "drill": Session(("practice", "--question", QUESTION), drill, 8.5),
    "from Home": Session((), from_home, 6.5),
    "own question": Session((), own_question, 4.0),
    "interview": Session(("practice", "--round", "phone_screen", "--seed", "1", "--track", "ai_pm"), interview, 7.0),
    "line by line": Session(("practice", "--plain", "--question", QUESTION), plainly, 2.5),
}
