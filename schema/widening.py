"""Widening: items that open to more, stage by stage."""
import strawberry

from domain.widening import LIMITS
from resolvers import widening
from schema.declare import column, entity
from schema.inputs import identifier
from schema.item_inputs import ITEM, KEY
from schema.lazy import AListItem
from schema.writes import Shown, mutation

LIMITED = f"coalesce({', '.join(f'{{t}}.{column}' for column in LIMITS.values())})"
STAGE = f"CASE WHEN {LIMITED} IS NOT NULL THEN {{t}}.scope END"
NEXT_STAGE_AT = "CASE WHEN {t}.state = 'PUBLISHED' AND {t}.claimed = 0 THEN {t}.next_stage_at END"


@entity("各阶段时限，按工作日计。The time limits of the stages, in working days.")
class StageLimits:
    paired: int | None = column("在结对单位阶段多少个工作日无人认领，即向社区开放；空为一直停留。After how many working days in the stage of who is paired with its "
                                "publisher it opens to the community; null: it stays.", "{t}.paired_days")
    community: int | None = column("在社区阶段多少个工作日无人认领，即向街道开放；空为一直停留。After how many working days in its community's "
                                   "stage it opens to the street; null: it stays.", "{t}.community_days")
    street: int | None = column("在街道阶段多少个工作日无人认领，即向区县开放；空为一直停留。After how many working days in its street's stage "
                                "it opens to the district; null: it stays.", "{t}.street_days")


@strawberry.input(description="立即向下一阶段开放。Open an item to its next stage at once.")
class WidenItemInput:
    idempotency_key: str = strawberry.field(description=KEY)
    item_id: strawberry.ID = identifier(*ITEM)


@strawberry.input(description="停留本阶段：取消本阶段时限。Let an item stay in its stage: without a time limit.")
class HoldItemInput:
    idempotency_key: str = strawberry.field(description=KEY)
    item_id: strawberry.ID = identifier(*ITEM)


SHOWN = Shown("item", AListItem, "该条目。The item.", "item")
WIDEN = mutation("立即向下一阶段开放（发布方），推送给新看到的人。Open an item to its next stage at once, which is pushed to those who newly see it; "
                 "the publisher's.", widening.widen, WidenItemInput, SHOWN)
HOLD = mutation("停留本阶段：取消本阶段时限（发布方）。Let an item stay in its stage, without a time limit; the publisher's.", widening.hold,
                HoldItemInput, SHOWN)
