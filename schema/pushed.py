"""What all subscriptions share: a place in the log with each event, and the argument to begin at one."""
import inspect
from collections.abc import AsyncGenerator
from typing import Annotated, Any

import strawberry

from planner.subscription import SubscriptionSource
from schema.declare import SUBSCRIPTION, sign
from schema.scalars import Cursor

CURSOR = "此事件在日志中的位置：断开后以它作 after 续订。Its place in the log: subscribe again with it as `after` after a break."
PREVIOUS = ("到此位置为止都已检查过：不大于您手中的游标，就没有遗漏。The place up to which all was checked: nothing is missed when it is not "
            "beyond the cursor you hold.")
AFTER = "从此位置之后补发，再转为实时；不填则从现在开始。Replay what came after this, then go on live; from now when not given."


def of_event(name: str) -> str:
    """The description of a payload's field that has what an event is about."""
    return f"{name}；补位时为空：只推进游标。Null in a checkpoint, which only moves the cursor on."


def as_sent(name: str) -> str:
    """The description of a payload's field that has an object, which is read when its event is sent."""
    return (f"{name}，为推送之时的样子，可能已比此事件更进一步；补位时为空：只推进游标。As it is when this is sent, which may be further on than this "
            "event; null in a checkpoint, which only moves the cursor on.")


def _refuse() -> Any:
    raise AssertionError("subscriptions are answered by the feed")


def pushed(payload: type, description: str, *, events: tuple[str, ...], subject: str, target: str,
           arguments: dict[str, tuple[Any, str]] | None = None, **more: Any) -> Any:
    """A subscription.

    payload    the type of what is sent
    arguments  besides `after`: of each its type, and its description
    the rest   see `planner.subscription.SubscriptionSource`
    """
    async def never(**_: Any) -> Any:
        yield _refuse()

    given = arguments or {}
    needed = {name: each for name, each in given.items() if each[0] is strawberry.ID}
    sign(never, [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY,
                                   default=inspect.Parameter.empty if name in needed else strawberry.UNSET,
                                   annotation=Annotated[type_, strawberry.argument(description=text)])
                 for name, (type_, text) in {**needed, "after": (Cursor | None, AFTER), **given}.items()],
         AsyncGenerator[payload, None])  # type: ignore[valid-type]  # known at run time
    return strawberry.subscription(resolver=never, description=description, metadata={
        SUBSCRIPTION: SubscriptionSource(payload.__name__, events, more.pop("object", None), subject, target, **more)})
