"""Everything that the progress screen shows, read in one go."""

from dataclasses import dataclass

from interviewer.domain.progress import Progress
from interviewer.domain.schedule import DueItem, local_day
from interviewer.paths import write_private
from interviewer.ports import InterviewerError
from interviewer.practice.due import interview_on, set_interview_on
from interviewer.tui.services import Services

NO_DATE = ("", "none")


@dataclass(frozen=True, slots=True)
class Report:
    progress: Progress
    due: tuple[DueItem, ...]


def read_report(services: Services) -> Report:
    """In a thread: bank, rubrics and every score are read. Raises InterviewerError, OSError."""
    from interviewer.practice.progress import progress

    store, bank = services.store, services.bank()
    due = tuple(services.due())
    found = progress(
        list(store.progress.practised()),
        store.progress.graded_answers(),
        store.progress.self_scores(),
        today=local_day(services.clock.now()),
        questions=bank.questions(),
        topics=bank.topics(),
        rubrics=services.rubrics(),
        interview_on=interview_on(store),
    )
    return Report(found, due)


def write_report(services: Services, report: Report) -> str:
    """Writes the HTML page and gives the name of its file. Raises OSError."""
    name = f"progress-{report.progress.today.isoformat()}.html"
    file = services.paths.reports / name
    write_private(file, "".join(services.progress_page(report.progress, report.due)))
    return str(file)


def keep_interview_day(services: Services, text: str) -> None:
    """`2026-12-10`; empty or `none` takes it away. Raises InterviewerError for what is no date, or is over."""
    from datetime import date

    words = text.strip().lower()
    day = None
    if words not in NO_DATE:
        try:
            day = date.fromisoformat(words)
        except ValueError:
            raise InterviewerError(f"“{words}” is no date: write year-month-day, as in 2026-12-10") from None
        if day < local_day(services.clock.now()):
            raise InterviewerError(f"{day} is over: give a day from today on")
    set_interview_on(services.store, services.clock, day)
