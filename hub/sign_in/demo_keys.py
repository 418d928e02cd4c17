"""The demo's own sign-in: one key pair in the data folder, and tokens for people with fixed handles."""
import contextlib
import os
import re
from datetime import datetime, timedelta
from pathlib import Path

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub import failures

HANDLES = {
    "unit": "驻区单位联络员 · a unit's liaison",
    "community": "社区党委书记 · a community's secretary",
    "member": "社区大党委兼职委员 · a part-time member of that community's committee",
    "street-member": "街道大工委委员 · a member of its street's committee",
    "street": "街道干部 · a street officer",
    "district": "区县干部 · a district officer",
    "department": "部门联络员 · a department's liaison",
}
KEY_ID = "demo"
DISTRICTS = ("tianchang", "luzhou")
LIFETIME = timedelta(days=30)
_LOCAL = re.compile(r"(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{0,5})?", re.ASCII | re.IGNORECASE)


class NoDemo(failures.Failure):
    """No demo has run with this data folder; the message says what to do."""


def is_handle(handle: str) -> bool:
    """Whether the demo has a person of this handle: the seven, or one of another district's."""
    district, _, role = handle.partition("-")
    return handle in HANDLES or (district in DISTRICTS and role in {*HANDLES} - {"street-member", "department"})


def is_local(host: str) -> bool:
    """Whether a Host header has a name that always means this machine, with or without a port."""
    return _LOCAL.fullmatch(host) is not None


def _file(folder: Path) -> Path:
    return folder / "demo-signing-key.pem"


def load(folder: Path) -> Ed25519PrivateKey:
    """The key that signs the demo's tokens.

    raises   NoDemo
    """
    file = _file(folder)
    try:
        key = serialization.load_pem_private_key(file.read_bytes(), password=None)
    except FileNotFoundError as error:
        raise NoDemo(f"{file} is not there: start `make demo` first, or set SANDAN_DATA to its data folder") from error
    except (OSError, ValueError) as error:
        raise NoDemo(f"{file} cannot be read: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NoDemo(f"{file} is no Ed25519 key: delete it, and the next `make demo` makes a new one")
    return key


def load_or_make(folder: Path) -> Ed25519PrivateKey:
    """The key that signs the demo's tokens, made at the first start; readable by its owner alone.

    raises   NoDemo, OSError when the folder cannot be written
    """
    folder.mkdir(parents=True, exist_ok=True)
    if not _file(folder).exists():
        _write_once(_file(folder), Ed25519PrivateKey.generate())
    return load(folder)


def _write_once(file: Path, key: Ed25519PrivateKey) -> None:
    """Whole or not at all, also when the program is killed here or two start at once: the first one's stays."""
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                            serialization.NoEncryption())
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        written.write(pem)
        written.flush()
        os.fsync(written.fileno())
    with contextlib.suppress(FileExistsError):
        file.hardlink_to(draft)
    draft.unlink()


def public(key: Ed25519PrivateKey) -> jwt.PyJWK:
    """The key that verifies what `key` signs."""
    data = jwt.algorithms.OKPAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return jwt.PyJWK({**data, "kid": KEY_ID, "alg": "EdDSA", "use": "sig"})


def sign(key: Ed25519PrivateKey, handle: str, *, issuer: str, audience: str, now: datetime,
         lifetime: timedelta = LIFETIME) -> str:
    """A bearer token for the member with that handle."""
    claims = {"sub": f"demo:{handle}", "iss": issuer, "aud": audience, "iat": now, "exp": now + lifetime}
    return jwt.encode(claims, key, algorithm="EdDSA", headers={"kid": KEY_ID})
