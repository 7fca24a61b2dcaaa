"""The HTML reports in a real browser: nothing in them runs, they follow the light, and they print."""

import os
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

from interviewer.reports.html import Html, page
from interviewer.reports.html_progress import progress_report
from tests.practice.progress_kit import answer, reckoned
from tests.reports.test_html_reports import hostile_interview, hostile_progress

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
    "--disable-component-update", "--hide-scrollbars",
)  # fmt: skip
DARK = "--blink-settings=preferredColorScheme=0"
OWNED = "<title>owned</title>"
ATTACK = "<script>document.title='owned'</script>"

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not CHROMIUM, reason="needs Chromium: apt install chromium, or name it in CHROMIUM"),
]


def chromium(folder: Path, source: str, *flags: str) -> str:
    """What the browser prints of a page that lies in a file."""
    file = folder / "report.html"
    file.write_text(source, encoding="utf-8")
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={folder / 'profile'}", *flags, file.as_uri()]
    done = subprocess.run(command, capture_output=True, timeout=120, check=True, cwd=folder)
    return done.stdout.decode("utf-8", "replace")


def progress_page() -> str:
    return "".join(progress_report(reckoned([answer(each, 3.0, days_ago=20 - each) for each in range(20)])))


@pytest.mark.parametrize("report", [hostile_interview, hostile_progress])
def test_hostile_text_stays_text_in_the_browser(tmp_path: Path, report: object) -> None:
    assert callable(report)
    document = chromium(tmp_path, report(), "--dump-dom")
    assert "</html>" in document
    assert OWNED not in document
    assert "<script" not in document
    assert "<img" not in document
    assert "&lt;script&gt;document.title" in document


def test_the_policy_stops_a_script_that_got_in_all_the_same(tmp_path: Path) -> None:
    inside = "".join(page("a report", [Html(ATTACK)]))
    assert OWNED not in chromium(tmp_path, inside, "--dump-dom")
    without_policy = inside.replace("Content-Security-Policy", "X-None")
    assert OWNED in chromium(tmp_path, without_policy, "--dump-dom"), "the attack itself must work, or nothing is shown"


def test_a_page_is_light_or_dark_as_the_system_is(tmp_path: Path) -> None:
    colours = []
    for flags in ((), (DARK,)):
        picture = tmp_path / f"shot-{len(flags)}.png"
        chromium(tmp_path, progress_page(), "--window-size=1000,1400", f"--screenshot={picture}", *flags)
        colours.append(corner(picture))
    light, dark = colours
    assert min(light) > 200
    assert max(dark) < 60


def corner(picture: Path) -> tuple[int, int, int]:
    """The colour of the first pixel of a PNG: there is nothing before it that a filter could refer to."""
    raw, data, at = picture.read_bytes(), b"", 8
    while at < len(raw):
        length, kind = int.from_bytes(raw[at : at + 4]), raw[at + 4 : at + 8]
        data += raw[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += 12 + length
    red, green, blue = zlib.decompress(data)[1:4]
    return red, green, blue


def test_a_page_prints(tmp_path: Path) -> None:
    pdf = tmp_path / "report.pdf"
    chromium(tmp_path, progress_page(), "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    printed = pdf.read_bytes()
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") >= 1
