"""The app in a real browser: load, answer, grade, reload, still there; and nothing from elsewhere."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.browser import CONTROL, Browser, chromium

pytestmark = pytest.mark.e2e

ANSWER = "I set a gap of 5 points as the launch bar, because complaints had doubled to 40 a week."


@pytest.fixture
def link(tmp_path: Path) -> Iterator[str]:
    """What `interviewer serve` printed; it runs until the test ends."""
    command = [sys.executable, "-m", "interviewer", "serve", "--port", "0"]
    environ = {**os.environ, "INTERVIEWER_HOME": str(tmp_path / "home")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ) as server:
        assert server.stdout is not None
        found = re.search(r"http://\S+", server.stdout.readline())
        assert found is not None
        yield found[0]
        server.terminate()
        assert server.wait(20) == 0


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    (tmp_path / "browser").mkdir()
    with chromium(tmp_path / "browser") as window:
        yield window


def test_load_answer_grade_reload_and_all_is_still_there(link: str, browser: Browser, tmp_path: Path) -> None:
    base = link.partition("?")[0]
    browser.open(link)
    browser.wait_for("Practise AI PM")
    assert browser.url == base
    browser.type("a")
    browser.wait_for("Submit")
    browser.type(ANSWER)
    browser.wait_for("1[789] words")
    browser.type("s", held=CONTROL)
    browser.wait_for(r"0\.45 × \d\.\d \+ 0\.30 × \d\.\d \+ 0\.25 × \d\.\d")
    browser.screenshot(tmp_path / "grade.png")
    assert (tmp_path / "grade.png").stat().st_size > 20_000, "the picture is blank"

    browser.reload()
    browser.wait_for("Recent answers")
    browser.type("h")
    browser.wait_for("1[789] w")

    ours = (base, base.replace("http:", "ws:"))
    assert [each for each in browser.requests if not each.startswith(ours)] == []
    assert len(browser.requests) > 8
    assert browser.complaints() == []


def test_another_page_cannot_reach_the_app(link: str, browser: Browser) -> None:
    """With the cookie in the browser: neither a page from elsewhere, nor one that frames ours, nor its script."""
    base = link.partition("?")[0]
    browser.open(link)
    browser.wait_for("Practise AI PM")
    browser.open("data:text/html,<body></body>")
    browser.run(
        f"window.ended = 'open'; const s = new WebSocket('{base.replace('http', 'ws')}ws');"
        "s.onmessage = () => {{ window.ended = 'talked' }}; s.onclose = () => {{ window.ended = 'refused' }};"
        f"const f = document.createElement('iframe'); f.src = '{base}'; document.body.append(f);"
        f"fetch('{base}').then(r => {{ window.read = r.ok }}, () => {{ window.read = 'refused' }})"
    )
    browser.wait_until("return [window.ended, window.read]", ["refused", "refused"])


def test_the_page_offers_a_new_start_when_the_app_has_ended(link: str, browser: Browser) -> None:
    browser.open(link)
    browser.wait_for("Practise AI PM")
    browser.type("q")
    browser.wait_until("return getComputedStyle(document.getElementById('ended')).display", "flex")
    browser.run("document.getElementById('again').click()")
    browser.wait_for("Practise AI PM")
