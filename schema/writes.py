"""Mutations declared: the use case, its input, the payload and the refusals that it may answer with."""
import inspect
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Annotated, Any

import strawberry

from domain.refusals import KeyReused, NotAllowed, Refusal
from resolvers.writing.use_cases import UseCase
from schema.declare import SOURCE, entity, one, sign
from schema.refusals import TYPES

WRITE = "sandan_write"


@dataclass(frozen=True)
class Declared:
    """What a mutation does when it is called.

    payload   the payload type's name
    refusals  the names of the refusals that its result may be
    """

    use_case: UseCase
    input_type: type
    payload: str
    refusals: frozenset[str]


def payload(name: str, description: str, **fields: tuple[Any, str, str]) -> type:
    """A payload type: for each field its type, description and the name of the id that the use case returns."""
    made: dict[str, Any] = {"__annotations__": {each: type_ | None for each, (type_, _, _) in fields.items()},
                            "__module__": __name__}
    for each, (_, text, given) in fields.items():
        made[each] = one(f"{text} 您已看不到时为空。Null when you may not see it any more.", f"{{t}}.id = {{given.{given}:uuid}}",
                         of_write=True)
    return entity(description)(type(name, (), made))


def mutation(name: str, description: str, use_case: UseCase, input_type: type, payload_type: type,
             *refusals: type[Refusal]) -> Any:
    """A mutation with one input, answering the payload or a refusal; null only beside an error."""
    may_be = (NotAllowed, KeyReused, *refusals)
    types = (payload_type, *(TYPES[each] for each in may_be))
    result = Annotated[reduce(or_, types), strawberry.union(  # type: ignore[valid-type]  # made at run time
        f"{name}Result", description=f"{name} 的答复：成功的内容，或谢绝的原因。The payload, or why it was refused.")]
    parameter = inspect.Parameter("input", inspect.Parameter.KEYWORD_ONLY, annotation=Annotated[
        input_type, strawberry.argument(description="全部参数。All that it needs.")])

    def written(**_: Any) -> Any:
        raise AssertionError("a mutation is answered by its use case")

    sign(written, [parameter], result | None)
    declared = Declared(use_case, input_type, payload_type.__name__, frozenset(each.__name__ for each in may_be))
    return strawberry.mutation(resolver=written, description=description, metadata={WRITE: declared, SOURCE: None})
