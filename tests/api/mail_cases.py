"""Mail for the tests that go through everything: what each sets for itself."""
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from db import rows
from tests.api.cases import Case
from tests.api.client import Client
from tests.api.powers import Input, Make, World
from tests.city import City

AT = datetime(2026, 3, 1, tzinfo=UTC)
CODE = "ABCD-2345-WXYZ"


async def add(connection: Any, city: City, handle: str, **columns: Any) -> UUID:
    """An address that is to be confirmed, unless columns say otherwise."""
    await rows.insert(connection, "mail_address", {
        "member_id": city.members[handle], "address": f"{handle}@example.cn", "set_at": AT, "code": CODE,
        "code_until": AT.replace(year=2090), "cadence": "DAILY", "hour": 8, "quiet_from": 22, "quiet_until": 7,
        "language": "ZH", **columns})
    return city.members[handle]


async def confirmed(connection: Any, city: City, handle: str, **columns: Any) -> UUID:
    return await add(connection, city, handle, **{"code": None, "code_until": None, "confirmed_at": AT, **columns})


async def made(client: Client) -> dict[str, tuple[str, Any]]:
    """One that waits for its code, and one that is confirmed."""
    await client.desk.add(add, client.city, "member")
    await client.desk.add(confirmed, client.city, "bank")
    return {}


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """Of who asks: an address with all that one can have, and a kind of notices of each way."""
    await confirmed(connection, city, "community", digest_at=AT)
    for kind, channel in (("CLAIM_PROPOSED", "AT_ONCE"), ("CLAIM_LAPSED", "NONE")):
        await rows.insert(connection, "notice_channel", {
            "member_id": city.members["community"], "kind": kind, "channel": channel})
    return {}


CASES = [
    Case("setMailAddress", "viewer { mail { address confirmedAt cadence hour } }", "unit", {"address": "zhang@example.cn"},
         {"viewer": {"mail": {"address": "zhang@example.cn", "confirmedAt": None, "cadence": "DAILY", "hour": 8}}}),
    Case("confirmMailAddress", "viewer { mail { address } }", "member", {"code": CODE.lower()},
         {"viewer": {"mail": {"address": "member@example.cn"}}}),
    Case("setDigest", "viewer { mail { cadence hour quietFrom quietUntil language } }", "bank",
         {"cadence": "WEEKLY", "hour": 9, "language": "BOTH", "quietFrom": 20},
         {"viewer": {"mail": {"cadence": "WEEKLY", "hour": 9, "quietFrom": 20, "quietUntil": 7, "language": "BOTH"}}}),
    Case("setMailPreference", "viewer { mailedAtOnce notMailed }", "member", {"kind": "CLAIM_LAPSED", "channel": "AT_ONCE"},
         {"viewer": {"mailedAtOnce": ["CLAIM_LAPSED"], "notMailed": []}}),
]
OTHER: dict[str, dict[str, Any]] = {
    "setMailAddress": {"address": "li@example.cn"}, "confirmMailAddress": {"code": "ABCD"}, "setDigest": {"hour": 10},
    "setMailPreference": {"channel": "NONE"}}


def _given(**given: Any) -> Make:
    async def make(world: World) -> Input:
        await world.client.pool.execute("DELETE FROM mailing")
        await world.client.pool.execute("DELETE FROM mail_address")
        for handle in world.client.city.members:
            await world.client.desk.add(add, world.client.city, handle)
        return given
    return make


RIGHTS: dict[str, Make] = {
    "`setMailAddress`": _given(address="zhang@example.cn"), "`confirmMailAddress`": _given(code=CODE),
    "`setDigest`": _given(cadence="NEVER"),
    "`setMailPreference`": _given(kind="CLAIM_LAPSED", channel="NONE")}
"""By the first cell of a line of docs/rights.md, what is handed in."""
