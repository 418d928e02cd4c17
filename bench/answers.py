"""Whether all servers answer a question with the same: bodies are compared after each one's own forms are made alike."""
import json
import re
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bench.load import Target
from domain import trail
from domain.refusals import NotFound
from planner import ids

EVENTS = {trail.name(kind): kind for kind in trail.KINDS}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


class Different(Exception):
    """Two servers answer differently; the message says where."""


def ask(target: Target, body: Mapping[str, Any]) -> Any:
    """One answer's data.

    raises   Different when there is none
    """
    text = json.dumps(body).replace("@KEY@", uuid.uuid4().hex)
    headers = {"content-type": "application/json", "accept": "application/json"}
    if target.token:
        headers["authorization"] = f"Bearer {target.token}"
    request = urllib.request.Request(f"http://127.0.0.1:{target.port}{target.path}", text.encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            answered = json.load(response)
    except urllib.error.HTTPError as error:
        raise Different(f"port {target.port}: {error}: {error.read().decode(errors='replace')[:500]}") from error
    if answered.get("errors") or answered.get("data") is None:
        raise Different(f"port {target.port}: {json.dumps(answered, ensure_ascii=False)[:500]}")
    return answered["data"]


def alike(value: Any, key: str = "") -> Any:
    """A value without its server's ways: global ids are rows' ids, moments are UTC in milliseconds, money is a number, kinds of
    events are as they are stored."""
    if isinstance(value, dict):
        return {name: alike(each, name) for name, each in value.items() if name != "clientMutationId"}
    if isinstance(value, list):
        return [alike(each, key) for each in value]
    if not isinstance(value, str):
        return value
    if key == "id":
        return _row_id(value)
    if MOMENT.match(value):
        moment = datetime.fromisoformat(value).astimezone(UTC)
        return moment.isoformat(timespec="milliseconds")
    if key == "kind":
        return EVENTS.get(value, value)
    return float(value) if key == "budgetYuan" else value


def _row_id(text: str) -> str:
    try:
        return str(ids.split(text)[1])
    except NotFound:
        return text


def compare(name: str, expected: Any, found: Any, path: str = "data") -> None:
    """raises Different"""
    if isinstance(expected, dict) and isinstance(found, dict) and expected.keys() == found.keys():
        for key, value in expected.items():
            compare(name, value, found[key], f"{path}.{key}")
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for place, (one, other) in enumerate(zip(expected, found, strict=True)):
            compare(name, one, other, f"{path}[{place}]")
    elif expected != found:
        raise Different(f"{name}: {path} is {str(found)[:200]}, not {str(expected)[:200]}")
