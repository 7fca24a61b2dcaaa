"""Counting tokens without a download, and refusing what does not fit before it is sent."""

import hashlib
import inspect
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.grading.llm import ServerMemory, estimate_tokens, fetch_vocabulary
from interviewer.grading.llm import tokens as counting
from interviewer.grading.llm.budget import seems_cut
from interviewer.ports import InterviewerError
from tests.grading_llm.fake_model import FakeModel
from tests.grading_llm.support import HOST, body_of, chunks, graded, grader, mocked, replying, request, sse

PATH = "/chat/completions"


@pytest.fixture(autouse=True)
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("", 0), ("a", 1), ("limit of 9", 3), ("internationalisation", 4), ("1234567", 3), ("你好吗?", 4), ("{}:", 3)],
)
def test_the_built_in_estimate(text: str, tokens: int) -> None:
    assert counting.rough_tokens(text) == tokens


@given(st.text(), st.text())
def test_the_estimate_grows_with_the_text(first: str, second: str) -> None:
    both = counting.rough_tokens(f"{first} {second}")
    assert max(counting.rough_tokens(first), counting.rough_tokens(second)) <= both
    assert both <= counting.rough_tokens(first) + counting.rough_tokens(second)


def test_the_addresses_and_hashes_are_tiktokens_own() -> None:
    from tiktoken_ext import openai_public  # type: ignore[import-untyped]

    for name, (url, digest) in counting.VOCABULARIES.items():
        source = inspect.getsource(getattr(openai_public, name))
        assert url in source
        assert digest in source


def test_without_its_vocabulary_tiktoken_is_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    import tiktoken

    def no_encoding(name: str) -> None:
        raise AssertionError(f"{name} would be downloaded")

    monkeypatch.setattr(tiktoken, "get_encoding", no_encoding)
    assert estimate_tokens("limit of 9", "gpt-4o") == 3
    monkeypatch.setattr(counting, "vocabulary_is_here", lambda name: name == "cl100k_base")
    assert estimate_tokens("limit of 9", "gpt-4o") == 3
    assert counting.encoding_name("gpt-4o") == "o200k_base"
    assert estimate_tokens("limit of 9", "a-model-that-nobody-knows") == 3


def test_a_damaged_vocabulary_counts_as_none(empty_cache: Path) -> None:
    path = counting.vocabulary_path("o200k_base")
    assert path is not None
    empty_cache.mkdir()
    path.write_bytes(b"damaged")
    assert not counting.vocabulary_is_here("o200k_base")
    assert path.read_bytes() == b"damaged"  # tiktoken itself would delete it and download another


def test_a_vocabulary_that_is_here_is_used(empty_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tiktoken

    url, _ = counting.VOCABULARIES["o200k_base"]
    data = b"".join(b"%s %d\n" % (__import__("base64").b64encode(bytes([byte])), byte) for byte in range(256))
    monkeypatch.setitem(counting.VOCABULARIES, "o200k_base", (url, hashlib.sha256(data).hexdigest()))
    path = counting.vocabulary_path("o200k_base")
    assert path is not None
    empty_cache.mkdir()
    path.write_bytes(data)
    by_bytes = tiktoken.Encoding(
        "bytes", pat_str=r".", mergeable_ranks={bytes([b]): b for b in range(256)}, special_tokens={}
    )
    monkeypatch.setattr(tiktoken, "get_encoding", lambda name: by_bytes)
    assert estimate_tokens("<|endoftext|> nine", "gpt-4o") == len("<|endoftext|> nine")


@pytest.fixture
def file_server() -> object:
    class Files(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"vocabulary")

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Files)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/o200k"
    server.shutdown()
    server.server_close()


def test_fetching_keeps_only_what_has_the_right_hash(file_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = counting.vocabulary_path("o200k_base")
    assert path is not None
    with pytest.raises(InterviewerError, match="damaged"):
        fetch_vocabulary(url=file_server)
    assert not path.exists()
    url, _ = counting.VOCABULARIES["o200k_base"]
    monkeypatch.setitem(counting.VOCABULARIES, "o200k_base", (url, hashlib.sha256(b"vocabulary").hexdigest()))
    assert fetch_vocabulary(url=file_server) == path
    assert path.read_bytes() == b"vocabulary"
    assert counting.vocabulary_is_here("o200k_base")


def test_a_fetch_that_fails_says_that_nothing_depends_on_it() -> None:
    with pytest.raises(InterviewerError, match="nothing else depends on it"):
        fetch_vocabulary(url="http://127.0.0.1:9/o200k", timeout=2)


def test_importing_the_grader_imports_nothing_heavy() -> None:
    heavy = {"openai", "tiktoken", "pydantic", "httpx2", "httpx"}
    code = f"import sys, interviewer.grading.llm; print(sorted(set(sys.modules) & {heavy}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


async def test_an_answer_that_does_not_fit_is_refused_before_anything_is_sent() -> None:
    with mocked() as router:
        route = router.post(PATH)
        grade = await graded(grader(context_tokens=8_000, effort="quick"), request("I set a limit of nine. " * 600))
    assert route.call_count == 0
    assert grade.status == "unscored"
    reason = str(grade.reason)
    assert "does not fit" in reason
    assert "8,000" in reason
    assert "shorten the answer" in reason


def usage(prompt: int) -> dict[str, int]:
    return {"prompt_tokens": prompt, "completion_tokens": 10, "total_tokens": prompt + 10}


async def test_a_prompt_that_the_server_cut_is_told_and_trusted_less() -> None:
    model = FakeModel()

    def ollama(sent: httpx.Request) -> httpx.Response:
        return sse(chunks(model.reply(body_of(sent)), usage=usage(4096)))

    with mocked() as router:
        router.post(PATH).mock(side_effect=ollama)
        grade = await graded(grader(effort="quick"))
    assert grade.overall is not None
    assert grade.overall.confidence == "low"
    assert any("only part of the request" in notice and "OLLAMA_CONTEXT_LENGTH" in notice for notice in grade.notices)


async def test_what_a_server_counts_corrects_the_next_estimate() -> None:
    memory = ServerMemory()
    model = FakeModel()
    with mocked() as router:
        router.post(PATH).mock(side_effect=lambda sent: sse(chunks(model.reply(body_of(sent)), usage=usage(7_900))))
        grade = await graded(grader(memory=memory, effort="quick"))
    ratio = memory.profile(HOST, "test-model").token_ratio
    assert 1.1 < ratio < 1.4
    assert not any("only part" in notice for notice in grade.notices)
    with mocked() as router:
        route = router.post(PATH).mock(side_effect=replying(model.reply))
        tight = await graded(grader(memory=memory, effort="quick", context_tokens=9_300))
        loose = await graded(grader(effort="quick", context_tokens=9_300))
    assert route.call_count > 0
    assert (tight.status, loose.status) == ("unscored", "scored")


@pytest.mark.parametrize(
    ("estimate", "counted", "cut"),
    [(5_000, 5_200, False), (5_000, 4_600, False), (5_000, 4_096, True), (5_000, 2_048, True), (5_000, 4_200, False),
     (5_000, 1_500, True), (9_000, 8_190, True), (5_000, 8_192, False)],
)  # fmt: skip
def test_a_cut_prompt_is_known_by_its_count(estimate: int, counted: int, cut: bool) -> None:
    assert seems_cut(estimate, counted) is cut
