"""Systems: programs of others that sign in with a key of their own, and may do what is listed for them and nothing else.

A system is a member with one office, for whose organisation it acts: it sees what is that organisation's own, and nothing for
belonging to a place or watching over one (decision 0160).
"""
import re
from collections.abc import Collection
from dataclasses import replace
from hashlib import sha256

from domain.faults import Faults
from domain.languages import Bilingual
from domain.refusals import BadInput
from domain.viewer import Viewer

PREFIX = "sandan_"
"""By which a key is known for one, by this program and by those that look for secrets in what is published."""
KEYS = 2  # of a system at a time: the new one, and the one before until all have the new one
LEAST, MOST = 100, 1_000_000  # cost that it may have a minute
_KEY = re.compile(PREFIX + r"[A-Za-z0-9_-]{43}")  # 256 bits


def is_key(text: str) -> bool:
    """Whether a bearer's text can be a key: anything else is not looked for."""
    return _KEY.fullmatch(text) is not None


def hashed(key: str) -> bytes:
    """All that is kept of a key. It is as random as the hash: nobody guesses it, so that no slow hash is needed."""
    return sha256(key.encode()).digest()


def check(operations: Collection[str], known: Collection[str], cost: int) -> None:
    """
    operations  root fields of the API, of any of the three kinds
    known       all that there are
    raises      BadInput
    """
    strange = sorted({*operations} - {*known})
    with Faults() as faults:
        if strange or not operations:
            faults.of(_refuse, "allow", Bilingual(
                f"须为接口的根字段，至少一个；没有：{'、'.join(strange)}。",
                f"It must be root fields of the API, at least one; there is none of these: {', '.join(strange)}."))
        if not LEAST <= cost <= MOST:
            faults.of(_refuse, "cost", Bilingual(f"须为 {LEAST} 至 {MOST}。", f"It must be {LEAST} to {MOST}."))


def _refuse(field: str, why: Bilingual) -> None:
    raise BadInput(field, why)


def narrowed(viewer: Viewer, operations: Collection[str], cost: int) -> Viewer:
    """The rights of a system: to act for its organisation, by these operations alone."""
    nowhere: frozenset[str] = frozenset()
    return replace(viewer, belongs_to=nowhere, officer_of=nowhere, districts_of=nowhere, division_of={}, sits_on={},
                   only=frozenset(operations), cost=cost)
