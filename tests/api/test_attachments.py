"""Attachments of whatever has some: seen by who sees the object, by every way to them; what one may do is what is done."""
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from strawberry.utils.str_converters import to_camel_case

from domain import attached
from tests import files
from tests.api import filed
from tests.api.client import Client, global_id, new_key
from tests.city import OFFICES

HANDLES = (*OFFICES, "nobody")
BOTH = "query($object: ID!, $file: ID!) { object: node(id: $object) { id } file: node(id: $file) { id } }"
LIST = """query($object: ID!) {{ node(id: $object) {{ ... on {0} {{
    attachments {{ totalCount nodes {{ id subject {{ id __typename }} }} }} viewerCanAttach {{ action allowed }} }} }} }}"""
PAGE = "query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on {0} {{ attachments {{ nodes {{ name }} }} }} }} }}"
ATTACH = "mutation($i: AttachFileInput!) { attachFile(input: $i) { __typename } }"
DETACH = "mutation($i: DetachFileInput!) { detachFile(input: $i) { __typename } }"


async def _filed(client: Client, name: str) -> tuple[UUID, UUID]:
    """An object of a type, and a file of it."""
    object_id = await filed.MADE[name][0](client)
    return object_id, await client.desk.add(files.add_attachment, name, object_id, client.city.members["unit"],
                                            datetime.now(UTC))


def test_each_that_declares_attachments_is_tried() -> None:
    assert filed.MADE.keys() == attached.ALL.keys()


@pytest.mark.parametrize("name", attached.ALL)
async def test_a_file_is_seen_by_who_sees_the_object(client: Client, name: str) -> None:
    object_id, file_id = await _filed(client, name)
    ids = {"object": global_id(name, object_id), "file": global_id("Attachment", file_id)}
    seen = {handle: await client.read(handle, BOTH, **ids) for handle in HANDLES}
    sees = {handle for handle, answer in seen.items() if answer["file"]}
    assert sees
    assert sees < {*HANDLES}
    if attached.ALL[name].inside is None:
        assert sees == {handle for handle, answer in seen.items() if answer["object"]}
    for handle in sees:
        listed = (await client.read(handle, LIST.format(name), object=ids["object"]))["node"]["attachments"]
        assert listed == {"totalCount": 1, "nodes": [
            {"id": ids["file"], "subject": {"id": ids["object"], "__typename": name}}]}


@pytest.mark.parametrize("name", attached.ALL)
async def test_what_the_viewer_can_do_is_what_is_done(client: Client, name: str) -> None:
    """Asked as everybody who sees it."""
    object_id, file_id = await _filed(client, name)
    object_ = global_id(name, object_id)
    may = set()
    for handle in HANDLES:
        node = (await client.read(handle, LIST.format(name), object=object_))["node"]
        if node is None:
            continue
        can = {each["action"]: each["allowed"] for each in node["viewerCanAttach"]}
        sent = await client.desk.add(files.add_upload, client.city.members[handle], datetime.now(UTC), files.OF["TEXT"])
        given: dict[str, Any] = {"to": {to_camel_case(attached.ALL[name].field): object_},
                                 "file": {"uploadId": global_id("Upload", sent)}}
        assert await _done(client, handle, ATTACH, **given) is can["ATTACH"], handle
        assert await _done(client, handle, DETACH, attachmentId=global_id("Attachment", file_id)) is can["DETACH"], handle
        if can["DETACH"]:
            file_id = await client.desk.add(files.add_attachment, name, object_id, client.city.members["unit"],
                                            datetime.now(UTC))
        may |= {handle} if can["ATTACH"] else set()
    assert filed.MADE[name][1] in may


async def _done(client: Client, handle: str, text: str, **given: Any) -> bool:
    answer = await client.send(handle, text, i={"idempotencyKey": new_key(), **given})
    (name, said), = answer["data"].items()
    if said is None:
        assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"
        return False
    assert said["__typename"] in (f"{name[0].upper()}{name[1:]}Payload", "NotAllowed", "WrongState"), said
    return bool(said["__typename"] not in ("NotAllowed", "WrongState"))


@pytest.mark.parametrize("name", attached.ALL)
async def test_a_page_of_objects_with_their_files_is_one_statement_more(client: Client, name: str) -> None:
    """However many there are."""
    object_id, _ = await _filed(client, name)
    ids = [global_id(name, object_id)] * 2
    for number in range(3):
        await client.desk.add(files.add_attachment, name, object_id, client.city.members["unit"], datetime.now(UTC),
                              name=f"{number}.txt")
    counts = []
    for several in (ids[:1], ids):
        client.sent.clear()
        answer = await client.read(filed.MADE[name][1], PAGE.format(name), ids=several)
        counts.append(len(client.sent))
        assert all(len(each["attachments"]["nodes"]) == 4 for each in answer["nodes"])
    assert counts[0] == counts[1]


async def test_a_conferences_files_are_as_open_as_its_minutes(client: Client) -> None:
    """Before these are published its division sees the conference, and no file of it, nor can it tell that there is one."""
    conference, file_id = await _filed(client, "JointConference")
    ids = {"object": global_id("JointConference", conference), "file": global_id("Attachment", file_id)}
    for state, count in (("HELD", 0), ("PUBLISHED", 1)):
        await client.pool.execute("UPDATE joint_conference SET state = $1, published_at = now()", state)
        answer = await client.read("unit", BOTH, **ids)
        assert (answer["object"] is not None, answer["file"] is not None) == (True, bool(count))
        listed = (await client.read("unit", LIST.format("JointConference"), object=ids["object"]))["node"]["attachments"]
        assert (listed["totalCount"], len(listed["nodes"])) == (count, count)
        refused = await client.send("unit", DETACH, i={"idempotencyKey": new_key(), "attachmentId": ids["file"]})
        assert (refused["data"]["detachFile"] is None) is not bool(count)
