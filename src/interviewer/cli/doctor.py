"""`interviewer doctor`: what works, what does not, and how to mend it. It shows no key, only where one was found."""

import argparse
import dataclasses
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from interviewer.cli.arguments import add_format, add_grader_flags, grader_flags
from interviewer.cli.checkup import Finding, Status

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.ports import InterviewerError
    from interviewer.settings import Endpoint, Settings

MARKS: dict[Status, str] = {"ok": "ok    ", "note": "note  ", "broken": "BROKEN"}
SMALLEST_TERMINAL = (80, 24)
CONNECT_SECONDS = 3.0
MOST_PROBLEMS = 5  # of one kind of file
PACKAGES = ("textual", "openai", "pydantic", "platformdirs", "tomlkit", "tiktoken", "fsrs", "keyring")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "Looks at everything the program needs, and says how to mend it.\nExit 1: something is broken."
    add_grader_flags(parser)
    add_format(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output

    findings = list(examine(program, grader_flags(args)))
    broken = any(each.status == "broken" for each in findings)
    if args.format == "json":
        output.write_json({"ok": not broken, "checks": [dataclasses.asdict(each) for each in findings]})
    else:
        for each in findings:
            output.write(f"{MARKS[each.status]}  {each.name}: {each.detail}")
            if each.mend:
                output.write(f"        -> {each.mend}")
    return output.NOT_DONE if broken else output.DONE


def examine(program: "Program", flags: Mapping[str, object]) -> Iterator[Finding]:
    from interviewer.cli.doctor_folder import folder_findings, is_there
    from interviewer.ports import InterviewerError
    from interviewer.settings import Settings

    yield from _installation()
    yield from _told("data folder", folder_findings(program.paths.home, program.environ))
    try:
        settings = program.settings(flags)
        there = is_there(program.paths.settings)
        yield Finding("settings", "ok", str(program.paths.settings) if there else "no file, the defaults hold")
    except InterviewerError as error:
        settings = Settings()
        yield from _broken_settings(error)
    yield from _told("database", _database(program))
    yield from _told("questions", _questions(program))
    yield from _told("rubrics", _rubrics(program))
    yield from _told("rubric in use", _chosen_rubric(program, settings))
    yield from _told("grader", _grader(program, settings))
    yield from _terminal(program.environ)


def _told(name: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings; a file that cannot even be looked at is one more, so that the rest is still looked at."""
    try:
        yield from findings
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename and error.strerror else str(error)
        yield Finding(name, "broken", what, "make it readable, or set INTERVIEWER_HOME to another folder")


def _installation() -> Iterator[Finding]:
    import platform
    from importlib.metadata import PackageNotFoundError, version

    from interviewer import __version__

    found, missing = [], []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    yield Finding("interviewer", "ok", f"{__version__}, Python {platform.python_version()}, {platform.system()}")
    if missing:
        yield Finding("packages", "broken", f"missing: {', '.join(missing)}", "install interviewer again")
    else:
        yield Finding("packages", "ok", ", ".join(found))


def _broken_settings(error: "InterviewerError") -> Iterator[Finding]:
    """One for each mistake in the file; a mistake in a flag or variable is told alone."""
    from interviewer.ports import ContentError

    if not isinstance(error, ContentError):
        yield Finding("settings", "broken", str(error), "correct it, or leave it out")
        return
    for problem in error.problems:
        what = "mend that line" if problem.line else "make it a text file that you can read"
        yield Finding("settings", "broken", str(problem), f"{what}, or move the file away to get the defaults")


def _database(program: "Program") -> Iterator[Finding]:
    from interviewer.ports import InterviewerError
    from interviewer.storage.errors import DAMAGED
    from interviewer.storage.rescue import is_damaged

    path = program.paths.database
    keep = f"keep a copy of {path} before you change anything"
    try:
        with program.existing_store() as store:
            if store is None:
                yield Finding("database", "ok", f"{path} (made when the first answer is stored)")
                return
            count = store.count_answers()
            damaged = is_damaged(path)  # perhaps in a part that opening it does not read
    except InterviewerError as error:
        yield Finding("database", "broken", str(error), keep)
        return
    if damaged:
        yield Finding("database", "broken", f"the database {path} {DAMAGED}", keep)
    else:
        yield Finding("database", "ok", f"{path}, {count} answer{'' if count == 1 else 's'}")


def _questions(program: "Program") -> Iterator[Finding]:
    bank = program.bank
    questions, built_in = bank.questions(), len(bank.built_in_questions())
    own = sum(bank.is_own(each.id) for each in questions)
    packed = len(questions) - built_in - own
    packs = f", {packed} of packs" if packed else ""
    problems = [*bank.problems(), *program.worked.problems()]
    yield from _checked("questions", f"{built_in} built in, {own} your own{packs}", problems, "questions")


def _rubrics(program: "Program") -> Iterator[Finding]:
    names = ", ".join(program.own_rubrics.names())
    broken = [*program.rubrics.problems(), *program.own_rubrics.problems()]
    yield from _checked("rubrics", f"ai_pm and ml_pm{f'; your own: {names}' if names else ''}", broken, "rubrics")


def _chosen_rubric(program: "Program", settings: "Settings") -> Iterator[Finding]:
    """The rubric of one's own that the settings name: without it nothing of its role can be graded."""
    from interviewer.ports import InterviewerError

    if not settings.rubric:
        return
    try:
        program.rubrics_for(settings)
    except InterviewerError as error:
        mend = 'interviewer rubrics list shows what there is; rubric = "" is the built-in one'
        yield Finding("rubric in use", "broken", str(error), mend)
    else:
        yield Finding("rubric in use", "ok", f"{settings.rubric}, for its role")


def _checked(name: str, detail: str, problems: "Iterable[object]", command: str) -> Iterator[Finding]:
    found = list(problems)
    if not found:
        yield Finding(name, "ok", detail)
    shown = found[:MOST_PROBLEMS]
    for problem in shown:
        more = f" (and {len(found) - len(shown)} more)" if problem is shown[-1] and len(found) > len(shown) else ""
        mend = f"interviewer {command} check shows all; the rest is in use"
        yield Finding(name, "broken", f"{problem}{more}", mend)


def _grader(program: "Program", settings: "Settings") -> Iterator[Finding]:
    from interviewer.ports import InterviewerError
    from interviewer.settings import with_key

    if settings.grader == "offline":
        unused = [name for name in ("INTERVIEWER_API_KEY", "OPENAI_API_KEY") if program.environ.get(name)]
        hint = f"; {' and '.join(unused)} set, not used" if unused else ""
        kept = program.stored_keys.origins()
        if kept:
            hint += f"; keys in the system keyring for {', '.join(kept)}, not used"
        detail = f"offline: an estimate, nothing is sent{hint}"
        if hint:
            yield Finding("grader", "note", detail, 'to use a model: --grader llm, or grader = "llm" in the settings')
        else:
            yield Finding("grader", "ok", detail)
        return
    try:
        server = program.endpoint(settings)
    except InterviewerError as error:
        yield Finding("grader", "broken", str(error), "set --base-url, or INTERVIEWER_BASE_URL")
        return
    detail = f"llm, {settings.model or 'default model'}, {settings.effort} effort, at {server.host}"
    try:
        with_key(server)
    except InterviewerError as error:
        yield Finding("grader", "broken", f"{detail}, but {error}", "interviewer key show says what is kept")
    else:
        if server.has_key:
            yield Finding("grader", "ok", f"{detail}, key: {server.key_source}; answers are sent there")
        else:
            ways = f"set OPENAI_API_KEY or INTERVIEWER_API_KEY, or keep one with interviewer key set {server.host}"
            mend = f"{ways}, or name a local server with --base-url"
            yield Finding("grader", "broken", f"{detail}, but no key for it was found", mend)
    yield from _trial(program, settings)
    yield _server(server, program.environ)
    yield _token_counts(settings.model)


def _trial(program: "Program", settings: "Settings") -> Iterator[Finding]:
    """Whether this model was tried as a grader, and how that went."""
    from interviewer.trials import find_trial, load_trials, trial_advice

    note, key = program.trial_note(settings), program.trial_key(settings)
    if not note or key is None:
        return
    trial = find_trial(load_trials(program.trials), key)
    reason = trial.reasons.get(settings.score_by, "") if trial else ""
    advice = trial_advice(note)
    yield Finding("grader trial", "note" if advice else "ok", f"{note}{f': {reason}' if reason else ''}", advice)


def _token_counts(model: str) -> Finding:
    from interviewer.grading.llm.tokens import DEFAULT_VOCABULARY, encoding_name, vocabulary_is_here

    name = encoding_name(model) or DEFAULT_VOCABULARY
    if vocabulary_is_here(name):
        return Finding("token counts", "ok", f"exact where the model uses {name}, which is cached here")
    return Finding("token counts", "ok", f"estimates, shown with ≈ ({name} is not cached here; nothing depends on it)")


def _server(server: "Endpoint", environ: Mapping[str, str]) -> Finding:
    """Whether something listens at the address; a connection is opened and closed, nothing is sent."""
    import socket
    from urllib.parse import urlsplit

    from interviewer.grading.llm.connection import is_local

    parts = urlsplit(server.base_url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    proxy = "" if is_local(server.base_url) else _proxy_for(parts.scheme, host, environ)
    if proxy:
        return Finding("server", "note", f"requests to {host} go through the proxy of {proxy}")
    try:
        socket.create_connection((host, port), timeout=CONNECT_SECONDS).close()
    except OSError as error:
        detail = f"nothing answers at {host}:{port} ({error.strerror or error})"
        mend = "start it" if is_local(server.base_url) else "check the network"
        return Finding("server", "broken", detail, f"{mend}, or correct --base-url")
    return Finding("server", "ok", f"{host}:{port} answers")


def _proxy_for(scheme: str, host: str, environ: Mapping[str, str]) -> str:
    """The name of the variable that sends requests to `host` through a proxy, or nothing."""
    exempt = (environ.get("NO_PROXY") or environ.get("no_proxy") or "").replace(" ", "").split(",")
    if "*" in exempt or any(each and (host == each or host.endswith(f".{each.lstrip('.')}")) for each in exempt):
        return ""
    names = (f"{scheme}_proxy".upper(), f"{scheme}_proxy", "ALL_PROXY", "all_proxy")
    return next((name for name in names if environ.get(name)), "")


def _terminal(environ: Mapping[str, str]) -> Iterator[Finding]:
    from interviewer.cli.output import is_terminal

    encoding = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "")
    if encoding and encoding != "utf8":
        yield Finding("encoding", "note", f"the output is {sys.stdout.encoding}", "set LANG to a UTF-8 locale")
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        yield Finding("terminal", "ok", "none here: practice runs line by line")
        return
    size = os.get_terminal_size(sys.stdout.fileno())
    kind = environ.get("TERM", "")
    where = [name for name, variable in (("tmux", "TMUX"), ("SSH", "SSH_CONNECTION")) if environ.get(variable)]
    detail = f"{kind or 'TERM is not set'}, {size.columns}x{size.lines}{''.join(f', {each}' for each in where)}"
    if kind in ("", "dumb"):
        yield Finding("terminal", "note", detail, "the app needs a terminal that can move its cursor: set TERM")
    elif (size.columns, size.lines) < SMALLEST_TERMINAL or size.lines < SMALLEST_TERMINAL[1]:
        yield Finding("terminal", "note", detail, "the app is laid out for 80x24 and larger")
    else:
        yield Finding("terminal", "ok", detail)
