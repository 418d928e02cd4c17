"""How long a value may be that somebody sends, whatever it is for; what a text is stored as may be shorter (`domain.texts`)."""
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from graphql import FloatValueNode, GraphQLError, IntValueNode, ListValueNode, ObjectValueNode, StringValueNode, ValueNode

from domain import dates
from domain.languages import Bilingual
from domain.refusals import BadInput

TEXT = 30_000  # characters of any text: half as many again as the longest that is stored
ASKED = 200  # of a text by which something is looked for
CURSOR = 2_000
ID = 64
NUMBER = 40  # digits of a number as it is written
VALUES = 100  # of a list, and fields of an object
MOST = "sandan_most"  # of an input field's extensions: how many values its list may have in a variable, where that is more


def text(field: str, value: Any, most: int = ASKED) -> Any:
    """The value, when it is no longer text than `most` characters.

    raises    BadInput naming the field
    """
    if value.__class__ is str and len(value) > most:
        raise BadInput(field, Bilingual(f"最多 {most} 字，给了 {len(value)} 字。",
                                        f"At most {most} characters; it had {len(value)}."))
    return value


@dataclass(frozen=True)
class Unreadable:
    """What a scalar's text is read as that means nothing: whoever knows its place says so (`moment`)."""

    problem: Bilingual


def moment(field: str, value: date | datetime | Unreadable) -> date | datetime:
    """A day or a moment, when it was written as one and lies in the years that are taken.

    raises    BadInput naming the field
    """
    if isinstance(value, Unreadable):
        raise BadInput(field, value.problem)
    if not dates.is_known(value):
        raise BadInput(field, dates.BOUND)
    return value


def check_literal(value: ValueNode, place: str, values: int = VALUES) -> None:
    """
    place    the argument or variable that the value is written for
    values   how many a list may have
    raises   GraphQLError naming the place: a text, number or list that is too long
    """
    if isinstance(value, StringValueNode):
        said = _of_text(value.value)
    elif isinstance(value, IntValueNode | FloatValueNode):
        said = Bilingual(f"最多 {NUMBER} 位。", f"At most {NUMBER} digits.") if len(value.value) > NUMBER else None
    elif isinstance(value, ListValueNode):
        said = _of_list(value.values, values)
        for each in value.values if not said else ():
            check_literal(each, place, values)
    else:
        fields = value.fields if isinstance(value, ObjectValueNode) else ()
        said = _of_list(fields, VALUES)
        for field in fields if not said else ():
            check_literal(field.value, f"{place}.{field.name.value}", values)
    if said:
        raise GraphQLError(said.about(f"{place}: "), value)


def too_long(value: Any, place: str, longer: Mapping[str, int], values: int = VALUES) -> Iterator[Bilingual]:
    """What is too long in a variable's value, each with its place.

    longer   by the name of a field, how many values its list may have, where that is more than `values`
    """
    if isinstance(value, str):
        said = _of_text(value)
    elif isinstance(value, list):
        said = _of_list(value, values)
        for number, each in enumerate(value if not said else ()):
            yield from too_long(each, f"{place}[{number}]", longer)
    else:
        fields = value if isinstance(value, Mapping) else {}
        said = _of_list(fields, VALUES)
        for name, each in fields.items() if not said else ():
            yield from too_long(each, f"{place}.{str(name)[:50]}", longer, longer.get(name, VALUES))
    if said:
        yield said.about(f"{place}: ")


def _of_text(value: str) -> Bilingual | None:
    return Bilingual(f"最多 {TEXT} 字。", f"At most {TEXT} characters.") if len(value) > TEXT else None


def _of_list(values: Any, most: int) -> Bilingual | None:
    if len(values) <= most:
        return None
    return Bilingual(f"最多 {most} 项，给了 {len(values)} 项。", f"At most {most} values; there were {len(values)}.")
