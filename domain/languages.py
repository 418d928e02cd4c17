"""In which language people are told something. A message has a half for each; which of them leave is said at the edge, once."""
from enum import Enum
from typing import Self


class Language(Enum):
    """By the tag under which it is asked for (ISO 639)."""

    CHINESE = "zh"
    ENGLISH = "en"
    BOTH = "mul"


class Bilingual(str):
    """A message for people. Both halves say the same: what is wrong, and what to do.

    As a plain text, which logs and terminals have, it is both. Whatever makes a text of it (an f-string, a join) loses the
    halves: so whoever takes a message takes it as this type, and answers are written by `planner.plan.dumps`.

    zh, en   the halves
    """

    __slots__ = ("en", "zh")
    zh: str
    en: str

    def __new__(cls, zh: str, en: str, lead: str = "") -> Self:
        """lead   before either half: which field it is about"""
        made = super().__new__(cls, f"{lead}{zh}{en}")
        made.zh, made.en = lead + zh, lead + en
        return made

    @classmethod
    def alike(cls, words: str) -> Self:
        """What a protocol says, word by word: the same in each language."""
        return cls("", "", words)

    @classmethod
    def quoted(cls, words: str, zh: str, en: str) -> Self:
        """What somebody else's program says, in its own words, where both languages are asked for."""
        made = super().__new__(cls, words)
        made.zh, made.en = zh, en
        return made

    def about(self, lead: str) -> "Bilingual":
        """The same, with what it is about before it."""
        return Bilingual(self.zh, self.en, lead)

    def told(self, language: Language) -> str:
        """As it leaves."""
        return self.zh if language is Language.CHINESE else self.en if language is Language.ENGLISH else str(self)


class Told(Exception):
    """What ends with a message for people."""

    def __init__(self, message: Bilingual) -> None:
        super().__init__(message)
        self.message = message
