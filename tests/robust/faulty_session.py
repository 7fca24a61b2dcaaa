"""An answer given in the real app, graded through a fault; and what was seen and kept."""

import asyncio
import os
import re
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from interviewer.domain.grades import Grade
from interviewer.grading.llm import LlmGrader
from interviewer.settings import Endpoint, Settings
from tests.grading_llm.fake_model import GOOD_ANSWER, FakeModel
from tests.grading_llm.support import chunks
from tests.robust.network_faults import PROXIES, Case
from tests.servers.fault_proxy import FaultProxy, faulty, refusing, swallowing
from tests.servers.scripted import Exchange, scripted
from tests.tui.kit import RUBRICS, AppPilot, Kit, new_kit, until, written

CERTIFICATE = Path(__file__).parent.parent / "servers" / "untrusted.pem"
KEY = "sk-sentinel-of-this-host"
SILENCE, ALTOGETHER = 2.0, 5.0  # seconds; 120 and 1200 by default
PATIENCE = 100.0
MODEL = "test-model"


@dataclass(frozen=True)
class Place:
    """Where requests go in a test, and the proxy in between, if there is one."""

    url: str
    port: int
    proxy: FaultProxy | None


@contextmanager
def environment(case: Case, port: int) -> Iterator[None]:
    """The proxy variables of the case and no others."""
    before = dict(os.environ)
    for name in PROXIES:
        os.environ.pop(name, None)
        os.environ.pop(name.lower(), None)
    os.environ.update({name: value.format(port=port) for name, value in case.environ.items()})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@asynccontextmanager
async def standing(case: Case) -> AsyncIterator[Place]:
    """The server, the fault before it, and the environment."""
    model = FakeModel()

    async def script(exchange: Exchange) -> None:
        await exchange.head()
        for each in chunks(model.reply(exchange.body)):
            await exchange.event(each)
        await exchange.send("data: [DONE]\n\n")

    with ExitStack() as stack:
        async with scripted(script) as server, faulty(case.fault, server.port, _tls(case)) as proxy:
            port, used = proxy.port, proxy
            if case.at != "proxy":
                port = stack.enter_context(refusing() if case.at == "nobody" else swallowing())
            stack.enter_context(environment(case, port))
            yield Place(case.url.format(port=port), port, used if case.at == "proxy" else None)


def _tls(case: Case) -> ssl.SSLContext | None:
    if not case.tls:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


@dataclass(frozen=True)
class Session:
    """The app with an answer in it that was just submitted."""

    pilot: AppPilot
    place: Place
    answers: "Answers"


class Answers:
    """What the store holds of the session."""

    def __init__(self, kit: Kit) -> None:
        self._store = kit.store

    @property
    def texts(self) -> list[str]:
        found = [self._store.transcript(row.answer_id) for row in self._store.answers(limit=9)]
        return [each.answer.text for each in found if each is not None]

    @property
    def grades(self) -> list[Grade]:
        rows = self._store.answers(limit=9)
        return [stored.grade for row in rows for stored in self._store.grades_of(row.answer_id)]


@asynccontextmanager
async def submitted(case: Case, folder: Path, *, patient: bool = False) -> AsyncIterator[Session]:
    """The answer has been typed and submitted; grading is under way or over.

    The limits of waiting, and the pauses between two tries, are short, but for `patient` ones.
    """
    async with standing(case) as place:
        silence, altogether = (PATIENCE, PATIENCE) if patient else (SILENCE, ALTOGETHER)
        settings = Settings(
            grader="llm", model=MODEL, base_url=place.url, effort="quick", timeout=silence, grade_timeout=altogether
        )
        host = place.url.split("/")[2]
        at = Endpoint(place.url, host, KEY, "INTERVIEWER_API_KEY", from_openai_environment=False)

        def grader(chosen: Settings) -> LlmGrader:
            sleep = asyncio.sleep if patient else _hardly
            return LlmGrader(chosen, at, RUBRICS, sleep=sleep)

        with new_kit(folder, grader) as kit:
            kit.settings = settings
            async with kit.run(kit.start(), size=(100, 40)) as pilot:
                await until(pilot, lambda: pilot.app.screen.query("#answer"))
                written(pilot.app, GOOD_ANSWER)
                await pilot.pause()
                await pilot.press("ctrl+s")
                yield Session(pilot, place, Answers(kit))


async def _hardly(seconds: float) -> None:
    await asyncio.sleep(seconds / 100)


def as_told(reason: str, place: Place) -> str:
    """A reason without what changes from run to run, with the limits that hold by default."""
    host = place.url.split("/")[2]
    text = reason.replace(host, "HOST").replace(f"127.0.0.1:{place.port}", "PROXY").replace(MODEL, "MODEL")
    text = re.sub(r"for 2 s\b", "for 120 s", text)
    text = re.sub(r"after 5 s\b", "after 1200 s", text)
    return re.sub(r"wait 8\d{4} s", "wait 86400 s", text)
