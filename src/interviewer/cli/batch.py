"""`interviewer grade --batch`: many answers, one line out for each line in, in the same order."""

import argparse
import json
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.cli import output
from interviewer.cli.batch_lines import (
    Earlier,
    Line,
    Written,
    as_lines,
    graded,
    not_graded,
    read_lines,
    still_stands,
    written,
)  # fmt: skip
from interviewer.cli.files import LARGEST_BATCH, read_bytes
from interviewer.cli.running import AT_ONCE, grade_many
from interviewer.cli.step_line import CountLine
from interviewer.domain.grades import Grade
from interviewer.ports import ContentError, Grader, GradeRequest, RubricSource

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.settings import Settings

SECONDS_BETWEEN_SAVES = 5.0
INTERRUPTED = "stopped before it was graded: run the same command again"


def run_batch(args: argparse.Namespace, program: "Program", settings: "Settings") -> int:
    """Exit 0 where every line is scored, else 1. Stopped by Ctrl+C, it keeps what was graded."""
    name = "standard input" if args.batch == "-" else args.batch
    lines = read_lines(read_bytes(args.batch, LARGEST_BATCH), name, program.bank)
    if args.show_request:
        from interviewer.cli.show_request import show_requests

        return show_requests(
            program, settings, [line.request for line in lines if line.request], args.format, batch=True
        )
    grader = program.grader(
        settings,
        Path(args.record) if args.record else None,
        Path(args.replay) if args.replay else None,
        scores_only=args.scores_only,
    )
    batch = Batch(lines, grader, program.rubrics_for(settings), _target(args.out))
    try:
        batch.run(args.concurrency or AT_ONCE)
    finally:
        batch.finish()
    return batch.report()


def _target(out: str | None) -> Path | None:
    """Where grades are written, checked before any work is done. None is standard output."""
    if out is None or out == "-":
        return None
    path = Path(out).resolve()
    if path.is_dir():
        raise output.BadInputError(f"--out: {out} is a folder")
    if not path.parent.is_dir():
        raise output.BadInputError(f"--out: the folder of {out} does not exist")
    return path


class Batch:
    """The records of a batch as they come in; a record stands for its line from the moment it is there."""

    def __init__(self, lines: Sequence[Line], grader: Grader, rubrics: RubricSource, target: Path | None) -> None:
        self.lines = lines
        self.grader = grader
        self.target = target
        self.records: list[Written | None] = [None] * len(lines)
        self.former: list[Written | None] = [None] * len(lines)
        self.printed = 0
        self.kept = 0
        self.saved_at = time.monotonic()
        self.saved = False
        self._fill_in(rubrics)

    def _fill_in(self, rubrics: RubricSource) -> None:
        """What needs no grading: lines that cannot be read, and grades of an earlier run that still stand."""
        earlier = self._earlier()
        for index, line in enumerate(self.lines):
            if line.request is None:
                self.records[index] = self._not_graded(line, line.reason or "cannot be read")
                continue
            former = earlier.take(line) if earlier else None
            try:
                sha256 = rubrics.of_question(line.request.track, line.request.question).sha256
            except ContentError as error:
                self.records[index] = self._not_graded(line, output.one_line(error))
                continue
            if former is not None and still_stands(former, self.grader.ref, sha256):
                self.records[index] = written(former)
                self.kept += 1
            elif former is not None:
                self.former[index] = written(former)

    def _not_graded(self, line: Line, reason: str) -> Written:
        return written(not_graded(line, self.grader.ref, reason))

    def _earlier(self) -> Earlier | None:
        if self.target is None or not self.target.is_file():
            return None
        return Earlier(read_bytes(str(self.target), LARGEST_BATCH), str(self.target))

    def todo(self) -> Iterator[tuple[int, GradeRequest]]:
        for index, (line, record) in enumerate(zip(self.lines, self.records, strict=True)):
            if record is None and line.request is not None:
                yield index, line.request

    def run(self, concurrency: int) -> None:
        waiting = list(self.todo())
        with CountLine(len(waiting)) as progress:
            done, unscored = 0, 0

            def on_grade(index: int, grade: Grade) -> None:
                nonlocal done, unscored
                self.records[index] = written(graded(self.lines[index], grade))
                done += 1
                unscored += grade.status == "unscored"
                progress.count(done, unscored)
                self._keep()

            grade_many(self.grader, waiting, concurrency, on_grade)

    def _keep(self) -> None:
        """Prints what is ready in order, or saves the file now and then, so that a kill costs seconds of work."""
        if self.target is None:
            while self.printed < len(self.records) and (record := self.records[self.printed]) is not None:
                self._print(record)
        elif time.monotonic() - self.saved_at > SECONDS_BETWEEN_SAVES:
            self._save(self.target)

    def _print(self, record: Written) -> None:
        with _uninterrupted():
            self.printed += 1
            _write(record)

    def _whole(self) -> list[Written]:
        """A record for every line; where none was made, the earlier one, which says by whom it was graded."""
        return [
            record or self.former[index] or self._not_graded(self.lines[index], INTERRUPTED)
            for index, record in enumerate(self.records)
        ]

    def _save(self, target: Path) -> None:
        from interviewer.paths import write_private

        text = as_lines(self._whole())
        if target.exists() and not target.is_file():
            target.write_text(text, encoding="utf-8")  # a pipe or a device cannot be replaced
        else:
            write_private(target, text)
        self.saved_at = time.monotonic()

    def finish(self) -> None:
        """Writes every line; where the file cannot be written, to standard output, so that no grade is lost."""
        whole = self._whole()
        if self.target is not None:
            try:
                self._save(self.target)
            except OSError as error:
                output.say_error(f"{self.target}: cannot be written ({error.strerror}); the grades follow here instead")
                self.target = None
                self.saved = False
                for record in whole:
                    _write(record)
                return
        else:
            for record in whole[self.printed :]:
                self._print(record)
        self.saved = True
        if sys.stdout is not None:
            with _uninterrupted():
                sys.stdout.flush()

    def report(self) -> int:
        """Says how it went, in a line, and gives the exit code."""
        whole = self._whole()
        scored = sum(record.scored for record in whole)
        missing = len(whole) - scored
        kept = f", {self.kept} of them from an earlier run" if self.kept else ""
        left = f", {missing} not scored" if missing else ""
        output.say(f"{len(whole)} answer{'' if len(whole) == 1 else 's'}: {scored} scored{kept}{left}")
        return output.DONE if self.saved and not missing else output.NOT_DONE


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl+C waits until a line is out: a write that it breaks off loses what was waiting to be written."""
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _write(record: Written) -> None:
    """To standard output, in its encoding."""
    if sys.stdout is not None and output.is_utf8():
        sys.stdout.write(f"{record.text}\n")
    else:
        output.write_json(json.loads(record.text), indent=None)
