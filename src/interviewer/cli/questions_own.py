"""`interviewer questions add|edit|duplicate|remove|restore`: a person's own questions."""

import argparse
import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewer.cli.arguments import TRACKS, positive

if TYPE_CHECKING:
    from collections.abc import Callable

    from interviewer.cli.program import Program
    from interviewer.domain.questions import Question

TEMPLATE = """# A question of your own. Save and close to keep it; leave the prompt empty to keep nothing.
# Only track and prompt are needed. An id is made from the prompt where none is given: id = "own-..."
[[questions]]
track = "{track}"                # ai_pm, ml_pm or both
prompt = ""
kind = "behavioural"
minutes = 4                    # spoken
expects = []                   # the points of a strong answer: they make the grade sharper
pitfalls = []
follow_ups = []
"""


def arguments(actions: Any) -> None:
    _to_write(actions)
    _to_take_away(actions)


def _to_write(actions: Any) -> None:
    adding = actions.add_parser(
        "add",
        help="add a question of your own",
        description="Adds a question of your own and prints its id. Without --prompt it asks for\n"
        "one field after another, or opens $EDITOR with --editor.",
    )
    adding.add_argument("--id", metavar="ID", help="made from the prompt where it is left out")
    adding.add_argument("--editor", action="store_true", help="write it in $EDITOR")
    _field_flags(adding)
    adding.set_defaults(run=add_question)

    editing = actions.add_parser(
        "edit",
        help="change a question of your own",
        description="Changes a question of your own: the named fields, or all of it in $EDITOR.\n"
        "What is wrong with it can be mended there; until then it stays as it was.",
    )
    editing.add_argument("id", metavar="ID")
    _field_flags(editing)
    editing.set_defaults(run=edit_question)

    copying = actions.add_parser(
        "duplicate",
        help="make a question of your own out of another",
        description="Copies any question of the bank to your own, with the named fields changed, or\n"
        "opened in $EDITOR, and prints its id.",
    )
    copying.add_argument("id", metavar="ID", help="a built-in question, one of a pack, or your own")
    copying.add_argument("--new-id", metavar="ID", help="the copy's id; made from the old one where it is left out")
    _field_flags(copying)
    copying.set_defaults(run=duplicate_question)


def _to_take_away(actions: Any) -> None:
    removing = actions.add_parser(
        "remove",
        help="remove a question of your own",
        description="Removes a question of your own and prints it. questions restore puts it back.",
    )
    removing.add_argument("id", metavar="ID")
    removing.set_defaults(run=remove_question)

    restoring = actions.add_parser(
        "restore",
        help="put a removed question back",
        description="Puts a removed question of your own back where it was: the one that is named,\n"
        "or the last one removed. --list shows what there is.",
    )
    restoring.add_argument("id", nargs="?", metavar="ID")
    restoring.add_argument("--list", action="store_true", help="show the removed questions, oldest first")
    restoring.set_defaults(run=restore_question)


def _field_flags(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("fields (a list is given by repeating its flag)")
    group.add_argument("--track", choices=(*TRACKS, "both"))
    group.add_argument("--prompt", metavar="TEXT", help="the question as the interviewer asks it")
    group.add_argument("--kind", metavar="KIND", help="behavioural, metrics, ethics, ...")
    group.add_argument("--topic", metavar="TOPIC")
    group.add_argument("--difficulty", type=positive, metavar="1-3")
    group.add_argument("--minutes", type=positive, metavar="N", help="spoken length of a good answer")
    group.add_argument("--round", dest="rounds", action="append", metavar="ROUND", help="phone_screen, onsite, ...")
    group.add_argument("--context", dest="contexts", action="append", metavar="CONTEXT", help="startup, big_tech, ...")
    group.add_argument("--signal", dest="signals", action="append", metavar="ID", help="where a good answer earns most")
    group.add_argument("--expect", dest="expects", action="append", metavar="TEXT", help="a point of a strong answer")
    group.add_argument("--pitfall", dest="pitfalls", action="append", metavar="TEXT", help="a way it is lost")
    group.add_argument("--follow-up", dest="follow_ups", action="append", metavar="TEXT")
    group.add_argument("--competency", metavar="NAME")
    group.add_argument("--source", metavar="TEXT")


def _given(args: argparse.Namespace) -> dict[str, Any]:
    from interviewer.domain.questions import Question

    names = [each.name for each in dataclasses.fields(Question) if each.name != "id"]
    given = {name: getattr(args, name) for name in names if getattr(args, name, None) is not None}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


def add_question(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.domain.questions import Question

    given = _given(args)
    if "prompt" in given:
        if "track" not in given:
            raise output.BadInputError("--track: is missing (ai_pm, ml_pm or both)")
        question = Question(id=args.id or program.bank.new_id(given["prompt"]), **given)
    elif given.keys() - {"track"} or args.id:
        raise output.BadInputError("--prompt: is missing")
    else:
        written = _written(args, program, given.get("track"))
        if written is None:
            output.say("nothing was added")
            return output.DONE
        question = written
    if program.bank.is_own(question.id):
        raise output.BadInputError(f"id: you have a question {question.id!r} already (questions edit {question.id})")
    return _save(question, program)


def _written(args: argparse.Namespace, program: "Program", track: str | None) -> "Question | None":
    """A question out of the editor or the questionnaire; None where nothing is to be kept."""
    if args.editor:
        return in_editor(TEMPLATE.format(track=track or TRACKS[0]), program.bank.new_id)
    from interviewer.cli.questions_added import asked_for

    return asked_for(program, {"track": track} if track else {})


def _save(question: "Question", program: "Program") -> int:
    from interviewer.cli import output

    program.create_home()
    program.bank.save_own(question)
    output.write(question.id)
    output.say(f"saved in {program.bank.own_file(question.id)}")
    say_weaknesses(question, program)
    return output.DONE


def say_weaknesses(question: "Question", program: "Program") -> None:
    """What could be better about a question that was kept all the same."""
    from interviewer.cli import output
    from interviewer.content.question_review import weaknesses

    for field, message in weaknesses(question):
        output.say(f"note: {field} {message}")
    if told := similar(question, program):
        output.say(f"note: it {told}")


def similar(question: "Question", program: "Program") -> str:
    """The question of the bank that asks much the same, in words; nothing where there is none."""
    from interviewer.content.near_duplicates import NearDuplicates

    near = NearDuplicates(program.bank.questions()).near(question)
    return f"asks much the same as {near[0].other.id}: “{' '.join(near[0].other.prompt.split())}”" if near else ""


def edit_question(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.content.own_questions import as_toml

    question = _own_question(args.id, program)
    given = _given(args)
    if given:
        changed = dataclasses.replace(question, **given)
    else:
        written = in_editor(as_toml(question), lambda prompt: question.id)
        if written is None or written == question:
            output.say("nothing was changed")
            return output.DONE
        changed = written
    if changed.id != question.id:
        raise output.BadInputError(f"id: stays {question.id!r}, since your answers refer to it")
    return _save(changed, program)


def duplicate_question(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.cli.finding import find_question
    from interviewer.content.near_duplicates import made_after
    from interviewer.content.own_questions import as_toml, numbered

    original = find_question(program.bank, args.id)
    if args.new_id and program.bank.get(args.new_id) is not None:
        raise output.BadInputError(f"--new-id: there is a question {args.new_id!r} already")
    plain = original.id if original.id.startswith("own-") else f"own-{original.id}"
    copy_id = args.new_id or numbered(plain, {each.id for each in program.bank.questions()})
    copy = dataclasses.replace(original, id=copy_id, source=made_after(original.id))
    given = _given(args)
    if not given and output.is_terminal(sys.stdin) and output.is_terminal(sys.stdout):
        written = in_editor(as_toml(copy), lambda prompt: copy.id)
        if written is None:
            output.say("nothing was added")
            return output.DONE
        copy = written
    return _save(dataclasses.replace(copy, **given), program)


def remove_question(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.content.own_questions import as_toml

    question = _own_question(args.id, program)
    file = program.bank.own_file(question.id)
    program.bank.remove_own(question.id)
    output.write(as_toml(question).rstrip())
    output.say(f"removed from {file}; your answers to it stay (questions restore {question.id} puts it back)")
    return output.DONE


def restore_question(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.cli.finding import near

    removed = program.bank.removed()
    if args.list:
        for each in removed:
            output.write(f"{each.at.astimezone():%Y-%m-%d %H:%M}  {each.question.id}  {each.question.prompt}")
        output.say(f"{len(removed)} removed")
        return output.DONE
    back = program.bank.restore_own(args.id)
    if back is None:
        hint = near(args.id, {each.question.id for each in removed}) if args.id else ""
        raise output.BadInputError(f"there is no removed question{f' {args.id!r}' if args.id else ''}{hint}")
    output.write(back.id)
    output.say(f"put back in {program.bank.own_file(back.id)}")
    return output.DONE


def _own_question(question_id: str, program: "Program") -> "Question":
    from interviewer.cli.finding import find_question
    from interviewer.cli.output import BadInputError

    question = find_question(program.bank, question_id)
    if not program.bank.is_own(question.id):
        pack = program.bank.pack_of(question.id)
        what = f"is a question of the pack {pack}" if pack else "is a built-in question"
        raise BadInputError(
            f"{question_id!r} {what} and stays as it is (questions duplicate {question_id} makes one of your own of it)"
        )
    return question


def in_editor(text: str, new_id: "Callable[[str], str]") -> "Question | None":
    """The question as it was left in $EDITOR, None where its prompt is empty.

    What is wrong with it can be mended there; who gives up finds the text where it was.
    """
    import tempfile

    from interviewer.cli import output
    from interviewer.cli.editor import edit
    from interviewer.content.own_questions import check, from_toml
    from interviewer.ports import ContentError

    if not (output.is_terminal(sys.stdin) and output.is_terminal(sys.stdout)):
        raise output.BadInputError(
            "there is no terminal for an editor: give the fields as flags (--prompt, --track, ...)"
        )
    path = Path(tempfile.mkdtemp(prefix="interviewer-")) / "question.toml"
    path.write_text(text, encoding="utf-8")
    while True:
        edit(path)
        try:
            question = from_toml(path, str(path), new_id)
            if question is not None:
                check(question)
            break
        except ContentError as error:
            output.say(f"{error}\nEnter edits it again; Ctrl+C stops, and the text stays in that file.")
            sys.stdin.readline()
    path.unlink()
    path.parent.rmdir()
    return question
