"""`interviewer history`: everything that was practised, found, shown, compared, labelled, exported and put away."""

import argparse
import dataclasses
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

from interviewer.cli import history_filters
from interviewer.cli.arguments import add_format

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.domain.history import HistoryQuery, HistoryRow
    from interviewer.ports import FullStore, History

PAGE = 200
SHOWN_ID = 8
INDENT = " " * 10  # of the words that were found
FEWEST_CELLS = 12  # of what an entry is about, beside its tags
PARTS = ("show", "compare", "labels", "delete", "regrade", "export", "import", "backup", "rescue")
SEARCH = """Finds answers and interviews by the words of question, answer, feedback and your
notes, newest first. All words must occur; capitals and accents do not matter.
"several words" in quotes are a phrase, deploy* is every word that begins so. Put
single quotes around it all, so that the shell leaves it alone."""


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True)

    listing = actions.add_parser(
        "list", help="one line an answer or interview", description="One line an answer or interview, newest first."
    )
    history_filters.add_filters(listing)
    add_format(listing)
    listing.set_defaults(run=list_history)

    searching = actions.add_parser("search", help="find by words", description=SEARCH)
    searching.add_argument("words", nargs="+", metavar="WORDS")
    history_filters.add_filters(searching)
    add_format(searching)
    searching.set_defaults(run=search_history)

    for name in PARTS:
        import_module(f"interviewer.cli.history_{name}").arguments(actions)


def list_history(args: argparse.Namespace, program: "Program") -> int:
    return _listed(args, program, history_filters.query(args), "nothing of that kind")


def search_history(args: argparse.Namespace, program: "Program") -> int:
    text = " ".join(args.words)
    return _listed(args, program, history_filters.query(args, text), "nothing was found")


def _listed(args: argparse.Namespace, program: "Program", query: "HistoryQuery", nothing: str) -> int:
    from interviewer.cli import output
    from interviewer.cli.fitting import terminal_width

    count, width = 0, terminal_width()
    with program.existing_store() as store:
        for row in all_rows(store.history, _with_whole_id(query, store), args.limit) if store else ():
            count += 1
            if args.format == "json":
                output.write_json(row_as_dict(row), indent=None)
            else:
                output.write(row_as_text(row, width))
    if not count and args.format == "text":
        output.say("no answers yet: interviewer practice" if store is None else nothing)
    return output.DONE


def _with_whole_id(query: "HistoryQuery", store: "FullStore") -> "HistoryQuery":
    """The interview may be named by the beginning of its id."""
    interview = store.interview(query.interview_id) if query.interview_id else None
    return dataclasses.replace(query, interview_id=interview.id) if interview else query


def all_rows(history: "History", query: "HistoryQuery", limit: int | None = None) -> "Iterator[HistoryRow]":
    """Page by page, so that a long history takes no more memory than a short one."""
    offset = 0
    while limit is None or offset < limit:
        wanted = PAGE if limit is None else min(PAGE, limit - offset)
        page = history.rows(query, limit=wanted, offset=offset)
        yield from page
        if len(page) < wanted:
            return
        offset += len(page)


def row_as_dict(row: "HistoryRow") -> dict[str, Any]:
    """`answer_id`, `question_id` and `prompt` are null for an interview; `excerpt` is of a search alone."""
    of_answer = row.entry == "answer"
    found: dict[str, Any] = {
        "type": row.entry,
        "id": row.id,
        "answer_id": row.id if of_answer else None,
        "session_id": row.session_id,
        "interview_id": row.interview_id if of_answer else row.id,
        "created_at": row.created_at.isoformat(),
        "track": row.track,
        "title": row.title,
        "question_id": row.question_id if of_answer else None,
        "prompt": row.title if of_answer else None,
        "kind": row.question_kind or None,
        "drill": row.drill or None,
        "words": row.words,
        "tries": row.tries,
        "answers": row.answers,
        "open": row.open,
        "status": row.status,
        "score": row.score,
        "vote": row.vote,
        "specificity": row.specificity,
        "ownership": row.ownership,
        "grader": row.grader,
        "name": row.name or None,
        "note": row.note or None,
        "tags": list(row.tags),
        "deleted_at": row.deleted_at.isoformat() if row.deleted_at else None,
    }
    return {**found, "excerpt": row.excerpt} if row.excerpt else found


def row_as_text(row: "HistoryRow", width: int | None = None) -> str:
    """One line, the words of the entry cut where it would be longer than `width`; with the words that were found a
    second one."""
    from interviewer.cli.fitting import cells, cut
    from interviewer.domain.grades import VOTE_NAMES

    score = f"{row.score:.1f}" if row.score is not None else " - "
    names: dict[str, str] = dict(VOTE_NAMES.items())
    state = "open" if row.open else names.get(row.vote or "", row.status)
    when = row.created_at.astimezone().strftime("%Y-%m-%d %H:%M")
    what = " ".join(row.title.split())
    if row.entry == "interview":
        what = f"Interview: {what} ({row.answers} answer{'' if row.answers == 1 else 's'})"
    if row.name:
        what = f"{row.name} · {what}"
    tags = "".join(f"  #{tag}" for tag in row.tags)
    head = f"{row.id[:SHOWN_ID]}  {when}  {row.track:<5}  {score}  {state:<10}  "
    room = None if width is None else width - cells(head) - cells(tags)
    if room is None or room >= FEWEST_CELLS:
        line = f"{head}{cut(what, room)}{tags}"
    else:
        line = cut(f"{head}{what}{tags}", width)
    if not row.excerpt:
        return line
    return f"{line}\n{cut(INDENT + ' '.join(row.excerpt.split()), width)}"
