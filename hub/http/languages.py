"""In which language a request wants to be told something: by its header Accept-Language (RFC 9110, 12.5.4).

`mul`, several languages in the register of ISO 639, asks for both halves of each message.
"""
from collections.abc import Iterable
from functools import lru_cache

from starlette.types import Scope

from domain.languages import Language
from hub.http.weights import weighted

HEADER = b"accept-language"
DEFAULT = Language.CHINESE
KEPT = 300  # bytes: longer headers are read each time
LAST = 1e-9  # the weight of what a client has not named, and not refused either

Header = tuple[bytes, bytes]


def read(accept_language: bytes | None) -> Language:
    """
    accept_language   the header's value; None: there is none
    """
    if not accept_language:
        return DEFAULT
    return _known(accept_language) if len(accept_language) <= KEPT else _read(accept_language)


def of(scope: Scope) -> Language:
    """Of a request, or a socket's handshake."""
    return within(scope["headers"])


def within(headers: Iterable[Header]) -> Language:
    """Of a header that comes twice, the first."""
    return read(next((value for name, value in headers if name == HEADER), None))


def _read(accept_language: bytes) -> Language:
    """What is liked best of what there is; of what is liked as well, what is named first; else what is not refused."""
    liked: dict[str, float] = {}
    for tag, weight in weighted(accept_language.decode("latin-1")):
        primary = tag.partition("-")[0]  # the Chinese of every place reads the same Chinese here
        liked[primary] = max(weight, liked.get(primary, 0.0))
    other = liked.pop("*", LAST)
    known = {language.value: language for language in Language}
    here = {name: weight for name, weight in liked.items() if name in known}
    for language in (Language.CHINESE, Language.ENGLISH):
        here.setdefault(language.value, other)
    best, weight = max(here.items(), key=lambda each: each[1])
    return known[best] if weight > 0 else DEFAULT


_known = lru_cache(maxsize=256)(_read)
