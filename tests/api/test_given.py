"""What every mutation is given: texts without what no text may have, IDs of what there is.

Each mutation's own case is handed in with one thing changed.
"""
from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise
from typing import Any

import pytest
from strawberry.types.base import StrawberryList, StrawberryObjectDefinition, StrawberryOptional, get_object_definition
from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_camel_case

from schema.inputs import IDS
from tests.api.cases import Case
from tests.api.client import TAGS, Client, mutation, new_key
from tests.api.test_mutations import CASES, Ids, ids
from tests.declared import WRITES

__all__ = ["ids"]
BELL = "铃\x07"
ABSENT = "0" * 32
Path = tuple[str | int, ...]


def _places(definition: StrawberryObjectDefinition, given: dict[str, Any],
            path: Path = ()) -> Iterator[tuple[Path, StrawberryField]]:
    """Where a text or an ID can be given: in the input itself, and in those of its parts that the case gives."""
    for field in definition.fields:
        name = field.graphql_name or to_camel_case(field.python_name)
        inner, is_list = _unwrapped(field.type)
        here: Path = (*path, name, 0) if is_list else (*path, name)
        part = getattr(inner, "__strawberry_definition__", None)
        if isinstance(part, StrawberryObjectDefinition):
            value = given.get(name)
            if value:
                yield from _places(part, value[0] if is_list else value, here)
        elif name != "idempotencyKey" and (field.metadata.get(IDS) or inner is str):
            yield here, field


def _unwrapped(of: Any) -> tuple[Any, bool]:
    is_list = False
    while isinstance(of, StrawberryOptional | StrawberryList):
        is_list, of = is_list or isinstance(of, StrawberryList), of.of_type
    return of, is_list


def _with(given: dict[str, Any], path: Path, value: str) -> dict[str, Any]:
    """The same, with another value at one place."""
    changed = deepcopy(given)
    at: Any = changed
    for key, following in pairwise(path):
        if isinstance(following, int) and not at.get(key):
            at[key] = [None]
        at = at[key]
    at[path[-1]] = value
    return changed


def _named(path: Path) -> str:
    return "input" + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)


LEFT_OUT = {"allow", "ids", "deliveryIds"}
"""Root fields, which a hub knows that serves an API; notices and deliveries, of which those that are one's own are meant."""


async def _is_refused(client: Client, case: Case, given: dict[str, Any], code: str, path: Path) -> bool:
    """Whether it is said what is wrong: of a text where; of an ID that there is none such, that none such is wanted there, or
    that one may not act for it. What cannot stand beside the rest of the case is no request at all."""
    answer = await client.send(case.by, mutation(case.name), input={"idempotencyKey": new_key(), **given})
    found = [(each["extensions"]["code"], each["extensions"].get("field", "")) for each in answer.get("errors", ())]
    if not found:
        return code == "NOT_FOUND" and answer["data"][case.name]["__typename"] == "NotAllowed"
    said, field = found[0]
    if code == "NOT_FOUND":
        return len(found) == 1 and said in ("NOT_FOUND", "BAD_INPUT", "BAD_REQUEST") and _named(path).startswith(field)
    return found == [(code, _named(path))] or said == "BAD_REQUEST"


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
async def test_what_is_wrong_with_a_text_or_an_id_is_said(client: Client, ids: Ids, case: Case) -> None:
    """By its field, and nothing is written."""
    given, wrong = ids.fill(case.given), list[tuple[str, str]]()
    before = await client.desk.contents()
    for path, field in _places(get_object_definition(WRITES[case.name].input_type, strict=True), given):
        if LEFT_OUT.intersection(map(str, path)):
            continue
        if types := field.metadata.get(IDS):
            values = {f"{TAGS[each]}{ABSENT}": "NOT_FOUND" for each in types if each in TAGS}
        else:
            values = {BELL: "BAD_INPUT"}
        wrong += [(_named(path), value) for value, code in values.items()
                  if not await _is_refused(client, case, _with(given, path, value), code, path)]
    assert wrong == []
    assert await client.desk.contents() == before
