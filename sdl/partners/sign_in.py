"""Who is asking a partner: the same bearer tokens as the hub's, verified with the same public keys."""
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
from strawberry.permission import BasePermission
from strawberry.types import Info


class NotSignedIn(Exception):
    """No token, or one that is not believed."""


class SignIn:
    """
    keys   gives the key set; asked for each token whose key is not known yet
    """

    def __init__(self, keys: Callable[[], jwt.PyJWKSet], issuer: str, audience: str) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience

    def subject(self, authorization: str | None) -> str:
        """Whose token it is; may wait for the sign-in service.

        authorization   the header's value
        raises          NotSignedIn
        """
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            raise NotSignedIn
        try:
            key = self._keys()[jwt.get_unverified_header(token)["kid"]]
            claims = jwt.decode(token, key, algorithms=[key.algorithm_name], issuer=self._issuer,
                                audience=self._audience, leeway=10, options={"require": ["exp", "sub", "iss", "aud"]})
        except (jwt.PyJWTError, KeyError) as error:
            raise NotSignedIn from error
        return str(claims["sub"])


def of_environment() -> SignIn:
    """What SANDAN_JWKS (a file or a URL), SANDAN_JWT_ISSUER and SANDAN_JWT_AUDIENCE say, as for the hub.

    raises   KeyError without SANDAN_JWKS
    """
    place = os.environ["SANDAN_JWKS"]
    keys = jwt.PyJWKClient(place).get_jwk_set if "://" in place else lambda: of_file(Path(place))
    return SignIn(keys, os.environ.get("SANDAN_JWT_ISSUER", "sandan"), os.environ.get("SANDAN_JWT_AUDIENCE", "sandan"))


def of_file(file: Path) -> jwt.PyJWKSet:
    return jwt.PyJWKSet.from_dict(json.loads(file.read_text("utf-8")))


class SignedIn(BasePermission):
    """Fields for whoever is signed in: for others null, with an error that says so."""

    message = "请先登录。Sign in first."
    error_extensions = {"code": "UNAUTHENTICATED"}  # noqa: RUF012  # as Strawberry declares it

    def has_permission(self, source: Any, info: Info[Any, Any], **_: Any) -> bool:
        return info.context.subject is not None
