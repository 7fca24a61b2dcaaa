"""Runs the app from start to end."""

import sys
from contextlib import suppress

from interviewer.ports import InterviewerError
from interviewer.tui.app import InterviewerApp
from interviewer.tui.services import Services, Start


def run_app(services: Services, *, start: Start | None = None) -> int:
    """Runs the app until the person leaves; returns the exit code (128 + the number of the signal that ended it).

    Whatever ends it, what was typed is stored first, and what was deleted is removed for good. The store stays open:
    close it afterwards.
    """
    app = InterviewerApp(services, start=start)
    try:
        app.run(mouse=services.settings.mouse)
    finally:
        app.flush_keepers()
        with suppress(InterviewerError, OSError):  # what was deleted then waits, out of sight, for the next time
            services.store.history.tidy()
    if app.last_words:
        sys.stderr.write(f"{app.last_words}\n")
    return app.return_code or 0
