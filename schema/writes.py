"""Mutations declared: each names its use case, its input, and the rows that its payload shows."""
import inspect
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Annotated, Any

import strawberry

from resolvers.writing.use_cases import UseCase
from schema.declare import SOURCE, entity, given, one, sign
from schema.refusals import TYPES

WRITE = "sandan_write"


@dataclass(frozen=True)
class Declared:
    """What a mutation does when it is called.

    payload   the payload type's name
    once      its fields that are told in the first answer alone
    """

    use_case: UseCase[...]
    input_type: type
    payload: str
    once: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A field of a payload: a row that the write wrote.

    id   the name that the use case's answer has for the row's id
    """

    name: str
    type: Any
    description: str
    id: str


@dataclass(frozen=True)
class Once:
    """A field of a payload that the first answer alone has, and no retry: what nobody keeps (`Write.once`)."""

    name: str
    description: str


@dataclass(frozen=True)
class Count:
    """A field of a payload that tells a number (`Write.counts`)."""

    name: str
    description: str


def mutation(description: str, use_case: UseCase[...], input_type: type, *shown: Shown | Once | Count, payload: str | None = None) -> Any:
    """A mutation with one input, answering the payload or a refusal; null only beside an error.

    input_type   `AcceptClaimInput`: it gives the payload and the result their names
    payload      what the payload is, in Chinese and English; None: the usual words
    """
    name = input_type.__name__.removesuffix("Input")
    payload_type = _payload(f"{name}Payload", payload or f"{name} 成功的内容。What {name} did.", shown)
    result = Annotated[reduce(or_, (payload_type, *(TYPES[each] for each in use_case.refusals))),  # type: ignore[valid-type]  # made at run time
                       strawberry.union(f"{name}Result", description=f"{name} 的答复：成功的内容，或谢绝的原因。"
                                                                     "The payload, or why it was refused.")]
    parameter = inspect.Parameter("input", inspect.Parameter.KEYWORD_ONLY, annotation=Annotated[
        input_type, strawberry.argument(description="全部参数。All that it needs.")])

    def written(**_: Any) -> Any:
        raise AssertionError("a mutation is answered by its use case")

    sign(written, [parameter], result | None)
    return strawberry.mutation(resolver=written, description=description, metadata={
        WRITE: Declared(use_case, input_type, payload_type.__name__, tuple(each.name for each in shown if isinstance(each, Once))),
        SOURCE: None})


def _payload(name: str, description: str, shown: tuple[Shown | Once | Count, ...]) -> type:
    types = {each.name: each.type if isinstance(each, Shown) else int if isinstance(each, Count) else str for each in shown}
    made: dict[str, Any] = {"__annotations__": {each: type_ | None for each, type_ in types.items()}, "__module__": __name__}
    for each in shown:
        made[each.name] = given(each.description) if not isinstance(each, Shown) else one(f"{each.description} 您已看不到时为空。Null when you may not see it any more.",
                              f"{{t}}.id = {{given.{each.id}:uuid}}", of_write=True)
    return entity(description)(type(name, (), made))
