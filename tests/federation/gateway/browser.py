"""Chromium without a window, told what to do in its own protocol."""
import asyncio
import contextlib
import itertools
import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import websockets

from hub.graphiql import page

PROGRAM = shutil.which("chromium") or shutil.which("google-chrome")
IS_THERE = PROGRAM is not None and (page.BUILT / "index.js").is_file()


class Browser:
    """One open page."""

    def __init__(self, socket: websockets.ClientConnection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._session: dict[str, str] = {}

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._numbers)
        await self._socket.send(json.dumps({"id": number, "method": method, "params": params, **self._session}))
        while (said := json.loads(await self._socket.recv())).get("id") != number:
            pass
        assert "error" not in said, said
        return said["result"]  # type: ignore[no-any-return]

    async def attach(self) -> None:
        target = await self.call("Target.createTarget", url="about:blank")
        found = await self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = {"sessionId": found["sessionId"]}

    async def open(self, url: str, width: int, height: int = 844) -> None:
        await self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                        mobile=width < 600)
        await self.call("Page.navigate", url=url)

    async def value(self, script: str) -> Any:
        """What an expression, or a promise, comes to."""
        said = await self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        return None if "exceptionDetails" in said else said["result"].get("value")

    async def until(self, script: str) -> Any:
        """Its value, once it has one that is true."""
        async with asyncio.timeout(60):
            while True:
                if found := await self.value(script):
                    return found
                await asyncio.sleep(0.1)


@contextlib.asynccontextmanager
async def opened(profile: Path) -> AsyncIterator[Browser]:
    """profile   a folder of its own"""
    assert PROGRAM
    process = await asyncio.create_subprocess_exec(
        PROGRAM, "--headless=new", "--no-sandbox", "--disable-gpu", "--lang=en", "--disable-dev-shm-usage",
        "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank",
        stderr=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL)
    try:
        said = profile / "DevToolsActivePort"
        async with asyncio.timeout(60):
            while True:
                if said.exists() and "/" in said.read_text("utf-8"):
                    break
                await asyncio.sleep(0.1)
        port, path = said.read_text("utf-8").split()
        async with websockets.connect(f"ws://127.0.0.1:{port}{path}", max_size=None, proxy=None) as socket:
            browser = Browser(socket)
            await browser.attach()
            yield browser
    finally:
        process.terminate()
        await process.wait()
