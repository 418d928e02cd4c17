"""What of JSON is read at all."""
import pytest

from hub.http import bodies
from hub.http.texts import Texts


def test_bodies_with_many_values() -> None:
    """They are counted before they are read, wherever they are."""
    with pytest.raises(bodies.BadBody, match="20000 arrays and objects"):
        bodies.of_body(b'{"query":"{ __typename }","variables":{"a":[' + b"[]," * 20_000 + b"[]]}}", Texts())
    whole = b'{"query":"{ __typename }","variables":{"a":[' + b"[]," * 19_990 + b"[]]}}"
    assert bodies.of_body(whole, Texts()).query == "{ __typename }"


def test_bodies_that_are_deep() -> None:
    """Lists in lists and objects in objects; as deep as may be is read."""
    def nested(depth: int, before: bytes, after: bytes) -> bytes:
        return b'{"query":"{ __typename }","variables":{"a":' + before * depth + b"1" + after * depth + b"}}"

    for before, after in ((b"[", b"]"), (b'{"a":', b"}")):
        assert bodies.of_body(nested(bodies.DEEPEST - 2, before, after), Texts()).query == "{ __typename }"
        with pytest.raises(bodies.BadBody, match=f"Nested deeper than {bodies.DEEPEST} levels"):
            bodies.of_body(nested(bodies.DEEPEST + 1, before, after), Texts())
