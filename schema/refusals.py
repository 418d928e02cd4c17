"""How a business no looks: a type made of each of `domain.refusals`, all of them a `Refusal` with a message for people."""
from typing import Any

import strawberry

from domain import refusals
from schema import scalars, words
from schema.declare import entity, given, told


@strawberry.interface(description="谢绝：业务规则不允许，什么都没有改变。A business no: a rule forbids it, and nothing has changed.")
class Refusal:
    message: str = told("给人看的原因。Why, for people.")


def _shown(detail: refusals.Detail) -> Any:
    """The type of a field."""
    if not detail.enum:
        return detail.type
    enum = getattr(words, detail.enum, None) or getattr(scalars, detail.enum)
    return list[enum] if detail.type == list[str] else enum  # type: ignore[valid-type]  # made at run time


def _type_of(kind: type[refusals.Refusal]) -> type:
    made: dict[str, Any] = {name: given(detail.description) for name, detail in kind.DETAILS.items()}
    made["__annotations__"] = {name: _shown(detail) for name, detail in kind.DETAILS.items()}
    return entity(f"{kind.DESCRIPTION} {kind.ADVICE}")(type(kind.__name__, (Refusal,), {"__module__": __name__, **made}))


TYPES = {kind: _type_of(kind) for kind in refusals.Refusal.KINDS.values()}
