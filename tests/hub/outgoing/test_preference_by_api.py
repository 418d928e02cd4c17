"""setMailPreference while notices wait: each is told once, by the way that held when it was written."""
from collections import Counter

import pytest

from schema import graphql
from tests.api.client import Client, global_id
from tests.hub.outgoing.conftest import Post
from tests.hub.outgoing.reader import KIND, Reader

SET = "... on SetMailPreferencePayload { viewer { mailedAtOnce notMailed } }"


@pytest.fixture
async def reader(post: Post) -> Reader:
    return await Reader.of(post)


async def _sets(reader: Reader, channel: str) -> None:
    client = Client(reader.desk.pool, reader.desk.city, graphql.operations(), shift=reader.desk.shift)
    answer = await client.write("community", "setMailPreference", SET, kind=KIND, channel=channel)
    assert answer["viewer"] == {"mailedAtOnce": [KIND] * (channel == "AT_ONCE"), "notMailed": [KIND] * (channel == "NONE")}


@pytest.mark.parametrize("is_at_work", [False, True])
@pytest.mark.parametrize(("first", "then"), [("DIGEST", "AT_ONCE"), ("AT_ONCE", "DIGEST")])
async def test_what_waits_is_told_once_and_by_the_way_that_held(reader: Reader, first: str, then: str,
                                                                is_at_work: bool) -> None:
    """Whether or not the mailer is at work between; set back again, nothing is told a second time."""
    for channel in (first, then):
        await _sets(reader, channel)
        await reader.post.outside.happens()
        if is_at_work:
            await reader.sends(minutes=1)
    one, other = reader.post.outside.claims
    await reader.sends(minutes=1)
    at_once = {first: one, then: other}["AT_ONCE"]
    assert await reader.told() == {("AT_ONCE", KIND, global_id("Claim", at_once)): 1}
    await _sets(reader, first)
    await reader.sends(days=1)
    wanted = Counter({(first, KIND, global_id("Claim", one)): 1, (then, KIND, global_id("Claim", other)): 1})
    assert await reader.told() == wanted
    await _sets(reader, then)
    for _ in range(2):
        await reader.sends(days=1)
    assert await reader.told() == wanted
