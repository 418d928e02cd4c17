"""Calls that say the same: linked to an original, and let go again."""
import strawberry

from resolvers import whistle_links
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import AWhistle
from schema.whistle_inputs import REASON, SHOWN, WHISTLE
from schema.writes import Shown, mutation


@strawberry.input(description="把重复诉求并入原诉求，随其答复。Link a call to the one that it repeats: it is answered with that.")
class LinkWhistleInput:
    idempotency_key: str = strawberry.field(description=KEY)
    whistle_id: strawberry.ID = identifier("重复的诉求。The duplicate.", "Whistle")
    duplicate_of_id: strawberry.ID = identifier("原诉求；其本身已并入的，指它的原诉求。The call that it repeats; of one that is linked itself, its original.", "Whistle")
    reason: str = strawberry.field(description=REASON)


@strawberry.input(description="把并入的诉求分出，单独办理。Let a linked call be one of its own again.")
class UnlinkWhistleInput:
    idempotency_key: str = strawberry.field(description=KEY)
    whistle_id: strawberry.ID = identifier(*WHISTLE)
    reason: str = strawberry.field(description=REASON)


LINK = mutation("把重复诉求并入原诉求（两者所在街道及上级的工作人员）。Link a call to the one that it repeats; officers' over the streets of both.", whistle_links.link, LinkWhistleInput, SHOWN,
                Shown("original", AWhistle, "原诉求。The original.", "original"))
UNLINK = mutation("把并入的诉求分出（街道及上级的工作人员）。Let a linked call be one of its own again; officers' over the street.", whistle_links.unlink, UnlinkWhistleInput, SHOWN)
