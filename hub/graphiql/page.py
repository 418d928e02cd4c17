"""The GraphiQL page: from local files where they were built, else from GraphiQL's CDN."""
import asyncio
import html
import json
import os
import re
import uuid
from collections.abc import Mapping, Set
from pathlib import Path
from string import Template
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import PathLike, StaticFiles
from starlette.types import Scope

from hub.http import compression, replies
from hub.sign_in import demo_keys

HERE = Path(__file__).parent
BUILT = HERE / "dist"
WORD = HERE  # where build.sh leaves word of what it does
SOURCE = HERE / "web" / "src"
EXAMPLES = HERE.parents[1] / "sdl" / "examples"
OPENED = ("viewer", "demands", "items", "demandPublished", "publishDemand", "claimItem", "acceptClaim", "deliverClaim",
          "confirmClaim", "node", "organizations", "shareItem")
"""The examples that are tabs, in the order of one claim."""
GREETING = """# 三单 Sandan：在上方选身份，按 ▶（Ctrl+Enter）执行。各标签页依次走完一次认领，后面的变量由前面的回答填写。
# Choose who you are above; ▶ runs (Ctrl+Enter). The tabs lead through one claim; answers fill in the variables of those behind.
"""
PLACE = re.compile(r'"\{\{([$\w]+)\}\}"')
TEXTS = (".css", ".js", ".json", ".svg")  # what is worth compressing
MOST_MADE = 100  # compressed files that are remembered
CDN = "https://esm.sh"

LOCAL_HEAD = """<link rel="stylesheet" href="graphql/assets/index.css">
<link rel="stylesheet" href="graphql/assets/page.css">
<script type="module" src="graphql/assets/index.js"></script>"""

CDN_HEAD = """<link rel="stylesheet" href="$graphiql/dist/style.css">
<link rel="stylesheet" href="graphql/assets/page.css">
<script type="importmap">$imports</script>
<script>function offline() { document.body.replaceChildren(document.getElementById("offline").content); }</script>
<script type="module" src="graphql/assets/cdn.js" onerror="offline()"></script>"""

CDN_NOTICE = """<p class="notice">本机还没有 GraphiQL 的文件$why，正从 esm.sh 载入；没有互联网时，请先执行 make graphiql。
No local GraphiQL files: loading them from esm.sh. Without the internet, run make graphiql first.</p>
<template id="offline"><p class="notice">GraphiQL 未能载入：本机没有它的文件$why，也连不上 esm.sh。
请在枢纽的目录中执行 make graphiql（需要 Node.js），再打开本页。
GraphiQL is not here: it has no local files, and esm.sh is out of reach. Run make graphiql in the hub's folder
(it needs Node.js), then open this page again.</p></template>"""
WAITING = """<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>三单 Sandan · GraphQL</title></head>
<body><p>正在构建 GraphiQL，约需一分钟，完成后本页自动打开。
GraphiQL is being built, in a minute or so; this page then opens by itself.</p></body>
</html>
"""

# The editor writes style elements, and GraphiQL's style sheet carries its fonts as data.
LOCAL_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
NOT_KEPT = {"Cache-Control": "no-store", "Vary": replies.VARY}  # the same address answers programs with JSON
CDN_POLICY = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


class Assets(StaticFiles):
    """The page's files. The folder of the built ones may come and go while the hub runs."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._made: dict[tuple[str, int, str], bytes] = {}

    def get_directories(
        self, directory: PathLike | None = None, packages: list[str | tuple[str, str]] | None = None
    ) -> list[PathLike]:
        return [BUILT, SOURCE]

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"  # the names stay the same from build to build
        response.headers["Vary"] = "accept-encoding"
        coding = compression.coding(Headers(scope=scope).get("accept-encoding", "").encode("latin-1"))
        if coding and isinstance(response, FileResponse) and Path(response.path).suffix in TEXTS:
            return await self._compressed(response, coding)
        return response

    async def _compressed(self, response: FileResponse, coding: str) -> Response:
        """The same in fewer bytes, made once for each state of the file."""
        file = Path(response.path)
        key = str(file), file.stat().st_mtime_ns, coding
        body = self._made.get(key)
        if body is None:
            if len(self._made) >= MOST_MADE:
                self._made.clear()
            body = self._made[key] = await compression.compressed(await asyncio.to_thread(file.read_bytes), coding)
        headers = {name: value for name, value in response.headers.items() if name not in ("content-length", "accept-ranges")}
        return Response(body, headers={**headers, "content-encoding": coding, "etag": f"W/{response.headers['etag']}"})


def assets() -> Mount:
    """The route of the page's files. The page finds them beside its own path, which is `/graphql`."""
    return Mount("/graphql/assets", Assets(directory=SOURCE))


def page(tokens: Mapping[str, str] | None = None) -> Response:
    """The page, for one request; in a browser `#as=HANDLE` chooses a person and `#token=TOKEN` signs in.

    tokens   handle of a demo person -> ready token. Whoever can open the page can read them: demo mode only
    """
    people = [
        {"handle": handle, "label": demo_keys.HANDLES[handle], "token": token}
        for handle, token in (tokens or {}).items()
    ]
    built = (BUILT / "index.js").is_file()
    if not built and _is_being_built():
        return HTMLResponse(WAITING, headers={"Content-Security-Policy": LOCAL_POLICY, **NOT_KEPT})
    template = Template((HERE / "page.html").read_text("utf-8"))
    filled = template.substitute(
        head=LOCAL_HEAD if built else _cdn_head(),
        notice="" if built else Template(CDN_NOTICE).substitute(why=_why_not_built()),
        data=_inline({"tabs": _tabs(), "people": people}),
    )
    policy = LOCAL_POLICY if built else CDN_POLICY
    return HTMLResponse(filled, headers={"Content-Security-Policy": policy, **NOT_KEPT})


def _is_being_built() -> bool:
    """Whether the process that `make demo` builds with (build.sh) is at work."""
    try:
        os.kill(int((WORD / "build.pid").read_text("ascii")), 0)
    except (OSError, ValueError):
        return False
    return True


def _why_not_built() -> str:
    """The last line that the last build left, in brackets; nothing when there was none."""
    try:
        lines = (WORD / "build.log").read_text("utf-8", errors="replace").split("\n")
    except OSError:
        return ""
    said = next((line.strip() for line in reversed(lines) if line.strip() and "complete log" not in line), "")
    return f"（{html.escape(said[:300])} — hub/graphiql/build.log）" if said else ""


def _tabs() -> list[dict[str, Any]]:
    """Each example as it is in `sdl/examples`, by whom it is run, and what of its answer those behind it take."""
    steps = [step for story in json.loads((EXAMPLES / "stories.json").read_text("utf-8")) for step in story["steps"]]
    keeps = {name: {place: path for step in steps if step["run"] == name for place, path in step.get("keep", {}).items()}
             for name in OPENED}
    kept = {place for keep in keeps.values() for place in keep}
    actors = {step["run"]: step["as"] for step in reversed(steps)}
    return [{"query": _query(name, actors[name]), "variables": _variables(name, kept), "keep": keeps[name]} for name in OPENED]


def _query(name: str, handle: str) -> str:
    greeting = GREETING if name == OPENED[0] else ""
    return f"{greeting}# 身份 Acting as: {demo_keys.HANDLES[handle]}\n" + (EXAMPLES / f"{name}.graphql").read_text("utf-8")


def _variables(name: str, kept: Set[str]) -> str:
    """Each opening of the page has fresh keys, so that its mutations are new ones; a place that no tab fills is null."""
    file = EXAMPLES / f"{name}.json"

    def value(place: re.Match[str]) -> str:
        return f'"{uuid.uuid4()}"' if place[1] == "$guid" else place[0] if place[1] in kept else "null"

    return PLACE.sub(value, file.read_text("utf-8")) if file.is_file() else ""


def _inline(data: Any) -> str:
    """JSON that cannot end the script element that holds it."""
    return json.dumps(data).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _cdn_head() -> str:
    imports = _imports()
    graphiql = imports["graphiql/"].rstrip("/")
    return Template(CDN_HEAD).substitute(graphiql=graphiql, imports=_inline({"imports": imports}))


def _imports() -> dict[str, str]:
    """Where each bare module name is found on the CDN, in the very versions of the local build."""
    package = json.loads((HERE / "web" / "package.json").read_text("utf-8"))
    at = {name: f"{CDN}/{name}@{version}" for name, version in package["dependencies"].items()}
    kit = "react,react-dom,graphql,@graphiql/toolkit,@emotion/is-prop-valid"
    return {
        "react": at["react"],
        "react/": f"{at['react']}/",
        "react-dom": at["react-dom"],
        "react-dom/": f"{at['react-dom']}/",
        "graphiql": f"{at['graphiql']}?standalone&external=react,react-dom,@graphiql/react,graphql",
        "graphiql/": f"{at['graphiql']}/",
        "@graphiql/react": f"{at['@graphiql/react']}?standalone&external={kit}",
        "@graphiql/toolkit": f"{at['@graphiql/toolkit']}?standalone&external=graphql,graphql-ws",
        "graphql": at["graphql"],
        "graphql-ws": f"{at['graphql-ws']}?standalone&external=graphql",
        "@emotion/is-prop-valid": "data:text/javascript,",
    }
