"""A headless Chromium, driven through chromedriver by plain HTTP; it tells what it loaded, received and found wrong."""

import base64
import json
import re
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.servers.drawn import Drawn
from tests.servers.processes import free_port, running

CHROMIUM, DRIVER = "chromium", "chromedriver"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
    "--disable-component-update", "--window-size=1000,700", "--disable-dev-shm-usage",
)  # fmt: skip
CONTROL = "\ue009"  # as WebDriver names it


class Browser:
    """One window. `requests` are the addresses it asked for; `screen` what the app drew, as a terminal shows it."""

    def __init__(self, driver: str, session: str) -> None:
        self._base = f"{driver}/session/{session}"
        self.requests: list[str] = []
        self._drawn = Drawn()

    def command(self, path: str, body: dict[str, Any] | None = None, method: str = "POST") -> Any:
        return call(f"{self._base}{path}", body if body is not None else {}, method)

    def open(self, url: str) -> None:
        self.command("/url", {"url": url})

    def reload(self) -> None:
        self.command("/refresh")

    @property
    def url(self) -> str:
        return str(self.command("/url", None, "GET"))

    def run(self, script: str) -> Any:
        return self.command("/execute/sync", {"script": script, "args": []})

    def type(self, keys: str, held: str = "") -> None:
        """Presses keys one after the other; those of `held` are down all the while."""
        down = [{"type": "keyDown", "value": key} for key in held]
        presses = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        up = [{"type": "keyUp", "value": key} for key in held]
        self.command("/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": [*down, *presses, *up]}]})

    def screenshot(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self.command("/screenshot", None, "GET")))

    def complaints(self) -> list[str]:
        """What stands in the console as an error, and what the page's policy forbade."""
        return [each["message"] for each in self.command("/se/log", {"type": "browser"}) if each["level"] == "SEVERE"]

    @property
    def screen(self) -> str:
        self._read_log()
        return self._drawn.text

    def wait_for(self, pattern: str, seconds: float = 30.0) -> None:
        until = time.monotonic() + seconds
        while not re.search(pattern, self.screen, re.DOTALL):
            if time.monotonic() > until:
                raise AssertionError(f"{pattern!r} was not shown:\n{self.screen}")
            time.sleep(0.1)

    def wait_until(self, script: str, wanted: Any, seconds: float = 20.0) -> None:
        """Waits for a script to return what is wanted."""
        until = time.monotonic() + seconds
        while (found := self.run(script)) != wanted:
            if time.monotonic() > until:
                raise AssertionError(f"{script} gives {found!r}, not {wanted!r}")
            time.sleep(0.1)

    def _read_log(self) -> None:
        for entry in self.command("/se/log", {"type": "performance"}):
            message = json.loads(entry["message"])["message"]
            what = message["params"]
            if message["method"] == "Network.requestWillBeSent":
                if not what["request"]["url"].startswith(("chrome", "data:")):  # its own pages
                    self.requests.append(what["request"]["url"])
            elif message["method"] == "Network.webSocketCreated":
                self.requests.append(what["url"])
                self._drawn.reset()
            elif message["method"] == "Network.webSocketFrameReceived" and what["response"]["opcode"] == 2:
                self._drawn.feed(base64.b64decode(what["response"]["payloadData"]))
            elif message["method"] == "Network.webSocketFrameSent" and '["resize"' in what["response"]["payloadData"]:
                size = json.loads(what["response"]["payloadData"])[1]
                self._drawn.resize(size["width"], size["height"])


def call(url: str, body: dict[str, Any] | None, method: str) -> Any:
    data = json.dumps(body).encode() if method == "POST" else None
    request = urllib.request.Request(url, data=data, method=method, headers={"Content-Type": "application/json"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:  # noqa: S310 - an address of this machine
            return json.load(reply)["value"]
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{url}: {json.load(error)['value']['message']}") from None


@contextmanager
def chromium(folder: Path) -> Iterator[Browser]:
    """A new window with a profile of its own in `folder`. Skips the test where Chromium is not installed."""
    for program in (CHROMIUM, DRIVER):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    port = free_port()
    with running([DRIVER, f"--port={port}"], port, folder / "driver.log", ready="/status") as driver:
        options = {"binary": shutil.which(CHROMIUM), "args": [*FLAGS, f"--user-data-dir={folder / 'profile'}"]}
        wanted = {"goog:chromeOptions": options, "goog:loggingPrefs": {"performance": "ALL", "browser": "ALL"}}
        session = call(f"{driver}/session", {"capabilities": {"alwaysMatch": wanted}}, "POST")["sessionId"]
        try:
            yield Browser(driver, session)
        finally:
            call(f"{driver}/session/{session}", None, "DELETE")
