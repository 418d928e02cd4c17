"""What of JSON is read at all."""
import pytest

from hub.http import bodies


def test_bodies_with_many_values() -> None:
    """They are counted before they are read, wherever they are."""
    with pytest.raises(bodies.BadBody, match="20000 arrays and objects"):
        bodies.of_body(b'{"query":"{ __typename }","variables":{"a":[' + b"[]," * 20_000 + b"[]]}}")
    whole = b'{"query":"{ __typename }","variables":{"a":[' + b"[]," * 19_990 + b"[]]}}"
    assert bodies.of_body(whole).query == "{ __typename }"
