"""Operations that are asked for by name instead of by their text: registered ones, and those that clients hand in once.

A registered operation ("trusted document") comes from a folder that the operator fills with what the clients' own tools
write; its id is opaque. Any other text may be kept for a while under its hash, by the protocol of Apollo's clients
("automatic persisted queries"). Which texts a gateway sends, and what is refused, is in docs/decisions/0103.
"""
import sys
from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from domain.languages import Bilingual, Told
from resolvers.executing.request import Request

ID_NAMES = ("documentId", "doc_id", "id")  # of a registered operation, as GraphQL over HTTP, Relay, and others have it
PREFIX = "sha256:"  # of a documentId, as GraphQL over HTTP has it, where the clients' tools write the hash alone
BESIDES = 300  # bytes that a kept text takes besides its characters, about
LONGEST_ID = 200  # characters of one that is said again
NOT_KEPT = "PERSISTED_QUERY_NOT_FOUND"
NONE: Mapping[str, str] = MappingProxyType({})


class Refused(Told):
    """The text is not known, or not allowed; the message is for people, except where a protocol has it.

    code   `extensions.code`
    """

    def __init__(self, code: str, message: Bilingual) -> None:
        super().__init__(message)
        self.code = code


class Texts:
    """The texts of one process.

    registered   by their ids
    only         whether no other text is executed
    most         bytes that texts which clients have handed in may take, about; those asked for longest ago go first
    """

    def __init__(self, registered: Mapping[str, str] = NONE, *, only: bool = False, most: int = 8_388_608) -> None:
        self._registered = registered
        self._allowed = frozenset(registered.values())
        self._most = most
        self._kept: dict[str, str] = {}
        self.only = only
        self.weight = 0

    def find(self, values: Mapping[str, Any], query: object, persisted: object) -> tuple[object, str | None]:
        """The text that is meant, and the hash under which it is to be kept once it was executed.

        values      of the request
        query       its text, if it has one
        persisted   its extensions.persistedQuery, if it has one
        raises      Refused
        """
        given = _hash(persisted)
        if query and isinstance(query, str):
            if self.only and query not in self._allowed:
                raise _not_registered(Bilingual("此操作未登记", "This operation is not registered"))
            return query, self._to_keep(query, given)
        names = [given, *(values.get(name) for name in ID_NAMES)]
        asked = [name for name in names if isinstance(name, str) and name]
        for name in asked:
            if found := self._registered.get(name, self._registered.get(name.removeprefix(PREFIX))):
                return found, None
        if given is not None and not self.only:
            return self._again(given), None
        if asked:
            raise _not_registered(Bilingual(f"没有登记 {asked[0][:LONGEST_ID]}",
                                            f"Nothing is registered as {asked[0][:LONGEST_ID]}"))
        return query, None

    def keep(self, asked: Request) -> None:
        """Keep the text of an operation that a member has just executed, under its hash, if that was asked for."""
        if asked.hashed is None or asked.hashed in self._kept:
            return
        self._kept[asked.hashed] = asked.query
        self.weight += _weight(asked.query)
        while self.weight > self._most:
            self.weight -= _weight(self._kept.pop(next(iter(self._kept))))

    def _again(self, given: str) -> str:
        found = self._kept.pop(given, None)
        if found is None:
            raise Refused(NOT_KEPT, Bilingual.alike("PersistedQueryNotFound"))  # clients compare the words
        self._kept[given] = found
        return found

    def _to_keep(self, query: str, given: str | None) -> str | None:
        """The hash of a text that is not kept yet.

        raises   Refused
        """
        if given is None or self.only or self._kept.get(given) == query:
            return None
        if sha256(query.encode("utf-8", "surrogatepass")).hexdigest() != given:
            raise Refused("BAD_REQUEST", Bilingual(
                "persistedQuery.sha256Hash 须是 query 的 SHA-256，用小写十六进制数字。",
                "`persistedQuery.sha256Hash` must be the SHA-256 of `query`, in small hexadecimal digits."))
        return given


def _hash(persisted: object) -> str | None:
    """raises   Refused"""
    if persisted is None:
        return None
    if not isinstance(persisted, dict) or not isinstance(persisted.get("sha256Hash"), str) or persisted.get("version", 1) != 1:
        raise Refused("BAD_REQUEST", Bilingual('extensions.persistedQuery 应如 {"version": 1, "sha256Hash": "…"}。',
                                               '`extensions.persistedQuery` must be like {"version": 1, "sha256Hash": "…"}.'))
    return persisted["sha256Hash"]  # type: ignore[no-any-return]


def _not_registered(what: Bilingual) -> Refused:
    return Refused("OPERATION_NOT_REGISTERED", Bilingual(
        f"{what.zh}：请把客户端的操作写入文件，放进枢纽的目录 SANDAN_OPERATIONS，并重启枢纽（docs/clients.md）。",
        f"{what.en}: write the client's operations to a file, put it into the hub's folder SANDAN_OPERATIONS, and restart the "
        "hub (docs/clients.md)."))


def _weight(text: str) -> int:
    return sys.getsizeof(text) + BESIDES
