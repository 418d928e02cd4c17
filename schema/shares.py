"""Shares that end before their date."""
import strawberry

from resolvers import shares as use_cases
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import AShare
from schema.writes import Shown, mutation


@strawberry.input(description="提前结束共享。End a share before its date.")
class EndShareInput:
    idempotency_key: str = strawberry.field(description=KEY)
    share_id: strawberry.ID = identifier("共享。The share.", "Share")


END = mutation("提前结束共享，立即生效（可共享它的人）。End a share before its date, at once; of who may share what it is of.", use_cases.end, EndShareInput,
               Shown("share", AShare, "该共享。The share.", "share"))
