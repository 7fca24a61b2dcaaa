"""`interviewer questions add` on a terminal: one field after another, a preview, and then it is kept or not."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from interviewer.cli import output
from interviewer.cli.questions_ask import Questionnaire, keep_unfinished, unfinished, yes
from interviewer.content.own_questions import as_toml
from interviewer.domain.questions import Question
from interviewer.domain.text import visible

if TYPE_CHECKING:
    from interviewer.cli.program import Program


def asked_for(program: "Program", given: Mapping[str, Any]) -> Question | None:
    """The question that a person typed and wants to keep; None where they do not.

    What was typed before Ctrl+C or the end of input is kept, and offered the next time. Raises BadInputError where
    there is no terminal.
    """
    import sys

    if not (output.is_terminal(sys.stdin) and output.is_terminal(sys.stdout)):
        raise output.BadInputError("there is no terminal to ask on: give the fields as flags (--prompt, --track, ...)")
    import contextlib

    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - line editing, and a pasted text stays one line
    home = program.paths.home
    started = {**_go_on(unfinished(home)), **given}
    asking = Questionnaire(input, output.say, started)
    try:
        asking.fill_in(lambda fields: _similar(fields, program))
        question = _kept(_question(asking.fields, program), program)
    except (EOFError, KeyboardInterrupt):
        typed = {name: value for name, value in asking.fields.items() if name != "track"}
        if typed:
            program.create_home()
            keep_unfinished(home, asking.fields)
        output.say("\nstopped; interviewer questions add goes on with what you typed" if typed else "\nstopped")
        return None
    keep_unfinished(home, {})
    return question


def _go_on(left: Mapping[str, Any]) -> Mapping[str, Any]:
    if not left:
        return {}
    shown = visible(" ".join(str(left.get("prompt", "without its words yet")).split()))
    output.say(f"There is an unfinished question: “{shown}”")
    return left if yes(input, "Go on with it? [Y/n] ") == "y" else {}


def _question(fields: Mapping[str, Any], program: "Program") -> Question:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()
    }
    return Question(id=program.bank.new_id(str(fields["prompt"])), **values)


def _similar(fields: Mapping[str, Any], program: "Program") -> str:
    from interviewer.cli.questions_own import similar

    told = similar(Question(id="", track=fields["track"], prompt=fields["prompt"]), program)
    return f"it {told}" if told else ""


def _kept(question: Question, program: "Program") -> Question | None:
    """Shows the question as it will be asked, and asks whether to keep it."""
    from interviewer.cli.questions_own import in_editor
    from interviewer.reports.question_text import question_as_text

    question_id = question.id
    while True:
        output.say(f"\n{question_as_text(question, own=True)}\n")
        choice = yes(input, "Keep it? [Y]es, [e]dit it in your editor, [n]o: ", ("y", "e", "n"))
        if choice == "y":
            return question
        if choice == "n":
            return None
        changed = in_editor(as_toml(question), lambda prompt: question_id)
        if changed is None:
            return None
        question = changed
