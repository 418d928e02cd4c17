"""Systems: programs of others that sign in with a key."""
from datetime import datetime
from typing import Any

import strawberry
from strawberry import UNSET

from domain import access, systems
from domain.systems import SystemSight as SystemSight
from domain.systems import SystemState, SystemStep
from domain.viewer import Viewer
from planner.catalogue import IndexLayout, Order
from resolvers import systems as use_cases
from schema.declare import column, computed, entity, given, many, one, where
from schema.inputs import identifier
from schema.item_inputs import KEY
from schema.lazy import AMember, AnOrganization, ASystem, Events, Systems
from schema.nodes import Node
from schema.permissions import PERMISSION, Permission
from schema.words import described
from schema.writes import Once, Shown, mutation

described(SystemState, "系统的状态。Where a system is in its life.", systems.PROCESS.words_of_states)
SystemAction = SystemStep
described(SystemAction, "对系统的操作。What can be done with a system.", systems.PROCESS.words_of_steps, name="SystemAction")

described(SystemSight, "系统看到什么。What a system sees.")

PAGES = IndexLayout(states=tuple(map(str, SystemState)), state="state")
NEWEST = {"NEWEST": Order("{t}.registered_at", "timestamptz", descending=True)}
RULED = ("state", "home_code")


@strawberry.input(description="筛选系统；各项同时成立。Which systems; all of it holds.")
class SystemFilter:
    state: list[SystemState] | None = where("状态之一。In one of these states.", "{t}.state = ANY({v:text[]})")
    organization_id: strawberry.ID | None = where("代表此组织的。That act for this organisation.",
                                                  "{t}.organization_id = {v:id(Organization)}")
    allow: str | None = where("可用此根字段的。That may ask for this root field.", "({v:text} = ANY({t}.allow))")


@entity(PERMISSION)
class SystemPermission(Permission):
    action: SystemAction = given("操作。The action.")


def _viewer_can(viewer: Viewer, *row: Any) -> list[access.Permission]:
    return systems.actions(viewer, systems.System(**dict(zip(RULED, row, strict=True))))


@entity("系统：他方程序（居民应用、热线），以密钥登录，代表一个区划，只可用为它设定的根字段；代表该区划的人和上级工作人员可见，密钥不再显示。A system: a program of others (a residents' app, "
        "a hotline) that signs in with a key, acts for a division, and may ask for what is listed for it alone; seen by who acts for "
        "that division and the officers above. Its key is shown to nobody.",
        table="system", tag="sy", visible=systems.SIGHT, indexes=PAGES, orders=NEWEST, groups={"STATE": "{t}.state"},
        keys={"id": "id"})
class System(Node):
    state: SystemState = column("状态。Where it is in its life.")
    name: str = column("名称。What it is called.", "(SELECT m.name FROM member m WHERE m.id = {t}.id)")
    member: AMember = one("它是哪个成员：它所做的以此为名。The member that it is: in whose name it acts.", "{t}.id = {p}.id")
    organization: AnOrganization = one("代表哪个组织。For whom it acts.", "{t}.id = {p}.organization_id")
    allow: list[str] = column("可用的接口根字段。The root fields of the API that it may ask for.")
    cost: int = column("每分钟的额度。The cost that it may have a minute.")
    sight: SystemSight = column("它看到什么。What it sees.")
    registered_by: AMember | None = one("由谁登记；由运行者以命令行登记则为空。Who registered it; null when who runs the hub did, on the command line.",
                                        "{t}.id = {p}.registered_by")
    registered_at: datetime = column("登记时间。When it was registered.")
    key_made_at: datetime = column("最新密钥的时间；前一把同时可用。When its newest key was made; the one before is good, too.")
    closed_at: datetime | None = column("关闭时间；尚未则为空。When it was closed; null before.")
    version: int = column("版本，每次变动加一。Its version: one more at each change.")
    history = many(Events, "此系统的事件，由早到晚。Its events, oldest first.",
                   on="{t}.subject_type = 'system' AND {t}.subject_id = {k}", key="{p}.id", seen_with_parent=True)
    viewer_can: list[SystemPermission] = computed(
        "您可对它做什么，不能做的附原因。What the viewer can do with it, with the reason where not.",
        _viewer_can, *(f"{{t}}.{name}" for name in RULED))


# -- what can be done

ALLOWED = "可用的接口根字段（查询、变更、订阅），如 raiseWhistle、whistles。Root fields of the API (queries, mutations, subscriptions): raiseWhistle, whistles."
A_MINUTE = "每分钟的额度，100 至 1000000"
A_MINUTE_EN = "The cost that it may have a minute, 100 to 1,000,000"


@strawberry.input(description="登记系统。Let a program of others in.")
class RegisterSystemInput:
    idempotency_key: str = strawberry.field(description=KEY)
    name: str = strawberry.field(description="名称，如 12345 热线。What it is called: 12345 热线.")
    organization_id: strawberry.ID = identifier("代表哪个区划。The division for which it acts.", "Organization")
    allow: list[str] = strawberry.field(description=ALLOWED)
    cost: int | None = strawberry.field(description=f"{A_MINUTE}，默认 60000。{A_MINUTE_EN}; 60,000 by default.", default=UNSET)
    sight: SystemSight = strawberry.field(description="它看到什么，默认仅自己的。What it sees; by default what it raised itself.",
                                          default=SystemSight.OWN)


@strawberry.input(description="更换系统的密钥。Give a system another key.")
class ReplaceSystemKeyInput:
    idempotency_key: str = strawberry.field(description=KEY)
    system_id: strawberry.ID = identifier("系统。The system.", "System")


@strawberry.input(description="设定系统的权限与额度。Say what a system may ask for, and how much.")
class AllowSystemInput:
    idempotency_key: str = strawberry.field(description=KEY)
    system_id: strawberry.ID = identifier("系统。The system.", "System")
    allow: list[str] | None = strawberry.field(description=f"{ALLOWED} 省则不变。Left out, as they are.", default=UNSET)
    cost: int | None = strawberry.field(description=f"{A_MINUTE}；省则不变。{A_MINUTE_EN}; left out, as it is.", default=UNSET)
    sight: SystemSight | None = strawberry.field(description="它看到什么；省则不变。What it sees; left out, as it is.", default=UNSET)


@strawberry.input(description="关闭系统。Let a system in no more.")
class CloseSystemInput:
    idempotency_key: str = strawberry.field(description=KEY)
    system_id: strawberry.ID = identifier("系统。The system.", "System")


SYSTEM = Shown("system", ASystem, "该系统。The system.", "system")
SECRET = Once("key", "密钥：只在首次答复中，以同一 idempotencyKey 重试时为空，表示已显示过；丢失则以新的 idempotencyKey 调用 replaceSystemKey。Its key, in the first answer alone: null to a retry "
                     "with the same `idempotencyKey`, since it was shown already; who has lost it calls replaceSystemKey with another `idempotencyKey`.")
REGISTER = mutation("登记他方程序为系统，并得到密钥（该区划的工作人员）。Let a program of others in, and get its key; by officers over the division.", use_cases.register,
                    RegisterSystemInput, SYSTEM, SECRET)
REPLACE_KEY = mutation("给系统一把新密钥，前一把仍可用，直至再次更换。Give a system another key; the one before stays good until the next.", use_cases.replace_key,
                       ReplaceSystemKeyInput, SYSTEM, SECRET)
ALLOW = mutation("设定系统可用的根字段与额度，下一个请求起生效。Say what a system may ask for, and how much; from its next request on.", use_cases.allow, AllowSystemInput, SYSTEM)
CLOSE = mutation("关闭系统，不可恢复：密钥失效，订阅结束。Let a system in no more, for good: its keys are gone, what it has open ends.", use_cases.close, CloseSystemInput, SYSTEM)
SYSTEMS = many(Systems, "您可见的系统，由新到旧。The systems that you may see, newest first.", filter=SystemFilter)
