"""Servers that are programs of their own: started on a free port, waited for, stopped with all that they started."""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: Sequence[str], port: int, log: Path, *, ready: str = "/", wait: float = 90.0) -> Iterator[str]:
    """The server's address, once it answers at `ready` with anything but a 503. Skips the test where it never does."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True)
        try:
            url = f"http://127.0.0.1:{port}"
            if not _answers(url + ready, process, wait):
                pytest.skip(f"{command[0]} did not start: {log.read_text(errors='replace')[-300:]!r}")
            yield url
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _answers(url: str, process: "subprocess.Popen[bytes]", wait: float) -> bool:
    until = time.monotonic() + wait
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 an address of this machine
                return True
        except urllib.error.HTTPError as error:
            if error.code != 503:
                return True
        except OSError:
            pass
        time.sleep(0.1)
    return False
