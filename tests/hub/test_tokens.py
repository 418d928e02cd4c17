"""Which bearer tokens are believed."""
import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain import refusals
from hub import settings
from hub.sign_in import demo_keys, keys, tokens
from tests.hub.conftest import Sign


class Clock:
    def __init__(self) -> None:
        self.time = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.time


class Counted(tokens.Verifier):
    read = 0

    def _read(self, text: str, key: jwt.PyJWK) -> tuple[tokens.Token, datetime]:
        self.read += 1
        return super()._read(text, key)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def known(private_key: Ed25519PrivateKey) -> keys.FixedKeys:
    return keys.FixedKeys([demo_keys.public(private_key)])


@pytest.fixture
def verifier(known: keys.FixedKeys, clock: Clock) -> Counted:
    return Counted(known, settings.Settings(), clock)


def encoded(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def forged(header: dict[str, Any], secret: bytes) -> str:
    """A token whose signature is an HMAC over it, as in the attack that shows a public key as a shared secret."""
    claims = {"sub": "demo:district", "iss": "sandan", "aud": "sandan", "exp": 4_000_000_000}
    text = f"{encoded({'typ': 'JWT', **header})}.{encoded(claims)}"
    signature = hmac.new(secret, text.encode(), hashlib.sha256).digest()
    return f"{text}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


async def test_a_good_token_says_who_and_until_when(verifier: tokens.Verifier, sign: Sign) -> None:
    token = await verifier.verify(sign(exp=4_000_000_000))
    assert token == tokens.Token("demo:unit", datetime.fromtimestamp(4_000_000_000, UTC), token.key)


@pytest.mark.parametrize("exp", [253_402_300_799, 253_402_300_799.5, 253_402_300_799 - 9])
async def test_a_token_may_end_in_the_last_second_that_there_is(verifier: Counted, sign: Sign, exp: float) -> None:
    text = sign(exp=exp)
    assert (await verifier.verify(text)).expires_at == datetime.fromtimestamp(int(exp), UTC)
    await verifier.verify(text)
    assert verifier.read == 1


@pytest.mark.parametrize(("changed", "reason"), [
    ({"iss": "somebody"}, "issuer is not trusted"),
    ({"iss": None}, "lacks a claim"),
    ({"aud": "another-hub"}, "another audience"),
    ({"aud": None}, "lacks a claim"),
    ({"exp": 1_000_000_000}, "has expired"),
    ({"exp": None}, "lacks a claim"),
    ({"exp": "soon"}, "cannot be read"),
    ({"exp": 10 ** 30}, "cannot be read"),
    ({"exp": 253_402_300_800}, "cannot be read"),
    ({"nbf": 4_000_000_000}, "not valid yet"),
    ({"sub": None}, "lacks a claim"),
    ({"sub": ""}, "cannot be read"),
    ({"sub": 5}, "cannot be read"),
    ({"kid": "unknown"}, "unknown key"),
    ({"key": Ed25519PrivateKey.generate()}, "signature is wrong"),
    ({"key": ec.generate_private_key(ec.SECP256R1()), "algorithm": "ES256"}, "algorithm is not accepted"),
    ({"key": "a shared secret of more than 32 bytes", "algorithm": "HS256"}, "algorithm is not accepted"),
    ({"key": None, "algorithm": "none"}, "algorithm is not accepted"),
])
async def test_a_bad_token_is_refused_with_its_reason(verifier: tokens.Verifier, sign: Sign, changed: dict[str, Any],
                                                      reason: str) -> None:
    with pytest.raises(refusals.Unauthenticated, match=reason):
        await verifier.verify(sign(**changed))


@pytest.mark.parametrize("algorithm", ["HS256", "HS512", "none", "EdDSA", "", None, 5, ["EdDSA"]])
async def test_the_public_key_is_no_shared_secret(verifier: tokens.Verifier, private_key: Ed25519PrivateKey,
                                                  algorithm: Any) -> None:
    pem = private_key.public_key().public_bytes(serialization.Encoding.PEM,
                                                serialization.PublicFormat.SubjectPublicKeyInfo)
    for secret in (pem, private_key.public_key().public_bytes_raw(), b""):
        with pytest.raises(refusals.Unauthenticated):
            await verifier.verify(forged({"alg": algorithm, "kid": demo_keys.KEY_ID}, secret))


@pytest.mark.parametrize("text", ["x", "a.b", "a.b.c", "..", "é.é.é", "x" * 100_000])
async def test_what_is_no_token_is_refused(verifier: tokens.Verifier, text: str) -> None:
    with pytest.raises(refusals.Unauthenticated, match="cannot be read"):
        await verifier.verify(text)


async def test_an_unsigned_token_is_refused(verifier: tokens.Verifier, sign: Sign) -> None:
    header, claims, _ = sign().split(".")
    with pytest.raises(refusals.Unauthenticated, match="signature is wrong"):
        await verifier.verify(f"{header}.{claims}.")


async def test_a_verified_token_is_remembered_until_it_expires(verifier: Counted, clock: Clock, sign: Sign) -> None:
    text = sign()
    assert await verifier.verify(text) == await verifier.verify(text)
    assert verifier.read == 1
    clock.time += timedelta(hours=2)
    with pytest.raises(refusals.Unauthenticated, match="has expired"):
        await verifier.verify(text)


async def test_only_so_many_tokens_are_remembered(verifier: Counted, sign: Sign,
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "REMEMBERED", 2)
    texts = [sign(sub=f"demo:{number}") for number in range(3)]
    for text in [*texts, texts[0]]:
        await verifier.verify(text)
    assert verifier.read == 4


async def test_another_family_is_accepted_where_it_is_set(clock: Clock, sign: Sign) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    jwk = jwt.PyJWK({**jwt.algorithms.ECAlgorithm.to_jwk(private.public_key(), as_dict=True), "kid": "es"})
    verifier = tokens.Verifier(keys.FixedKeys([jwk]), settings.Settings(jwt_family="ES"), clock)
    assert (await verifier.verify(sign(key=private, algorithm="ES256", kid="es"))).subject == "demo:unit"
    with pytest.raises(refusals.Unauthenticated, match="algorithm is not accepted"):
        await verifier.verify(sign(kid="es"))
