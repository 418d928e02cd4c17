"""Why nothing more comes on a subscription."""
import orjson


class Ended(Exception):
    """Nothing more comes on this subscription."""


class Slow(Ended):
    """The client took its messages too slowly; it can come back with its last cursor."""


class Stopped(Ended):
    """The hub is stopping."""


class Failed(Ended):
    """The subscription cannot go on.

    code    what a program can act on
    errors  a JSON list of GraphQL errors
    """

    def __init__(self, code: str, errors: bytes) -> None:
        super().__init__(code)
        self.code = code
        self.errors = errors


class SignedOut(Failed):
    """The token is no longer believed."""

    def __init__(self, message: str) -> None:
        super().__init__("UNAUTHENTICATED", _errors("UNAUTHENTICATED", message))


def failed(code: str, message: str) -> Failed:
    """message   for people, "中文。English." """
    return Failed(code, _errors(code, message))


def _errors(code: str, message: str) -> bytes:
    return orjson.dumps([{"message": message, "extensions": {"code": code}}])


def cursor_expired() -> Failed:
    return failed("CURSOR_EXPIRED", "游标已失效，请重新读取列表后再订阅。"
                                    "The cursor is no longer known: read the list anew, then subscribe again.")


def token_expired() -> SignedOut:
    return SignedOut("登录已过期，请重新登录。The sign-in has expired: sign in again.")


def unavailable() -> Failed:
    return failed("UNAVAILABLE", "暂时无法服务，请稍后重试。Not available now; try again.")


def internal() -> Failed:
    return failed("INTERNAL", "系统出错，请用最后的游标重新订阅。"
                              "Something broke: subscribe again with the last cursor.")
