"""A process that sends, to be killed: `python -m tests.hub.outgoing.sending DATABASE_URL`."""
import asyncio
import sys

from db.driver import connection
from hub import running
from hub.outgoing.posting import Poster
from hub.outgoing.webhooks import Sender
from tests.hub.outgoing.conftest import HERE


async def main(url: str) -> None:
    pool = await connection.open_pool(url, size=2)
    await Sender(pool, running.now, lambda: True, Poster(HERE), poll=0.02).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
