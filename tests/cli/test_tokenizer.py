"""`interviewer tokenizer fetch`."""

import hashlib
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewer.cli.main import main
from interviewer.grading.llm import tokens

VOCABULARY = b"IQ== 0\n"


class _Files(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(VOCABULARY)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def address() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Files)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/vocabulary"
    server.shutdown()
    server.server_close()


def test_what_was_fetched_is_in_the_cache(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    monkeypatch.setitem(
        tokens.VOCABULARIES, tokens.DEFAULT_VOCABULARY, (address, hashlib.sha256(VOCABULARY).hexdigest())
    )
    assert main(["tokenizer", "fetch"], {"INTERVIEWER_HOME": str(tmp_path / "home")}) == 0
    (kept,) = tmp_path.iterdir()
    assert kept.read_bytes() == VOCABULARY
    assert str(kept) in capsys.readouterr().out


def test_what_arrives_damaged_is_not_kept(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    monkeypatch.setitem(tokens.VOCABULARIES, tokens.DEFAULT_VOCABULARY, (address, "0" * 64))
    assert main(["tokenizer", "fetch"], {"INTERVIEWER_HOME": str(tmp_path / "home")}) == 1
    assert list(tmp_path.iterdir()) == []
    assert "damaged" in capsys.readouterr().err
