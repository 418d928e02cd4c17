"""`make federation`: start the hub's demo, two partners and the gateway, and show a query across all of them."""
import argparse
import json
import os
import shutil
import signal
import sys
from pathlib import Path
from urllib.request import Request, urlopen

from hub.http import leaving
from sdl import programs

ORDER = ("hub", "incidents", "hours", "gateway")
QUERY = Path(__file__).parent / "example.graphql"
WELCOME = """
  一张图 One graph   {gateway}
    枢纽 hub         {hub}
    网格事件 grid incidents   {incidents}
    志愿时长 volunteer hours  {hours}

以社区书记的身份查询 Asked as the community's secretary (sdl/example.graphql):

{query}
{answer}

健康与指标 Health and metrics: {base}/healthz, {base}/readyz, {base}/metrics
Ctrl-C 停止 stops.
"""


def main() -> None:
    argparse.ArgumentParser(prog="python -m sdl", description=__doc__).parse_args()
    if shutil.which("node") is None:
        sys.exit("make federation needs Node.js 20 or later")
    hub_port, first = int(os.environ.get("PORT", "8000")), int(os.environ.get("FEDERATION_PORT", "8100"))
    ports = {"hub": hub_port, "gateway": first, "incidents": first + 1, "hours": first + 2}
    started = programs.Programs(Path(os.environ.get("SANDAN_DATA", ".data")).absolute(), ports)
    leaving.prepare()
    try:
        for name in ORDER:
            started.start(name, SANDAN_LOG_LEVEL="warning")
        _show(started)
        signal.pause()
    except programs.DidNotStart as problem:
        sys.exit(f"{problem}; other ports: PORT= for the hub, FEDERATION_PORT= for the other three")
    except KeyboardInterrupt:
        pass
    finally:
        leaving.hear_no_more()  # a second signal would leave some running
        started.stop_all()


def _show(started: programs.Programs) -> None:
    text = QUERY.read_text("utf-8")
    asked = Request(started.url("gateway"), json.dumps({"query": text}).encode(), {  # noqa: S310  # our own http URL
        "content-type": "application/json", "authorization": f"Bearer {started.token('community')}"})
    with urlopen(asked, timeout=30) as answer:  # noqa: S310  # the same
        shown = json.dumps(json.load(answer), ensure_ascii=False, indent=2)
    gateway = started.url("gateway")
    print(WELCOME.format(**{name: started.url(name) for name in ORDER}, query=text, answer=shown,
                         base=gateway.removesuffix("/graphql")), flush=True)


if __name__ == "__main__":
    main()
