"""Proposals of claims, one or many, in one statement: docs/decisions/0061."""
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from db import idempotency, items, returning, visibility
from db.driver import faults
from db.driver.connection import Connection
from db.idempotency import AlreadyAnswered, CommitRecord
from db.log import events
from db.returning import Part, PayloadQuery, Write
from domain.refusals import SlotTaken
from domain.viewer import Viewer


@dataclass(frozen=True)
class Proposal:
    """A claim as it is asked for.

    record            with one event, which says also what is claimed of the item then, and its home
    slot              a venue's time, its end left out
    most_unanswered   proposals that the claimant may have unanswered, with this one; None: any number
    """

    viewer: Viewer
    record: CommitRecord
    claim_id: UUID
    item_id: UUID
    claimant_id: UUID
    quantity: int
    note: str | None
    slot: tuple[datetime, datetime] | None
    answer_by: datetime
    now: datetime
    most_unanswered: int | None = None

    @cached_property
    def payload(self) -> PayloadQuery:
        """Without parameters, it can be read for other proposals too."""
        return returning.of_each(self.record.payload, {self.claim_id: "id", self.item_id: "item_id"})

    def row(self, others: int) -> tuple[Any, ...]:
        """As the type `proposal` has it; `others` of the same claimant are written with it, which no count sees."""
        most = None if self.most_unanswered is None else max(0, self.most_unanswered - others)
        return (*map(_without_json, self.record.values), self.claim_id, self.item_id, self.claimant_id,
                self.claimant_id in self.viewer.units, self.viewer.member_id, self.quantity, self.note,
                asyncpg.Range(*self.slot) if self.slot else None, self.answer_by, self.now, *items.seen_by(self.viewer),
                most)


def _without_json(value: Any) -> Any:
    """The driver has no JSON within a row."""
    return orjson.dumps(value, default=str).decode() if isinstance(value, dict) else value


_TAKES = ("i.state = 'PUBLISHED' AND (i.deadline IS NULL OR i.deadline > asked.now) AND i.publisher_id <> asked.claimant_id "
          "AND (i.list = 'RESOURCE' OR asked.claimant_is_unit) "
          "AND (i.resource_kind IS NOT DISTINCT FROM 'VENUE') = (asked.during IS NOT NULL) AND "
          + visibility.ITEM.replace("{t}", "i").format(**{name: f"asked.{name}" for name in (*items.SEEN_BY, *visibility.NOW)})
          + " AND (asked.most_unanswered IS NULL OR (SELECT count(*) FROM (SELECT FROM claim c "
          "WHERE c.claimant_id = asked.claimant_id AND c.state = 'PROPOSED' LIMIT asked.most_unanswered) held) "
          "< asked.most_unanswered)")
"""The rule of `domain.claims.check_proposal`, `check_slot` and `check_unanswered`, for who sees the item: a test holds them
together. What others are writing at the same moment is not counted: docs/limits.md."""
_ASKED = "SELECT one.* FROM unnest($1::proposal[]) AS one"
_ASKED_OF_FREE = _ASKED + " JOIN item ON item.id = one.item_id FOR NO KEY UPDATE OF item SKIP LOCKED"
_PROPOSE = (
    Part("item", f"""
        UPDATE item i SET claimed = i.claimed + asked.quantity FROM asked
        WHERE i.id = asked.item_id AND asked.quantity <= i.quantity - i.claimed AND {_TAKES}""", returns="i"),
    Part("claim", """
        INSERT INTO claim (id, item_id, publisher_id, claimant_id, proposed_by, quantity, state, note, during, answer_by,
                           proposed_at)
        SELECT asked.claim_id, asked.item_id, item.publisher_id, asked.claimant_id, asked.proposed_by, asked.quantity,
               'PROPOSED', asked.note, asked.during, asked.answer_by, asked.now
        FROM item JOIN asked ON asked.item_id = item.id""",
         returns="claim", reads={"item": ["id", "publisher_id"]}),
    *events.parts(["claim.proposed"], f"""
        SELECT {events.columns("asked.event_", home_code="coalesce({}, item.home_code)",
                               after="{} || jsonb_build_object('item_claimed', item.claimed)")}
        FROM claim JOIN item ON item.id = claim.item_id JOIN asked ON asked.claim_id = claim.id""",
                  reads={"item": ["claimed", "home_code", "id"], "claim": ["id", "item_id"]}),
    Part("done", f"""
        INSERT INTO idempotency_key ({", ".join(idempotency.COLUMNS)})
        SELECT asked.actor_id, asked.key, asked.operation, asked.input_hash, asked.answer::jsonb, asked.created_at
        FROM recorded JOIN asked ON asked.claim_id = recorded.object_id""", reads={"recorded": ["object_id"]}),
)
_WAITING, _NOT_WAITING = (Write((Part("asked", asked), *_PROPOSE), "claim", 1) for asked in (_ASKED, _ASKED_OF_FREE))
"""Each part reads what the one before it wrote: that makes their order. See docs/claims.md."""


async def propose(connection: Connection, proposals: Sequence[Proposal], *, waits: bool) -> dict[UUID, Sequence[Any]]:
    """For each take a quantity of an item that its viewer sees and may claim, and write all that comes of it.

    proposals   of different items, with the same payload; several have none with parameters
    waits       for items that others hold; otherwise they are left alone
    returns     by the claim's id the payload's row, empty when it is read later, of those that were written: not of one to
                which the rule says no, or of whose item less is left
    raises      SlotTaken, AlreadyAnswered: then nothing of any is written
    writes      item.claimed, and locks the item; claim, event, notice, idempotency_key
    """
    select, values = proposals[0].payload
    before = Counter[UUID]()
    rows = []
    for one in proposals:
        rows.append(one.row(before[one.claimant_id]))
        before[one.claimant_id] += 1
    statement = returning.behind(_WAITING if waits else _NOT_WAITING, select)
    with faults.refusing(claim_slot_taken=SlotTaken, idempotency_key_pkey=AlreadyAnswered):
        written = await connection.fetch(statement, rows, *values)
    return {claim_id: payload for *payload, claim_id in written}
