"""What the values of enums are called, for screens: made from where the words stand, as the values' descriptions are."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from domain import texts
from domain.languages import Bilingual
from domain.refusals import BadInput
from schema.declare import entity, given, stated
from schema.words import LABELS

PRICE = 50  # rows: there are some hundred values in all, of five texts each


@dataclass(frozen=True)
class _Value:
    value: str
    zh: str
    en: str
    about_zh: str
    about_en: str


@dataclass(frozen=True)
class _Enum:
    name: str
    values: Sequence[_Value]


@entity("一个枚举值的名称，供界面使用。What a value of an enum is called, for screens.")
class Label:
    value: str = given("枚举值。The value.")
    zh: str = given("中文名称。Its Chinese name.")
    en: str = given("英文名称。Its English name.")
    about_zh: str = given("中文说明。What it is, in Chinese.")
    about_en: str = given("英文说明。What it is, in English.")


@entity("一个枚举的全部值的名称。What the values of an enum are called.")
class EnumLabels:
    name: str = given("枚举的名称。The name of the enum.")
    values: list[Label] = given("各值，次序同枚举。Its values, in the order of the enum.")


@cache
def _all() -> Mapping[str, _Enum]:
    return {name: _Enum(name, [_Value(value, words.chinese, value.replace("_", " ").capitalize(),
                                      words.chinese + words.note, words.english) for value, words in known.items()])
            for name, known in sorted(LABELS.items())}


def _labels(enums: Sequence[str] | None = None) -> Sequence[Any]:
    """The labels of these enums, in this order; None: of all.

    raises   BadInput for a name that is none of an enum
    """
    known = _all()
    if unknown := [name for name in enums or () if name not in known]:
        raise BadInput("enums", Bilingual(f"没有这样的枚举：{texts.shown(unknown[0])}；有 {', '.join(known)}。",
                                          f"There is no enum {texts.shown(unknown[0])}; there are {', '.join(known)}."))
    return list(known.values()) if enums is None else [known[name] for name in enums]


FIELD = stated(list[EnumLabels] | None, "枚举值的中英文名称；内容只随版本而变，取一次即可。What the values of enums are called in Chinese and English; it "
               "changes with the version alone, so ask once.", _labels, PRICE,
               enums=(list[str], "只要这些枚举，以名称指明；不填为全部。Of these enums alone, by name; of all when not given."))
