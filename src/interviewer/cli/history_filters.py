"""The filters of `history list` and `history search`, as flags."""

import argparse
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from interviewer.cli.arguments import TRACKS, positive

if TYPE_CHECKING:
    from interviewer.domain.history import HistoryQuery

ROUNDS = ("phone_screen", "onsite", "executive", "take_home", "system_design")
SHOWN = ("all", "drills", "interviews", "answers")


def add_filters(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what to show")
    group.add_argument(
        "--show",
        choices=SHOWN,
        default="all",
        help="single questions (drills) and interviews, the default, or only these",
    )
    group.add_argument("--track", choices=TRACKS)
    group.add_argument("--question", metavar="ID", help="answers to this question")
    group.add_argument("--interview", metavar="ID", help="the answers of this interview")
    group.add_argument("--kind", metavar="KIND", help="answers to questions of this kind (metrics, ethics, …)")
    group.add_argument("--round", choices=ROUNDS, metavar="R", help=f"asked in this round: {', '.join(ROUNDS)}")
    group.add_argument("--drill", metavar="NAME", help="answers to this drill (career_story, …)")
    group.add_argument("--min-score", type=_score, metavar="N", help="an overall score of at least N (1.0-5.0)")
    group.add_argument("--max-score", type=_score, metavar="N", help="an overall score of at most N")
    group.add_argument("--specificity-below", type=_score, metavar="N")
    group.add_argument("--ownership-below", type=_score, metavar="N")
    group.add_argument("--grader", choices=("offline", "llm"), help="whose score counts now was made by it")
    group.add_argument("--since", metavar="DATE", help="from this day on (2026-11-20)")
    group.add_argument("--until", metavar="DATE", help="up to and with this day")
    group.add_argument("--tag", metavar="TAG")
    group.add_argument("--deleted", action="store_true", help="what was deleted and can still be restored")
    group.add_argument("--limit", type=positive, metavar="N", help="the newest N only")


def _score(text: str) -> float:
    try:
        score = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
    if not 1 <= score <= 5:
        raise argparse.ArgumentTypeError("scores run from 1.0 to 5.0")
    return score


def query(args: argparse.Namespace, text: str = "") -> "HistoryQuery":
    """What the flags ask for. Raises BadInputError for a kind or date that is none."""
    from interviewer.cli.output import BadInputError
    from interviewer.domain.history import HistoryQuery
    from interviewer.domain.questions import KINDS

    if args.kind is not None and args.kind not in KINDS:
        raise BadInputError(f"--kind: {args.kind!r} is none of {', '.join(KINDS)}")
    # Asked for one interview or question, nobody means the drills alone.
    shows = "answers" if args.show == "all" and (args.interview or args.question) else args.show
    given: dict[str, Any] = {
        "shows": shows,
        "track": args.track,
        "question_id": args.question,
        "interview_id": args.interview,
        "kind": args.kind,
        "round": args.round,
        "drill": args.drill,
        "min_score": args.min_score,
        "max_score": args.max_score,
        "specificity_below": args.specificity_below,
        "ownership_below": args.ownership_below,
        "grader": args.grader,
        "since": _day("--since", args.since),
        "until": _day("--until", args.until, days=1),
        "tag": _tag(args.tag),
        "deleted": args.deleted,
    }
    return HistoryQuery(text=text, **given)


def _tag(text: str | None) -> str | None:
    """As tags are kept. An unusable one is left as it is: it finds nothing."""
    return None if text is None else " ".join(text.casefold().split())


def _day(flag: str, text: str | None, days: int = 0) -> datetime | None:
    """The beginning of a local day, so many days later."""
    from interviewer.cli.output import BadInputError

    if text is None:
        return None
    try:
        day = datetime.strptime(text.strip(), "%Y-%m-%d")  # noqa: DTZ007 - a day of the local calendar
        return datetime.combine(day.date() + timedelta(days=days), time()).astimezone()
    except (ValueError, OverflowError):
        raise BadInputError(f"{flag}: {text!r} is not a date: write 2026-11-20") from None
