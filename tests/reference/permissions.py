"""Permissions as a field has them."""
from collections.abc import Iterable
from typing import Any

from domain.access import Permission


def told(permissions: Iterable[Permission]) -> list[dict[str, Any]]:
    return [{name: getattr(each, name) for name in ("action", "allowed", "code", "reason")} for each in permissions]
