"""A sign-in service of the measurements' own: a key pair, its JWK set for the hub, tokens for the demo's people."""
import json
from datetime import UTC, datetime
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bench import machine
from hub import settings
from hub.sign_in import demo_keys

JWKS = machine.CACHE / "jwks.json"


def open_service() -> tuple[Path, Ed25519PrivateKey]:
    """The JWK set's file, and the key that signs."""
    machine.CACHE.mkdir(parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    public = jwt.algorithms.OKPAlgorithm.to_jwk(key.public_key(), as_dict=True)
    JWKS.write_text(json.dumps({"keys": [{**public, "kid": demo_keys.KEY_ID, "alg": "EdDSA", "use": "sig"}]}))
    return JWKS, key


def token(key: Ed25519PrivateKey, handle: str) -> str:
    known = settings.Settings()
    return demo_keys.sign(key, handle, issuer=known.jwt_issuer, audience=known.jwt_audience, now=datetime.now(UTC))
