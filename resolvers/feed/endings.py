"""Why nothing more comes on a subscription."""
from typing import Any, TypeAlias

from domain.languages import Bilingual

Errors: TypeAlias = list[dict[str, Any]]
"""What an answer has under `errors`; a message of it is in no language yet."""


class Ended(Exception):
    """Nothing more comes on this subscription."""


class Slow(Ended):
    """The client took its messages too slowly; it can come back with its last cursor."""


class Stopped(Ended):
    """The hub is stopping."""


class Failed(Ended):
    """The subscription cannot go on.

    code    what a program can act on
    errors  of GraphQL
    """

    def __init__(self, code: str, errors: Errors) -> None:
        super().__init__(code)
        self.code = code
        self.errors = errors


class SignedOut(Failed):
    """The token is no longer believed."""

    def __init__(self, message: Bilingual) -> None:
        super().__init__("UNAUTHENTICATED", _errors("UNAUTHENTICATED", message))


def failed(code: str, message: Bilingual) -> Failed:
    return Failed(code, _errors(code, message))


def _errors(code: str, message: Bilingual) -> Errors:
    return [{"message": message, "extensions": {"code": code}}]


def cursor_expired() -> Failed:
    return failed("CURSOR_EXPIRED", Bilingual("游标已失效，请重新读取列表后再订阅。",
                                              "The cursor is no longer known: read the list anew, then subscribe again."))


def token_expired() -> SignedOut:
    return SignedOut(Bilingual("登录已过期，请重新登录。", "The sign-in has expired: sign in again."))


def unavailable() -> Failed:
    return failed("UNAVAILABLE", Bilingual("暂时无法服务，请稍后重试。", "Not available now: try again later."))


def internal() -> Failed:
    return failed("INTERNAL", Bilingual("系统出错，请用最后的游标重新订阅。",
                                        "Something broke: subscribe again with the last cursor."))
