"""Every kind of event: it says what is declared, and only to those who see the field that this is about."""
import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from domain import processes, trail
from domain.event import Readers
from domain.trail import KINDS
from planner.catalogue import Column, One
from resolvers import jobs, scheduler
from resolvers.importing import divisions
from resolvers.importing.problems import quiet
from resolvers.writing import by_hand
from resolvers.writing.by_hand import IMPORTED, ByHand
from schema import graphql
from tests import city as place
from tests.api import concepts, filed
from tests.api import test_mutations as mutations
from tests.api.client import Client, global_id, of_payload
from tests.api.test_mutations import Ids, ids
from tests.city import COMMUNITY
from tests.conftest import ROOT

__all__ = ["ids"]
OBJECTS = graphql.operations().planning.catalogue.objects
OF_THE_EVENT_ALONE = {"item.withdrawn": {"reason"}, "item.completed": {"summary"}, "division.imported": {"added"},
                      "funding.revoked": {"reason"}}
"""What no object has: whoever sees the object sees it."""


def _shown(object_type: str) -> set[str]:
    """The columns of an object that the API shows to whoever sees it."""
    sources = OBJECTS[object_type].fields.values()
    texts = " ".join(source.sql if isinstance(source, Column) else source.on for source in sources
                     if isinstance(source, Column | One))
    return {word.split(".")[1] for word in texts.replace("(", " ").replace(")", " ").replace(",", " ").split()
            if word.startswith(("{t}.", "{p}."))}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_told_is_shown_by_the_object_itself(kind: str) -> None:
    """A share's own fields are of `shares`, a file's of `attachments`; a claim's event tells of its item as the item does."""
    if kind in filed.KINDS:
        assert KINDS[kind].fields == {"attachment_id", "digest"}
        return
    if kind.endswith("shared"):
        assert KINDS[kind].fields <= _shown("Share")
        return
    types = {**{name.split(".")[0]: (each.type,) for each in processes.ALL for name in each.events},
             "item": ("Resource", "Demand", "Project"), "division": ("Organization",), "fund": ("CommunityFund",),
             "service_duty": ("ServiceDuty",), "whistle_inside": ("WhistleMessage",)}
    name = kind.split(".")[0]
    shown = {column for each in types.get(name, (name.capitalize(),)) for column in _shown(each)} | {"list"}
    if name == "claim":
        shown |= {f"item_{column}" for column in _shown("Demand")}
    assert KINDS[kind].fields - OF_THE_EVENT_ALONE.get(kind, set()) <= shown


def test_every_kind_that_is_written_is_declared_and_every_declared_one_is_written() -> None:
    words = {node.value for room in ("resolvers", "hub") for path in Path(ROOT, room).rglob("*.py")
             for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)
             and isinstance(node.value, str)}
    subjects = {kind.split(".")[0] for kind in KINDS}
    words |= {kind for process in processes.ALL for kind in process.events} | filed.KINDS
    written = {word for word in words
               if word.count(".") == 1 and word.split(".")[0] in subjects and word.split(".")[1].isidentifier()}
    assert written == KINDS.keys()


def test_a_kind_that_is_not_declared_cannot_be_written() -> None:
    with pytest.raises(KeyError):
        trail.redacted("item.whispered", {})


async def _events(client: Client) -> list[dict[str, Any]]:
    return [dict(row) for row in await client.pool.fetch("SELECT * FROM event ORDER BY seq")]


async def _of_draft(client: Client, given: Ids) -> None:
    await client.write("community", "reviseItem", itemId=given.known["draft"], title="改")
    await client.write("community", "withdrawItem", itemId=given.known["draft"], reason="不用了")


async def _by_time(client: Client, _: Ids) -> None:
    now = datetime.now(UTC)
    item = await client.desk.add(place.add_item, client.city.community, COMMUNITY, deadline=now - timedelta(hours=1))
    await client.desk.add(place.add_claim, item, client.city.school, client.city.members["unit"],
                          answer_by=now - timedelta(hours=2))
    await client.desk.add(place.add_claim, item, client.city.school, client.city.members["unit"], state="ACCEPTED",
                          overdue_at=now - timedelta(hours=3))
    assert await scheduler.once(client.pool, lambda: now, jobs.ALL) == 3


async def _of_publishing(client: Client, given: Ids) -> None:
    for state in (True, False):
        await client.write("community", "publishDemand", title="修灯", category="PROPERTY", draft=state)


async def _by_import(client: Client, given: Ids) -> None:
    rows = [("COMMUNITY", COMMUNITY, "新名社区"), ("COMMUNITY", f"{COMMUNITY[:9]}199", "新社区")]
    async with client.pool.acquire() as connection:
        numbers = {code: number for number, (_, code, _) in enumerate(rows)}
        await by_hand.do(ByHand(connection, client.desk.now()), divisions.merge, rows, numbers, (), len(rows), quiet)


CASES = {case.name: case for case in mutations.CASES}
OTHERS = {"drafts": _of_draft, "time": _by_time, "publishing": _of_publishing, "import": _by_import,
          **concepts.named("OTHERS"), **filed.OTHERS}
TOLD = {
    "publishResource": "item.published", "publishDemand": "item.drafted", "publishProject": "item.published",
    "publishDraft": "item.published", "reviseItem": "item.revised", "withdrawItem": "item.withdrawn",
    "completeItem": "item.completed", "shareItem": "item.shared", "claimItem": "claim.proposed",
    "acceptClaim": "claim.accepted card.proposed", "declineClaim": "claim.declined", "withdrawClaim": "claim.withdrawn",
    "deliverClaim": "claim.delivered", "returnClaim": "claim.returned", "confirmClaim": "claim.confirmed",
    "registerOrganization": "organization.registered station.added", "reviseOrganization": "organization.revised",
    "stationUnit": "station.proposed", "confirmStation": "station.confirmed", "declineStation": "station.declined",
    "endStation": "station.ended", "registerMember": "member.registered", "deactivateMember": "member.deactivated",
    "appointMember": "office.appointed", "endOffice": "office.ended", "foundCommittee": "committee.founded",
    "seatMember": "seat.taken", "endSeat": "seat.ended", "drafts": "item.redrafted item.discarded",
    "time": "claim.lapsed claim.overdue item.expired", "publishing": "item.drafted item.published",
    "import": "organization.revised division.imported",
    **concepts.named("TOLD"), **filed.TOLD}
"""The kinds of events that each of them leaves; none where what is changed is one's own."""


@pytest.mark.parametrize("name", [*CASES, *OTHERS])
async def test_who_is_told_what(client: Client, ids: Ids, name: str) -> None:
    if name in OTHERS:
        await OTHERS[name](client, ids)
    else:
        case = CASES[name]
        await client.write(case.by, case.name, of_payload(case.name, case.selection), **ids.fill(case.given))
    await client.desk.add(_look, client)
    left = await _events(client)
    assert [event["kind"] for event in left] == TOLD.get(name, "").split()
    for event in left:
        kind = KINDS[event["kind"]]
        said = {*(event["before"] or {}), *(event["after"] or {})}
        assert not trail.rights(event["kind"]) or trail.whose_rights(event["kind"], event["object_id"], event["after"])
        assert said - {trail.UNTOLD, trail.WAS_DUE_AT, *IMPORTED} <= kind.fields, event["kind"]
        for handle in client.city.viewers:
            told, sees = await _is_told(client, handle, event), await _sees(client, handle, event, kind.readers)
            assert told == sees, (handle, event["kind"])


def test_every_kind_is_gone_through() -> None:
    assert {kind for kinds in TOLD.values() for kind in kinds.split()} == KINDS.keys()


async def _look(connection: Any, client: Client) -> UUID:
    """Rights may have changed."""
    await client.city.look(connection)
    return client.city.school


async def _is_told(client: Client, handle: str, event: dict[str, Any]) -> bool:
    """Whether a member gets an event in every way or in none."""
    event_id = global_id("Event", event["id"])
    text = "query($id: ID!) { node(id: $id) { id } events(first: 100) { nodes { id } } }"
    read = await client.read(handle, text, id=event_id)
    listed = {"id": event_id} in read["events"]["nodes"]
    assert listed == (read["node"] is not None)
    pushed = await client.pushed(handle, "subscription { changes { event { id } } }")
    assert listed == ({"id": event_id} in [each["data"]["changes"]["event"] for each in pushed])
    if event["subject_type"] == "item":
        item = next(name for name in ("Demand", "Resource", "Project"))
        asked = {"id": global_id(item, event["subject_id"])}
        history = await client.read(handle, """query($id: ID!) { node(id: $id) { ... on ListItem {
            history(first: 100) { totalCount nodes { id } } } } }""", **asked)
        if history["node"]:
            assert listed == ({"id": event_id} in history["node"]["history"]["nodes"])
            assert history["node"]["history"]["totalCount"] == len(history["node"]["history"]["nodes"])
            text = "subscription($id: ID!) { itemChanged(id: $id) { event { id } } }"
            of_item = await client.pushed(handle, text, **asked)
            assert listed == ({"event": {"id": event_id}} in [each["data"]["itemChanged"] for each in of_item])
    return listed


async def _sees(client: Client, handle: str, event: dict[str, Any], readers: Readers) -> bool:
    """Whether a member sees the field that an event is about."""
    viewer = client.city.viewer(handle)
    if readers is Readers.DIVISION:
        return event["organization_id"] in viewer.acts_for or viewer.is_officer_over(event["home_code"] or "-")
    if seen := concepts.named("SEEN").get(event["subject_type"]):
        return bool(await seen(client, handle, event["subject_id"]))
    if event["subject_type"] != "item":
        asked = {"id": global_id(event["object_type"], event["object_id"])}
        return (await client.read(handle, "query($id: ID!) { node(id: $id) { id } }", **asked))["node"] is not None
    row = await client.pool.fetchrow("SELECT * FROM item WHERE id = $1", event["subject_id"])
    if row is None:
        return event["organization_id"] in viewer.acts_for
    asked = {"id": global_id(row["list"].capitalize(), row["id"])}
    item = (await client.read(handle, """query($id: ID!) { node(id: $id) { ... on ListItem {
        shares { nodes { organization { id } } } } } }""", **asked))["node"]
    if item is None:
        return False
    if readers is Readers.SHARE:
        recipient = global_id("Organization", UUID(event["after"]["organization_id"]))
        return {"organization": {"id": recipient}} in item["shares"]["nodes"]
    return event["kind"] not in ("item.drafted", "item.redrafted") or row["publisher_id"] in viewer.acts_for
