"""Bringing the demo into a database that has nothing yet but divisions."""
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from db import viewers
from db.bulk import loading, merging
from db.driver.connection import Connection
from domain.viewer import Viewer
from hub.demo import (
    activities,
    admissions,
    agreements,
    cards,
    commitments,
    conferences,
    data,
    dual_reports,
    items,
    mail,
    mobilizations,
    opinions,
    organizations,
    pairings,
    projects,
    story,
    systems,
    teams,
    whistles,
    wishes,
    yearly_reports,
)
from hub.demo.claims import Claiming
from hub.demo.organizations import World
from hub.demo.story import Act, Story
from resolvers.attachments import Store
from resolvers.importing import divisions, people
from resolvers.importing import organizations as importing
from resolvers.importing.problems import Progress, quiet
from resolvers.writing import by_hand, transactions
from resolvers.writing.by_hand import ByHand

LOCK = 7_304_203  # an advisory lock's key; see db.migrate.LOCK
JOINED = timedelta(days=400)  # since when everybody works with the hub


@dataclass(frozen=True)
class Loaded:
    """How much was brought in; nothing where somebody works already."""

    organizations: int = 0
    members: int = 0
    committees: int = 0
    items: int = 0
    claims: int = 0

    @property
    def was_empty(self) -> bool:
        return self.items > 0


async def load(connection: Connection, *, scale: int = 1, today: date, files: Store | None = None,
               progress: Progress = quiet) -> Loaded:
    """Bring in the demo, whole or not at all; nothing where there is anything but divisions.

    scale     how many times the ordinary number of items and claims
    today     the day in China on which it is to look fresh; everything in it happened before
    files     where attached files lie; None: none are
    writes    every table but `contact_read`; the events have no place yet
    """
    now = items.midnight(today)
    async with transactions.whole(connection) as pool:
        await loading.lock(connection, LOCK)
        if await loading.is_in_use(connection):
            return Loaded()
        world = await _populate(ByHand(connection, now - JOINED, request_id=story.REQUEST), today, progress)
        await loading.renew_statistics(connection)  # else a notice looks for its people in tables that seem to be empty
        telling = Story(pool, await _viewers(connection, world, now), world.actors, files)
        acts, loaded = _plot(telling, world, today, scale)
        await telling.tell(acts, progress)
        await loading.renew_statistics(connection)
    return loaded


def _plot(telling: Story, world: World, today: date, scale: int) -> tuple[list[Act], Loaded]:
    """All that happened, in no order, and how much of it there is."""
    now = items.midnight(today)
    listed = items.listed(world, today, scale)
    claiming = Claiming(world, today)
    taken = [claim for item in listed for claim in claiming.of(item)]
    demand, mine = projects.own(world, today)
    listed, taken = [*listed, demand, pairings.asked_first(world, today)], [*taken, *mine]
    acts: list[Act] = []
    for item in listed:
        acts += telling.of_item(item, claiming.chance.choice(claiming.reasons["item.withdrawn"]))
    acts += [act for claim in taken for act in telling.of_claim(claim)]
    acts += [act for number, claim in enumerate(taken) for act in cards.acts(telling, claim, number, now)]
    acts += conferences.of_streets(telling, world, now)
    acts += [telling.of_share(*share) for share in story.shares(world, listed, now + timedelta(days=60))]
    for of_world in (agreements.acts, mail.acts, commitments.acts, pairings.acts, wishes.acts, whistles.acts, systems.acts,
                     admissions.acts, opinions.acts):
        acts += of_world(telling, world, today)
    living = dual_reports.living(world, today)
    acts += dual_reports.acts(telling, living)
    acts += activities.acts(telling, world, living, today)
    acts += teams.acts(telling, world, living, today)
    acts += mobilizations.acts(telling, world, living, today)
    acts += yearly_reports.acts(telling, living, today)
    acts += projects.acts(telling, world, taken, mine, today)
    return acts, Loaded(len(world.actors), len(world.people.members), len(world.committees), len(listed), len(taken))


async def _populate(hand: ByHand, today: date, progress: Progress) -> World:
    """Take in the organisations and their people, as an import does."""
    named, units = data.divisions(), organizations.entries()
    there = await merging.known_divisions(hand.connection, named)
    numbers = {code: number for number, code in enumerate(named, 2)}
    rows = ((organizations.KINDS[len(code)], code, name) for code, name in named.items() if code not in there)
    await by_hand.do(hand, divisions.merge, rows, numbers, (), len(named), progress)
    await by_hand.do(hand, importing.merge, units, (), progress)
    known = await merging.known_units(hand.connection, [unit.known_as for unit in units])
    ids = await merging.known_divisions(hand.connection, named) | {code: unit.id for code, unit in known.items()}
    world = organizations.build(today, ids)
    await by_hand.do(hand, importing.place, organizations.placed(world, named.keys() - there.keys()))
    await by_hand.do(hand, people.take_in, world.people)
    return world


async def _viewers(connection: Connection, world: World, now: datetime) -> dict[UUID, Viewer]:
    """By member who acts for somebody."""
    acting = {actor.person.id for actor in world.actors.values() if actor.person}
    known = {member: await viewers.of_member(connection, member, now) for member in acting}
    return {member: viewer for member, viewer in known.items() if viewer}
