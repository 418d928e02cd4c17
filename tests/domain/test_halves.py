"""Every message of the program has two halves, which say the same: the same values and names, and the same things to do."""
import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from domain.error_codes import CODES
from domain.languages import Bilingual, Language
from domain.refusals import Refusal

ROOT = Path(__file__).parents[2]
ROOMS = ("domain", "db", "planner", "resolvers", "schema", "hub", "docs/example")
CHINESE = re.compile("[\u3400-\u9fff]")
NAME = re.compile(r"[A-Za-z_$@][A-Za-z0-9_.$@/-]*[A-Za-z0-9]")
ASKED_ZH = re.compile("请(?!求)|须|应(?!用)|勿|最多|至少|之间|上限|再试|重试|可不填")
"""What a Chinese half asks for, or what is the most."""
ASKED_EN = re.compile(
    r"(?:^|^\{[\w.]+\} |[:;,.(] |,? or |,? and |do not )"
    r"(?:accept|ask|begin|change|choose|connect|find|get|give|leave|mend|name|narrow|open|post|put|query|read|register|retry|send"
    r"|sign|subscribe|take|try|use|wait|write)\b"
    r"|\b(?:must|should|needs|at most|at least|at once|has to|have to|right would be|the most)\b|^(?:Up to|From)\b",
    re.IGNORECASE)
"""The same of an English half; a verb that is none of these is added."""
CALLED = {"API": "接口", "ID": "标识"}
"""Names that a Chinese half has in Chinese."""


class Message(NamedTuple):
    """One as it is written: where, and its halves, with the expressions in them as `{…}`."""

    place: str
    zh: str
    en: str


def _text(node: ast.expr) -> str | None:
    """A literal; None: it is put together elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(each.value) if isinstance(each, ast.Constant) else "{" + _said(each) + "}" for each in node.values)
    return None


def _said(node: ast.expr) -> str:
    """An expression in a half; that of the other language's half of a message within it is the same."""
    text = ast.unparse(node.value) if isinstance(node, ast.FormattedValue) else ast.unparse(node)
    text = text.replace("'、'.join", "', '.join").replace(".replace('、', ', ')", "").replace("[:-1].lower()", "")
    return re.sub(r"\.(?:zh|en)$", "", text).replace("chinese", "english")


def messages() -> Iterator[Message]:
    for file in (file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py")) if "node_modules" not in file.parts):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Bilingual" and len(node.args) >= 2:
                zh, en = (_text(each) for each in node.args[:2])
                if zh is not None and en is not None:
                    yield Message(f"{file.relative_to(ROOT)}:{node.lineno}", zh, en)


ALL = list(messages())


def values(half: str) -> set[str]:
    return set(re.findall(r"\{([^{}]+)\}", half))


def names(half: str) -> set[str]:
    """Words of programs: those with a capital, digit or sign within, in a Chinese half all that are not Chinese."""
    bare = re.sub(r"\{[^{}]*\}", " ", half).replace("`", " ")
    found = set(NAME.findall(bare)) | set(re.findall(r"(?<![\w.])\d[\d.,]*\d|(?<![\w.])\d", bare))
    return {each for each in found if CHINESE.search(half) or re.search(r"[_$@/]|\d|[a-z][A-Z]|^[A-Z]{2,}", each)}


def test_there_are_some() -> None:
    assert len(ALL) > 150


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.place)
def test_the_halves_say_the_same(one: Message) -> None:
    zh, en = re.sub(r"\{[^{}]*\}", "", one.zh), re.sub(r"\{[^{}]*\}", "", one.en)
    assert CHINESE.search(zh) or not zh.strip(" ：:"), "no Chinese in the Chinese half"
    assert not CHINESE.search(en), "Chinese in the English half"
    assert values(one.zh) == values(one.en), "other values"
    for name in names(one.zh):
        assert name.casefold() in one.en.casefold(), f"{name} is in the Chinese half alone"
    for name in names(one.en):
        assert CALLED.get(name, name).casefold() in one.zh.casefold(), f"{name} is in the English half alone"
    assert bool(ASKED_ZH.search(one.zh)) == bool(ASKED_EN.search(one.en)), "one half alone says what to do, or what may be"


def described() -> Iterator[Message]:
    """Texts of both languages in one: what the documentation says of errors and refusals, and is no message."""
    for code, each in CODES.items():
        yield Message(f"{code}.when", *_split(each.when))
        yield Message(f"{code}.advice", *_split(each.advice))
    for kind in Refusal.KINDS.values():
        yield Message(f"{kind.__name__}.DESCRIPTION", *_split(kind.DESCRIPTION))
        yield Message(f"{kind.__name__}.ADVICE", *_split(kind.ADVICE))
        for name, detail in kind.DETAILS.items():
            yield Message(f"{kind.__name__}.{name}", *_split(detail.description))


def _split(text: str) -> tuple[str, str]:
    zh, _, en = text.rpartition("。")
    return f"{zh}。", en


@pytest.mark.parametrize("one", list(described()), ids=lambda one: one.place)
def test_so_do_the_descriptions_of_errors_and_refusals(one: Message) -> None:
    assert CHINESE.search(one.zh) and one.en
    assert not CHINESE.search(one.en), "Chinese in the English half"
    for name in names(one.zh):
        assert name.casefold() in one.en.casefold(), f"{name} is in the Chinese half alone"


@pytest.mark.parametrize("kind", list(Refusal.KINDS.values()), ids=lambda kind: kind.__name__)
def test_every_refusal_has_a_message_of_two_halves(kind: type[Refusal]) -> None:
    if "message" not in vars(kind):
        assert kind.TEXT.zh and kind.TEXT.en
    assert isinstance(kind.TEXT, Bilingual)


def test_a_half_alone_is_told_or_both() -> None:
    said = Bilingual("请重试。", "Try again.").about("input.body: ")
    assert [said.told(each) for each in Language] == [
        "input.body: 请重试。", "input.body: Try again.", "input.body: 请重试。Try again."]
    assert str(said) == said.told(Language.BOTH)
    assert {Bilingual.alike("PersistedQueryNotFound").told(each) for each in Language} == {"PersistedQueryNotFound"}
    assert [Bilingual.quoted("Bad.", "有误：Bad.", "Bad.").told(each) for each in Language] == ["有误：Bad.", "Bad.", "Bad."]
