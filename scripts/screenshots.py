"""Draws the screens of the README into docs/screenshots, with the real app and a home folder of its own.

python scripts/screenshots.py
"""

import asyncio
import os
import re
import tempfile
from datetime import timedelta
from pathlib import Path

from interviewer.cli.program import Program
from interviewer.content.examples import load_example
from interviewer.domain.transcripts import Answer
from interviewer.ports import FullStore, GradeRequest
from interviewer.practice.planning import plan_rounds
from interviewer.tui.app import InterviewerApp
from interviewer.tui.screens.chat import ChatScreen
from interviewer.tui.services import Start

TARGET = Path(__file__).parent.parent / "docs" / "screenshots"
SIZE = (100, 32)
SEED = 391  # two of its three questions have worked answers
PILOT = """I would sell it first to agencies with 20 to 60 desks, where the owner both feels the cost and signs. In
the pilot an agent saved 35 minutes a day; at 300 agencies that is about $6,000 a day. I would charge $60 a desk,
and stop at 60 agencies until wrong fares stay below 1 in 400 for four weeks."""
PILOT_MORE = """Before, an agent changed 14 bookings a day by hand; with it 22. I refused to open it to group trips,
since each wrong one cost us $900 in fees, and I told the two partners who had asked for it."""
os.environ["COLORTERM"] = "truecolor"  # whichever terminal this is started in
OUTSIDE_FONTS = re.compile(r"@font-face\s*\{[^}]*\}\s*")


def draw(app: InterviewerApp, name: str) -> None:
    """An SVG that fetches nothing: the fonts are those of whoever looks at it."""
    svg = OUTSIDE_FONTS.sub("", app.export_screenshot(title="interviewer"))
    (TARGET / f"{name}.svg").write_text(svg, encoding="utf-8")


async def played(app: InterviewerApp, program: Program) -> None:
    """A phone screen, answered with the worked answers of the questions, and its debrief."""
    async with app.run_test(size=SIZE) as pilot:
        while not isinstance(app.screen, ChatScreen):
            await pilot.pause(0.2)
        chat = app.screen
        drawn = False
        for number in range(40):
            while chat.step is None or chat.step.is_running:
                await pilot.pause(0.1)
            if chat.panel.topic == "over":
                break
            if chat.panel.is_open:
                await pilot.press("4" if chat.panel.topic == "score" else "n")
                await pilot.pause(0.3)
                continue
            exchange = chat.session.state.exchange
            if exchange is None:
                continue
            if number and exchange.pending and not drawn:
                drawn = True
                chat.box.editor.load_text("I believed that a sentence of warning would do. It did not:")
                await pilot.pause(0.5)
                draw(app, "interview")
            worked = program.worked.of("ai_pm", exchange.question.id)
            texts = [worked.answer("middling").text, worked.answer("strong").text] if worked else [PILOT, PILOT_MORE]
            chat.box.editor.load_text(texts[min(1, len(exchange.replies))].strip())
            await pilot.press("ctrl+s")
            await pilot.pause(0.3)
        await pilot.press("d")
        await pilot.pause(2)
        draw(app, "debrief")


def weeks_of_practice(program: Program, store: FullStore) -> None:
    """Six weeks of worked answers, weak ones first, graded by the offline grader and dated back."""
    questions = [each for each in program.bank.questions() if program.worked.of("ai_pm", each.id)]
    for number in range(36):
        question = questions[number % 6 if number < 18 else number % 9]
        worked = program.worked.of("ai_pm", question.id)
        if worked is None:
            continue
        text = worked.answers[min(2, (number + number % 3 * 4) // 14)].text
        answer = Answer(
            id=f"{number:08x}", session_id=f"sitting-{number}", position=0, track="ai_pm", question=question, text=text,
            typing_seconds=150.0, created_at=program.clock.now() - timedelta(days=42 - 1.15 * number),
        )  # fmt: skip
        store.save_answer(answer)
        request = GradeRequest(track="ai_pm", question=question, answer=text)
        store.add_grade(answer.id, program.offline.grade_now(request), answer.created_at)
    store.history.set_name("0000001f", "The pricing one")
    for entry in ("0000001f", "00000021"):
        store.history.add_tags(entry, ["onsite"])


async def looked_back(program: Program) -> None:
    """History, two tries beside each other, and progress."""
    store = program.store()
    weeks_of_practice(program, store)
    app = InterviewerApp(program.services(program.settings(), store))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(0.5)
        draw(app, "home")
        await pilot.press("h")
        await pilot.pause(1)
        await pilot.press("down", "down")
        await pilot.pause(0.5)
        draw(app, "history")
        await pilot.press("c")
        await pilot.pause(1)
        draw(app, "compare")
        await pilot.press("escape", "escape", "p")
        await pilot.pause(2)
        await pilot.press("t")
        await pilot.pause(0.5)
        draw(app, "progress")
    store.close()


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
        interview = plan_rounds(
            program.loops.loops(), ["phone_screen"], track="ai_pm", mode="coached", context=None, seed=SEED,
            at=program.clock.now(),
        )  # fmt: skip
        store.begin_interview(interview)
        await played(
            InterviewerApp(services, start=Start("ai_pm", interview_id=interview.id, self_scores=True)), program
        )
        store.close()
    with tempfile.TemporaryDirectory() as home:
        await looked_back(Program({"INTERVIEWER_HOME": home}))


if __name__ == "__main__":
    asyncio.run(main())
