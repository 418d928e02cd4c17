"""Items of every scope, home and state, each with who sees it: written down from the rules, not worked out.

Downward: everybody within the division that the scope names. Upward: officers and secretaries of a division around the
home. Besides: who acts for the publisher, who acts for a party of a claim, and those it is shared with until that ends.
A draft is its publisher's only. `nobody` belongs nowhere and sees nothing.
"""
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from tests import city as place
from tests.api.client import Client, global_id
from tests.city import COMMUNITY, DISTRICT, FAR_COMMUNITY, GRID, NEIGHBOUR, STREET

OFFICERS_ABOVE = {"street", "district", "city", "province"}
FAR_OFFICERS = {"far-street", "district", "city", "province"}
IN_COMMUNITY = {"unit", "bank", "two-units", "community", "member"}
IN_NEIGHBOUR = {"unit", "two-units", "neighbour"}
IN_STREET = IN_COMMUNITY | IN_NEIGHBOUR | {"street-member", "street"}
IN_DISTRICT = IN_STREET | {"hospital", "far-community", "far-street", "district"}
EVERYBODY = IN_DISTRICT | {"city", "province"}
HANDLES = (*sorted(EVERYBODY), "nobody")


@dataclass(frozen=True)
class Case:
    """An item and who sees it.

    claimed_by, shared_with   an organisation of the city
    share_lasts               how long from now; None: without end
    """

    publisher: str
    home: str
    scope: str
    seen_by: set[str]
    state: str = "PUBLISHED"
    list: str = "DEMAND"
    claimed_by: tuple[str, str] | None = None
    shared_with: str | None = None
    share_lasts: timedelta | None = None


NEAR = IN_COMMUNITY | OFFICERS_ABOVE
CASES = {
    "of a community": Case("bank", COMMUNITY, "COMMUNITY", NEAR),
    "of a street": Case("bank", COMMUNITY, "STREET", IN_STREET | OFFICERS_ABOVE),
    "of a district": Case("bank", COMMUNITY, "DISTRICT", EVERYBODY),
    "of the city": Case("bank", COMMUNITY, "CITY", EVERYBODY, list="PROJECT"),
    "of the province": Case("bank", COMMUNITY, "PROVINCE", EVERYBODY, list="RESOURCE"),
    "of the neighbour": Case("school", NEIGHBOUR, "COMMUNITY", IN_NEIGHBOUR | OFFICERS_ABOVE, list="RESOURCE"),
    "of a grid": Case("community", GRID, "COMMUNITY", NEAR),
    "far": Case("hospital", FAR_COMMUNITY, "COMMUNITY", {"hospital", "far-community"} | FAR_OFFICERS, list="PROJECT"),
    "of the far street": Case("hospital", FAR_COMMUNITY, "STREET", {"hospital", "far-community"} | FAR_OFFICERS),
    "by the street": Case("street", STREET, "STREET", IN_STREET | OFFICERS_ABOVE),
    "by the district": Case("district", DISTRICT, "DISTRICT", EVERYBODY),
    "of a publisher from elsewhere": Case("hospital", COMMUNITY, "COMMUNITY", NEAR | {"hospital"}),
    "withdrawn": Case("bank", COMMUNITY, "COMMUNITY", NEAR, state="WITHDRAWN", list="RESOURCE"),
    "completed": Case("bank", COMMUNITY, "COMMUNITY", NEAR, state="COMPLETED", list="PROJECT"),
    "expired": Case("bank", COMMUNITY, "COMMUNITY", NEAR, state="EXPIRED"),
    "a draft": Case("bank", COMMUNITY, "CITY", {"bank", "two-units"}, state="DRAFT"),
    "a draft of the community": Case("community", COMMUNITY, "COMMUNITY", {"community"}, state="DRAFT", list="PROJECT"),
    "claimed": Case("bank", COMMUNITY, "COMMUNITY", NEAR | {"hospital"}, claimed_by=("hospital", "PROPOSED")),
    "claimed and declined": Case("bank", COMMUNITY, "COMMUNITY", NEAR | {"hospital"},
                                 claimed_by=("hospital", "DECLINED"), list="PROJECT"),
    "claimed by the far community": Case("bank", COMMUNITY, "COMMUNITY", NEAR | {"far-community"}, list="RESOURCE",
                                         claimed_by=("far_community", "ACCEPTED")),
    "shared": Case("bank", COMMUNITY, "COMMUNITY", NEAR | {"hospital"}, shared_with="hospital"),
    "shared for an hour": Case("bank", COMMUNITY, "COMMUNITY", NEAR | {"far-street"}, shared_with="far_street",
                               share_lasts=timedelta(hours=1), list="RESOURCE"),
    "shared until an hour ago": Case("bank", COMMUNITY, "COMMUNITY", NEAR, shared_with="hospital",
                                     share_lasts=timedelta(hours=-1)),
    "a draft, shared": Case("bank", COMMUNITY, "COMMUNITY", {"bank", "two-units"}, state="DRAFT",
                            shared_with="hospital"),
    "a draft, claimed": Case("bank", COMMUNITY, "COMMUNITY", {"bank", "two-units"}, state="DRAFT",
                             claimed_by=("hospital", "PROPOSED")),
}


@dataclass
class Items:
    """The cases in the database, each with a claim of the department, for which nobody acts, and an event.

    items, claims   global ids by the case's name
    """

    rows: dict[str, UUID] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)
    claims: dict[str, str] = field(default_factory=dict)

    def seen(self, handle: str, *lists: str) -> set[str]:
        """The names of the cases that a viewer sees, of some lists or of all."""
        return {name for name, case in CASES.items() if handle in case.seen_by and (not lists or case.list in lists)}

    def unseen(self, handle: str) -> set[str]:
        return CASES.keys() - self.seen(handle)

    def names(self, ids: list[str]) -> list[str]:
        """The names of items or claims, in the order of their ids."""
        by_id = {global_: name for made in (self.items, self.claims) for name, global_ in made.items()}
        return [by_id[each] for each in ids]


async def build(client: Client) -> Items:
    made = Items()
    for name, case in CASES.items():
        made.rows[name] = item_id = await client.desk.add(
            place.add_item, getattr(client.city, case.publisher), case.home, scope=case.scope, state=case.state,
            list=case.list, title=name)
        made.items[name] = global_id(case.list.capitalize(), item_id)
        claim_id = await _claim(client, item_id, "department", "DECLINED")
        made.claims[name] = global_id("Claim", claim_id)
        if case.claimed_by:
            await _claim(client, item_id, *case.claimed_by)
        if case.shared_with:
            ends_at = datetime.now(UTC) + case.share_lasts if case.share_lasts else None
            await client.share(item_id, getattr(client.city, case.shared_with), "bank", ends_at)
        await client.event("item.published", case.list.capitalize(), item_id, item_id, home_code=case.home)
    return made


async def _claim(client: Client, item_id: UUID, claimant: str, state: str) -> UUID:
    columns: dict[str, Any] = {"state": state}
    return await client.desk.add(place.add_claim, item_id, getattr(client.city, claimant),
                                 client.city.members["hospital"], **columns)
