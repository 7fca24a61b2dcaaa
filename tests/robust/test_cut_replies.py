"""A reply that is cut gives no score, wherever it is cut, unless it had come to its end."""

from collections.abc import Callable, Sequence

import pytest

from interviewer.domain.grades import Grade
from interviewer.grading.llm import LlmGrader
from tests.grading_llm.fake_model import FakeModel
from tests.grading_llm.support import RUBRICS, chunks, endpoint, graded, no_sleep, settings
from tests.servers.fault_proxy import Fault, FaultProxy, cut_at, faulty, reply_of, true_reply
from tests.servers.scripted import Exchange, scripted

END = b'"finish_reason": "stop"'


async def serve(exchange: Exchange) -> None:
    """A whole grade in one streamed reply."""
    await exchange.head()
    for each in chunks(FakeModel().reply(exchange.body)):
        await exchange.event(each)
    await exchange.send("data: [DONE]\n\n")


async def grade_through(proxy: FaultProxy, fault: Fault) -> Grade:
    proxy.fault = fault
    at = endpoint(f"http://127.0.0.1:{proxy.port}/v1")
    return await graded(LlmGrader(settings(effort="quick"), at, RUBRICS, sleep=no_sleep, scores_only=True))


async def check_cuts(places: Callable[[int], Sequence[int]]) -> None:
    """`places` says, for a reply of so many bytes, after which of them it is to be cut."""
    async with scripted(serve) as server, faulty(true_reply, server.port) as proxy:
        whole = await grade_through(proxy, true_reply)
        assert whole.overall is not None
        reply = await reply_of(server.port, proxy.requests[0])
        for place in places(len(reply)):
            grade = await grade_through(proxy, cut_at(place))
            if grade.status == "scored":
                assert END in reply[:place], place
                assert grade.overall == whole.overall, place
            else:
                assert grade.reason, place
                assert (grade.overall, grade.signals) == (None, ()), place
        assert (await grade_through(proxy, cut_at(len(reply)))).status == "scored"


async def test_cut_at_some_bytes() -> None:
    await check_cuts(lambda length: range(7, length, length // 12))


@pytest.mark.slow
async def test_cut_at_every_tenth_byte() -> None:
    await check_cuts(lambda length: range(0, length, 10))
