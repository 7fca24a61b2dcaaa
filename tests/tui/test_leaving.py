"""A terminal that has gone without a signal ends the app, with what was typed stored first."""

import os
import signal
from pathlib import Path

import pytest

from interviewer.paths import Paths
from interviewer.tui import leaving


class Editor:
    stored = False

    @property
    def unkept(self) -> str:
        return ""

    def flush(self) -> None:
        self.stored = True


@pytest.mark.parametrize("there", [True, False])
def test_only_a_terminal_that_has_gone_ends_the_app(
    there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[int] = []
    monkeypatch.setattr(leaving, "_has_terminal", lambda: there)
    monkeypatch.setattr(os, "_exit", ended.append)
    app = leaving.LeavingApp(Paths(tmp_path))
    editor = Editor()
    app.keepers.add(editor)
    monkeypatch.setattr(app, "exit", lambda **_: None)
    app._leave_without_terminal()
    assert (ended, editor.stored) == (([], False) if there else ([128 + signal.SIGHUP], True))


def test_a_terminal_that_was_hung_up_is_known_by_its_foreground_group(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    assert not _is_terminal_on(reader, monkeypatch)
    os.close(reader)
    os.close(writer)


def _is_terminal_on(descriptor: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    group = os.tcgetpgrp
    monkeypatch.setattr(os, "tcgetpgrp", lambda _: group(descriptor))
    return leaving._has_terminal()
