"""The GraphiQL page: what it is loaded from, and what it may give away."""
import json
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from starlette.applications import Starlette
from starlette.responses import Response

from hub.graphiql import page as graphiql
from hub.sign_in import demo_keys
from sdl import examples
from tests.hub.test_program import until


@pytest.fixture(autouse=True)
def word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a build leaves word, if one is at work: another test may run `make demo` in the checkout at that moment."""
    monkeypatch.setattr(graphiql, "WORD", tmp_path)
    return tmp_path


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of built files, empty."""
    monkeypatch.setattr(graphiql, "BUILT", tmp_path)
    return tmp_path


def text(response: Response) -> str:
    return bytes(response.body).decode()


def page_data(response: Response) -> Any:
    found = re.search(r'<script id="page-data" type="application/json">(.*?)</script>', text(response), re.DOTALL)
    assert found
    return json.loads(found[1])


async def get(path: str) -> httpx.Response:
    app = Starlette(routes=[graphiql.assets()])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://hub") as client:
        return await client.get(path)


def test_each_opening_looks_whether_local_files_are_there(built: Path) -> None:
    assert graphiql.CDN in text(graphiql.page())
    (built / "index.js").touch()
    assert "://" not in text(graphiql.page())
    (built / "index.js").unlink()
    assert "make graphiql" in text(graphiql.page())


def test_local_page_allows_nothing_from_outside(built: Path) -> None:
    (built / "index.js").touch()
    policy = graphiql.page().headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self';") and "script-src" not in policy and "http" not in policy


def test_cdn_modules_are_pinned_to_the_versions_of_the_local_build(built: Path) -> None:
    lock = json.loads((graphiql.HERE / "web/package-lock.json").read_text("utf-8"))
    found = re.search(r'<script type="importmap">(.*?)</script>', text(graphiql.page()))
    assert found
    addresses = [each for each in json.loads(found[1])["imports"].values() if each.startswith(graphiql.CDN)]
    pinned = [re.match(rf"{graphiql.CDN}/(.[^@]*)@([\d.]+)", address) for address in addresses]
    assert all(each and lock["packages"][f"node_modules/{each[1]}"]["version"] == each[2] for each in pinned)


def test_lock_file_names_no_download_addresses() -> None:
    assert '"resolved"' not in (graphiql.HERE / "web/package-lock.json").read_text("utf-8")


def test_tokens_are_given_only_in_demo_mode() -> None:
    assert page_data(graphiql.page())["people"] == []
    tokens = {handle: f"token-{handle}" for handle in demo_keys.HANDLES}
    people = page_data(graphiql.page(tokens))["people"]
    assert {each["handle"]: each["token"] for each in people} == tokens
    assert all(each["label"] == demo_keys.HANDLES[each["handle"]] for each in people)


def test_page_is_not_kept() -> None:
    assert graphiql.page().headers["Cache-Control"] == "no-store"


def test_data_cannot_end_its_script_element() -> None:
    token = "</script><!--<script>&\u2028"
    response = graphiql.page({"unit": token})
    assert page_data(response)["people"][0]["token"] == token
    assert "</script><!--" not in text(response)


def test_tabs_are_the_apis_examples_each_time_with_fresh_keys() -> None:
    first, second = (page_data(graphiql.page())["tabs"] for _ in range(2))
    assert len(first) >= 10
    for name, tab in zip(graphiql.OPENED, first, strict=True):
        assert tab["query"].endswith(examples.text(name))
    keys = re.findall(r'"idempotencyKey": "(.*?)"', "".join(tab["variables"] for tab in [*first, *second]))
    assert len(keys) >= 10 and len(set(keys)) == len(keys)
    assert "$guid" not in "".join(tab["variables"] for tab in first)


def test_what_a_tab_takes_an_earlier_one_gives() -> None:
    given: set[str] = set()
    taken: set[str] = set()
    for tab in page_data(graphiql.page())["tabs"]:
        places = set(re.findall(r"\{\{(\w+)\}\}", tab["variables"]))
        assert places <= given, tab["query"]
        taken |= places
        given |= tab["keep"].keys()
    assert {"item", "claimed"} <= taken


def test_without_files_and_without_the_internet_it_says_what_to_do(built: Path) -> None:
    page = text(graphiql.page())
    assert 'src="graphql/assets/cdn.js" onerror="offline()"' in page
    found = re.search(r'<template id="offline">(.*?)</template>', page, re.DOTALL)
    assert found and "make graphiql" in found[1] and "Node.js" in found[1]
    (built / "index.js").touch()
    assert "offline" not in text(graphiql.page())


async def test_assets_are_checked_for_change_at_each_use(built: Path) -> None:
    (built / "index.js").write_text("1")
    response = await get("/graphql/assets/index.js")
    assert (response.status_code, response.text, response.headers["Cache-Control"]) == (200, "1", "no-cache")
    assert (await get("/graphql/assets/page.css")).status_code == 200


@pytest.mark.parametrize("path", ["index.js", "../page.py", "..%2Fpage.py", "%2e%2e/web/package.json", "", "%00"])
async def test_only_the_pages_own_files_are_served(built: Path, path: str) -> None:
    assert (await get(f"/graphql/assets/{path}")).status_code == 404


def test_the_page_waits_while_it_is_built_and_says_why_it_was_not(built: Path, word: Path) -> None:
    (word / "build.pid").write_text(str(os.getpid()))
    waiting = text(graphiql.page())
    assert 'http-equiv="refresh"' in waiting and "being built" in waiting and "://" not in waiting
    (word / "build.pid").write_text("99999999")
    (word / "build.log").write_text("npm error code <ENOTFOUND>\nnpm error A complete log of this run is in: /x\n\n")
    failed = text(graphiql.page())
    assert "npm error code &lt;ENOTFOUND&gt;" in failed and "refresh" not in failed and graphiql.CDN in failed
    (built / "index.js").touch()
    (word / "build.pid").write_text(str(os.getpid()))
    assert "://" not in text(graphiql.page()) and "being built" not in text(graphiql.page())


LASTS, STUBBORN = "exec sleep 600", "trap '' TERM; while :; do sleep 1; done"


@pytest.mark.parametrize("npm", ["exit 1", "echo npm error network >&2; exit 1", None, LASTS, STUBBORN])
def test_the_build_leaves_word(tmp_path: Path, npm: str | None) -> None:
    shutil.copy2(graphiql.HERE / "build.sh", tmp_path)
    (tmp_path / "web").mkdir()
    (tmp_path / "bin").mkdir()
    for name in ("dirname", "sleep", "rm", "nice", "sh", "cat"):
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    if npm:
        (tmp_path / "bin/npm").write_text(f"#!/bin/sh\necho $$ > {tmp_path}/npm.pid\n{npm}\n")
        (tmp_path / "bin/npm").chmod(0o755)
    lasts = npm in (LASTS, STUBBORN)
    demo = subprocess.Popen(["/bin/sh", "-c", f"sh {tmp_path}/build.sh & exec sleep {1000 if lasts else 2}"],
                            env={"PATH": str(tmp_path / "bin")}, start_new_session=True)
    try:
        until(lambda: (tmp_path / "build.log").exists())
        if lasts:
            until(lambda: (tmp_path / "npm.pid").exists() and (tmp_path / "npm.pid").read_text() != "")
            assert (tmp_path / "build.pid").exists()
            os.killpg(demo.pid, signal.SIGTERM) if npm == STUBBORN else demo.kill()
            demo.wait()
        until(lambda: not (tmp_path / "build.pid").exists())
        said = (tmp_path / "build.log").read_text("utf-8")
        assert ("npm is missing" in said) == (npm is None)
        assert ("npm error network" in said) == (npm is not None and "network" in npm)
        assert npm is None or not psutil.pid_exists(int((tmp_path / "npm.pid").read_text()))
    finally:
        demo.kill()
        demo.wait()
