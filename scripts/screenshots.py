"""Draws the screens of the README into docs/screenshots, with the real app and a home folder of its own.

python scripts/screenshots.py
"""

import asyncio
import re
import tempfile
from pathlib import Path

from interviewer.cli.main import Program
from interviewer.content.examples import load_example
from interviewer.tui.app import InterviewerApp
from interviewer.tui.services import Start

TARGET = Path(__file__).parent.parent / "docs" / "screenshots"
SIZE = (100, 32)
OUTSIDE_FONTS = re.compile(r"@font-face\s*\{[^}]*\}\s*")


def draw(app: InterviewerApp, name: str) -> None:
    """An SVG that fetches nothing: the fonts are those of whoever looks at it."""
    svg = OUTSIDE_FONTS.sub("", app.export_screenshot(title="interviewer"))
    (TARGET / f"{name}.svg").write_text(svg, encoding="utf-8")


async def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        program = Program({"INTERVIEWER_HOME": home})
        store = program.store()
        example = load_example(program.bank)
        services = program.services(program.settings(), store)
        start = Start(example.track, example.question)
        app = InterviewerApp(services, start=start)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause(0.5)
            draw(app, "question")
            app.screen.query_one("TextArea").load_text(example.answer.strip())  # type: ignore[attr-defined]
            await pilot.pause(0.5)
            draw(app, "answer")
            await pilot.press("ctrl+s")
            await pilot.pause(3)
            draw(app, "feedback")
        app = InterviewerApp(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause(0.5)
            draw(app, "home")
            await pilot.press("h")
            await pilot.pause(1)
            draw(app, "history")
        store.close()


if __name__ == "__main__":
    asyncio.run(main())
