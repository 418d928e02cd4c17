"""What the field calls things: in workbooks, on screens, on the command line, in the schema's descriptions."""
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


@dataclass(frozen=True)
class Words:
    """What something is called.

    chinese   as workbooks, screens and the command line have it
    english   a sentence of what it is
    note      follows the Chinese in the schema's descriptions
    """

    chinese: str
    english: str
    note: str = ""

    @classmethod
    def read(cls, text: str) -> Self:
        """Of a description: `中文。English.`"""
        chinese, _, english = text.rpartition("。")
        return cls(chinese, english)

    @property
    def description(self) -> str:
        return f"{self.chinese}{self.note}。{self.english}"


class Worded(StrEnum):
    """An enumeration whose values say what they are called: `SOON = "SOON", Words("较急", "Wanted soon.")`."""

    _value_: str
    words: Words

    def __new__(cls, value: str, *words: Words) -> Self:
        """words   exactly one; many to the type checker, for which `Urgency("SOON")` calls this too"""
        made = str.__new__(cls, value)
        made._value_ = value
        (made.words,) = words
        return made

    @classmethod
    def chinese(cls) -> dict[str, str]:
        """The Chinese name of each value."""
        return {each.value: each.words.chinese for each in cls}


def value_of(names: Mapping[str, str], text: str) -> str | None:
    """The enum value that a person wrote, by its Chinese name or its own; None when it is neither.

    names   Chinese, by value
    """
    if text.upper() in names:
        return text.upper()
    return next((value for value, name in names.items() if name == text), None)
