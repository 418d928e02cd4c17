"""Who listens the whole year, and who looks at everything at its end."""
from uuid import UUID

from domain import dates
from tests.reference.stored import Row
from tests.reference.world import World
from tests.year import sight
from tests.year.listening import Concerns, Listener
from tests.year.log import Log
from tests.year.street import Person, Place, Street
from tests.year.terms import LEAVING
from tests.year.visitors import Visitor

CHANGES = "subscription { changes { cursor previous event { kind } } }"
CLAIMS = "subscription { claimChanged { cursor previous claim { id } event { kind } } }"
INBOX = "subscription { inboxChanged { cursor previous notice { kind } } }"
DEMANDS = "subscription($of: ID!) { demandPublished(committee: $of) { cursor previous demand { id } } }"


def of(street: Street) -> list[Listener]:
    """Each sees the same the whole year, but for the one whose seat ends, and the guest."""
    calling = street.communities[1]
    unit, staying, stays = street.units[3], street.communities[3], street.staying[-1].person
    leaves, seat = street.leaving
    return [
        Listener("the officer's changes", street.officer, CHANGES, _of_street(street)),
        Listener("a unit's claims", unit.person, CLAIMS, _of_party(unit)),
        Listener("a secretary's inbox", street.communities[4].person, INBOX, _told(street.communities[4].person.member)),
        Listener("a member's demands", stays, DEMANDS, _at_home(staying, stays), {"of": staying.committee}),
        Listener("who leaves in the middle", seat.person, DEMANDS, _until_leaving(leaves, seat.person),
                 {"of": leaves.committee}),
        Listener("a caller's calls", calling.person, CHANGES, _of_calls(calling), among=_is_of_call),
        Visitor("a guest's changes", street.guest)]


def roles(street: Street) -> dict[str, Person]:
    """Of every role somebody, and some who have lost what they had."""
    return {
        "officer": street.officer, "district": street.district, "secretary": street.communities[0].person,
        "another secretary": street.communities[-1].person, "liaison": street.units[3].person,
        "another liaison": street.units[150].person, "a liaison by two stations": street.units[5].person,
        "member": street.staying[-1].person, "who has left": street.leaving[1].person, "spare": street.spare[0],
        "registered": street.residents[0], **({"grid": street.grids[0].person} if street.grids else {}),
        **{f"outside, {role}": person for role, person in street.outside.items()}}


def _of_street(street: Street) -> Concerns:
    """Whatever the officer sees at the end he could see when it happened."""
    looking: dict[int, World] = {}

    def concerns(log: Log, event: Row) -> bool:
        if id(log) not in looking:
            viewer = sight.viewer_of(log.tables, street.officer.member, dates.day(log.now))
            looking[id(log)] = World(log.tables, viewer, log.now)
        return looking[id(log)].sees(event)
    return concerns


def _is_of_call(log: Log, event: Row) -> bool:
    return event["subject_type"] in ("whistle", "whistle_inside")


def _of_calls(place: Place) -> Concerns:
    """What happens to those raised in a community, but for internal notes."""
    return lambda log, event: event["subject_type"] == "whistle" and event["home_code"] == place.home


def _of_party(unit: Place) -> Concerns:
    def concerns(log: Log, event: Row) -> bool:
        if event["object_type"] != "Claim":
            return False
        claim, item = log.tables.find("claim", event["object_id"]), log.tables.find("item", event["subject_id"])
        return log.id(unit.id) in {claim and claim["claimant_id"], item and item["publisher_id"]}
    return concerns


def _told(member: UUID) -> Concerns:
    events: dict[int, set[UUID]] = {}

    def concerns(log: Log, event: Row) -> bool:
        if id(log) not in events:
            events[id(log)] = {row["event_id"] for row in log.rows("notice") if row["member_id"] == member}
        return event["id"] in events[id(log)]
    return concerns


def _comes(log: Log, place: Place, who: Person, event: Row) -> bool:
    """Whether a demand comes to a member of a community: as it is published, or as its first stage ends, which is of who is
    paired with its publisher."""
    if event["object_type"] != "Demand" or not event["home_code"].startswith(place.home):
        return False
    if event["kind"] == "item.published":
        return event["after"]["scope"] != "PAIRED" or _is_paired(log, who, event)
    return event["kind"] == "item.widened" and event["before"]["scope"] == "PAIRED" and not _is_paired(log, who, event)


def _is_paired(log: Log, who: Person, event: Row) -> bool:
    """Whether somebody acted, when something happened, for who was paired with the publisher then."""
    day, publisher = dates.day(event["at"]), event["organization_id"]
    own = {row["organization_id"] for row in log.rows("office") if row["member_id"] == who.member
           and row["starts_on"] <= day <= (row["ends_on"] or day)}
    sides = [(row["host_id"], row["partner_id"]) for row in log.rows("pairing") if row["starts_on"] <= day
             and _made(log, row["id"], event)]
    return any(publisher in each and not own.isdisjoint(each) for each in sides)


def _made(log: Log, pairing: UUID, event: Row) -> bool:
    """Whether a pairing held, by what was told of it up to then."""
    before = [each["kind"] for each in log.of(pairing) if each["seq"] < event["seq"]]
    return bool(before) and before[-1] in ("pairing.made", "pairing.confirmed")


def _at_home(place: Place, who: Person) -> Concerns:
    return lambda log, event: _comes(log, place, who, event)


def _until_leaving(place: Place, who: Person) -> Concerns:
    return lambda log, event: dates.day(event["at"]) <= LEAVING and _comes(log, place, who, event)
