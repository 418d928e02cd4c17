"""GraphiQL in a real browser, at the gateway: where its files are built (`make graphiql`) and Chromium is installed."""
import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.federation.gateway import browser
from tests.federation.gateway.asking import Asking
from tests.federation.gateway.browser import Browser

pytestmark = pytest.mark.skipif(not browser.IS_THERE, reason="needs make graphiql and Chromium")
RESULT = "document.querySelector('.result-window').innerText.replace(/\\s+/g, ' ')"
EDITOR = "document.querySelector('.graphiql-query-editor').innerText.replace(/\\s+/g, ' ')"
RUN = "document.querySelector('.graphiql-execute-button').click() || true"
IS_READY = "document.querySelectorAll('.graphiql-query-editor .view-line').length > 3"


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Browser]:
    async with browser.opened(tmp_path) as opened:
        yield opened


def tab(name: str) -> str:
    return (f"[...document.querySelectorAll('.graphiql-tab button')].find(each => each.textContent.trim() === '{name}')"
            ".click() || true")


async def run(page: Browser, name: str, told: str) -> None:
    """Run a tab, and wait until its answer tells something."""
    await page.until(tab(name))
    await page.until(f"{EDITOR}.includes('mutation {name}')")
    await asyncio.sleep(3)  # GraphiQL looks a moment later which operation that is
    await page.value(RUN)
    await page.until(f"{RESULT}.includes('{told}')")


async def test_a_mutation_takes_its_id_from_the_answer_before(page: Browser, asking: Asking) -> None:
    await page.open(f"{asking.url}#as=community", 1280)
    await page.until(IS_READY)
    await run(page, "ClaimItem", "Run the tab PublishDemand first")
    await run(page, "PublishDemand", "PublishDemandPayload")
    await run(page, "ClaimItem", "OwnItem")


async def test_chinese_punctuation_has_no_boxes(page: Browser, asking: Asking) -> None:
    await page.open(asking.url, 1280)
    await page.until(IS_READY)
    await page.until("document.querySelector('.graphiql-query-editor').innerText.includes('，')")
    assert await page.value("new Promise(done => setTimeout(() => done("
                            "document.querySelectorAll('.unicode-highlight').length), 2000))") == 0


async def test_the_search_finds_chinese_words(page: Browser, asking: Asking) -> None:
    await page.open(asking.url, 390)
    await page.until(IS_READY)
    await page.until("document.querySelector('[aria-label*=\"Search\"]').click() || true")
    await page.until("!!document.querySelector('.sandan-search input')")
    await page.value("document.querySelector('.sandan-search input').focus()")
    await page.call("Input.insertText", text="认领")
    found = await page.until("[...document.querySelectorAll('.sandan-search h3')].map(each => each.textContent)")
    assert found[0].startswith("Query.claims")
    assert not any("_service" in each or "_entities" in each for each in found)


async def test_a_phone_has_room_for_all(page: Browser, asking: Asking) -> None:
    await page.open(asking.url, 390)
    await page.until(IS_READY)
    for part in (".graphiql-query-editor .monaco-editor", ".graphiql-logo select", ".result-window"):
        left, width, right = await page.value(
            f"(box => [box.left, box.width, box.right])(document.querySelector('{part}').getBoundingClientRect())")
        assert left >= 0 and width > 250 and right <= 390, part
    assert await page.value("document.documentElement.scrollWidth") == 390
