"""Tasks that run as long as the hub: started again when they crash, ended with it."""
import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import structlog

PAUSE = 1.0  # seconds before a crashed task is started again

log = structlog.get_logger()


@contextlib.asynccontextmanager
async def tasks(**named: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Run each of them until the block is left."""
    running = [asyncio.create_task(_again_and_again(name, task), name=name) for name, task in named.items()]
    try:
        yield
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _again_and_again(name: str, task: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            await task()
        except Exception:
            log.exception("background task crashed", task=name)
        await asyncio.sleep(PAUSE)
