"""How the text of a setting is read: each raises a ValueError that says what would be right."""
import math
import re
from collections.abc import Callable
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9a-z-]+")  # a token, as HTTP has it


def whole(least: int, most: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not value.isascii() or not value.isdigit() or len(value) > 12 or not least <= int(value) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(value)
    return read


def span(unit: str, least: float, most: float) -> Callable[[str], timedelta]:
    """A length of time in `unit`, a keyword of timedelta."""
    def read(value: str) -> timedelta:
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not least <= number <= most:
            raise ValueError(f"must be a number of {unit} from {least:g} to {most:g}")
        return timedelta(**{unit: number})
    return read


def switch(value: str) -> bool:
    if value not in ("on", "off"):
        raise ValueError("must be on or off")
    return value == "on"


def choice(*allowed: str) -> Callable[[str], Any]:
    def read(value: str) -> str:
        if value not in allowed:
            raise ValueError(f"must be one of {', '.join(allowed)}")
        return value
    return read


def postgres_url(value: str) -> str:
    if urlsplit(value).scheme not in ("postgresql", "postgres"):
        raise ValueError("must be a URL like postgresql://user:password@host:5432/database")
    return value


def web_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be a URL that begins with http:// or https://")
    return value.rstrip("/")


def web_url_or_file(value: str) -> str:
    if "://" in value:
        return web_url(value)
    if not Path(value).is_file():
        raise ValueError("must be a URL that begins with http:// or https://, or an existing file")
    return value


def folder(value: str) -> Path:
    if not Path(value).is_dir():
        raise ValueError("must be an existing folder")
    return Path(value)


def smtp_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("smtp", "smtps", "smtp+plain") or not parts.hostname:
        raise ValueError("must be a URL like smtps://user:password@mail.example.cn, with smtp:// for STARTTLS and "
                         "smtp+plain:// for no encryption")
    return value


def mail_address(value: str) -> str:
    if not re.fullmatch(r"[^\r\n<>]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+", value):
        raise ValueError("must be an address like lists@example.cn, or Sandan <lists@example.cn>")
    return value


def page_url(value: str) -> str:
    if urlsplit(value).scheme not in ("http", "https") or value.count("{id}") != 1:
        raise ValueError("must be a URL that begins with http:// or https:// and has {id} in it once")
    return value


def networks(value: str) -> tuple[IPv4Network | IPv6Network, ...]:
    if value == "none":
        return ()
    try:
        return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())
    except ValueError as error:
        raise ValueError("must be addresses or networks like 10.0.0.5 or 10.0.0.0/24, separated by commas, or none") from error


def origins(value: str) -> tuple[str, ...]:
    listed = tuple(part.strip() for part in value.split(",") if part.strip())
    for origin in listed:
        parts = urlsplit(origin)
        if origin != "*" and (parts.scheme not in ("http", "https") or not parts.netloc or parts.path or parts.query):
            raise ValueError(f"must be origins like https://lists.example.cn, separated by commas, or *; not {origin}")
    return listed


def header_names(value: str) -> tuple[str, ...]:
    listed = tuple(part.strip().lower() for part in value.split(",") if part.strip())
    for name in listed:
        if not HEADER_NAME.fullmatch(name):
            raise ValueError(f"must be names of headers like x-trace-id, separated by commas, or *; not {name}")
    return listed
