"""Tokens that a key of the sign-in service signed and that are not as they should be, and whatever is in the place of one."""
import base64
import json
from collections.abc import AsyncIterator, Iterator
from itertools import product

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from structlog.testing import capture_logs

from hub.sign_in import demo_keys
from tests.hub.ways import JSON, PLAIN, Both, body, both, city

__all__ = ["both", "city"]

CLAIMS = ("sub", "exp", "iat", "nbf", "aud", "iss", "jti", "member", "\0")
HEADERS = ("alg", "kid", "typ", "cty", "jku", "jwk", "x5u", "x5c", "x5t", "crit", "b64", "enc", "zip")
DEEP = "[" * 2_000 + "]" * 2_000
VALUES = (
    "null", "true", "false", "0", "-1", "1.5", "1e999", "-1e999", "NaN", "Infinity", "9" * 400, "253402300799", "253402300800",
    "-99999999999", '""', '" "', '"\\u0000"', '"sub-unit\\u0000"', '"\\ud800"', '"\\ufeff"', '"\\u001b[31m"', '"三单"',
    '"sandan"', '"none"', '"HS256"', '"4000000000"', "[]", "{}", '["sandan"]', '["sandan", 5]', "[null]", '{"sandan": 1}', DEEP,
    json.dumps("x" * 5_000), '"x', "")


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode("utf-8")).rstrip(b"=").decode()


def written(members: dict[str, str]) -> str:
    """An object of JSON texts, which need not be JSON."""
    return f"{{{','.join(f'{json.dumps(name)}:{value}' for name, value in members.items())}}}"


def signed(key: Ed25519PrivateKey, header: dict[str, str], claims: dict[str, str]) -> str:
    first = {"alg": '"EdDSA"', "typ": '"JWT"', "kid": json.dumps(demo_keys.KEY_ID), **header}
    usual = {"sub": '"sub-unit"', "iss": '"sandan"', "aud": '"sandan"', "exp": "4000000000", **claims}
    text = f"{encoded(written(first))}.{encoded(written(usual))}"
    return f"{text}.{base64.urlsafe_b64encode(key.sign(text.encode())).rstrip(b'=').decode()}"


def tokens(key: Ed25519PrivateKey) -> Iterator[tuple[str, str, str]]:
    """A place in a token, what stands there, the token."""
    for name, value in product(CLAIMS, VALUES):
        yield f"claim {name}", value, signed(key, {}, {name: value})
    for name, value in product(HEADERS, VALUES):
        yield f"header {name}", value, signed(key, {name: value}, {})
    for whole in (*VALUES, "[" * 5_000, "{" * 5_000, '{"a":' * 1_500, "\ufeff{}", '{"sub":"a","sub":"b"}'):
        usual = signed(key, {}, {}).split(".")
        yield "payload", whole, f"{usual[0]}.{encoded(whole)}.{usual[2]}"
        yield "header", whole, f"{encoded(whole)}.{usual[1]}.{usual[2]}"


FOUND = {'" "', '"\\ufeff"', '"\\u001b[31m"', '"三单"', '"sandan"', '"none"', '"HS256"', '"4000000000"'}
"""What may be a subject, though no member has it; of the rest, each is a bad token."""


@pytest.fixture
async def client(both: Both) -> AsyncIterator[httpx.AsyncClient]:
    async with both.direct() as speaking:
        yield speaking


@pytest.mark.parametrize("both", [()], indirect=True)
async def test_no_token_breaks_anything(both: Both, client: httpx.AsyncClient, private_key: Ed25519PrivateKey) -> None:
    found = {}
    with capture_logs() as lines:
        for place, value, token in tokens(private_key):
            sent = {**JSON, "authorization": f"Bearer {token}"}
            found[place, value[:20]] = (await client.post("/graphql", content=body(PLAIN), headers=sent)).status_code
    assert {case: status for case, status in found.items() if status not in (200, 401)} == {}
    good = {place: {value for (at, value), status in found.items() if (at, status) == (place, 200)} for place, _ in found}
    assert good["claim sub"] - {json.dumps("x" * 5_000)[:20]} == FOUND
    assert good["claim iss"] == good["claim aud"] - {'["sandan"]', '["sandan", 5]'} == {'"sandan"'}
    assert (good["header alg"], good["header kid"], good["payload"], good["header"]) == (set(), set(), set(), set())
    assert good["claim exp"] == {'"4000000000"', '253402300799'}
    assert [line for line in lines if line["log_level"] == "error" or "exc_info" in line] == []
