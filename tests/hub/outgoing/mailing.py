"""A process that mails, to be killed: `python -m tests.hub.outgoing.mailing DATABASE_URL PORT MOMENT`."""
import asyncio
import sys
from datetime import datetime

from db.driver import connection
from hub.outgoing.mail import Mailer, Server


async def main(url: str, port: str, moment: str) -> None:
    pool = await connection.open_pool(url, size=2)
    at = datetime.fromisoformat(moment)
    await Mailer(pool, lambda: at, lambda: True, Server(f"smtp+plain://127.0.0.1:{port}"), "三单 <lists@example.cn>",
                 "https://lists.example.cn/o/{id}").run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
