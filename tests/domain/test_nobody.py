"""Who has no right at all: of whatever is in whatever state, each step is refused as not allowed, and nothing else is told."""
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any, get_args, get_type_hints
from uuid import UUID, uuid4

import pytest

import domain
from domain.activities import NotRegistered
from domain.process import Process
from domain.refusals import NotAllowed
from domain.viewer import Viewer

NOW = datetime(2026, 5, 1, tzinfo=UTC)
NOBODY = Viewer(uuid4(), {}, frozenset(), frozenset(), frozenset(), None)
CODE = "110111007001"
SAYING_MORE = {("domain.activities", "SIGN_UP"): NotRegistered}
"""Steps whose refusal says what is missing, which nobody needs a right to see to."""


def _asking() -> Iterator[tuple[Callable[..., Any], str]]:
    """The functions by which `viewerCan` is told, each with each state of its process."""
    for each in pkgutil.iter_modules(domain.__path__):
        module = importlib.import_module(f"domain.{each.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.endswith("actions") and function.__module__ == module.__name__ != "domain.access":
                own = name.removesuffix("actions").strip("_").upper()
                process: Process | None = vars(module).get(own, vars(module).get("PROCESS"))
                yield from ((function, str(state)) for state in (process.states if process else ["CURRENT"]))


def _value(name: str, hint: Any, state: str) -> Any:
    if type(None) in get_args(hint):
        return None
    if is_dataclass(hint):
        return NOBODY if hint is Viewer else _object(hint, state)
    if hint is str:
        return {"state": state, "proposed_by": "HOST"}.get(name, CODE)
    return {UUID: uuid4(), datetime: NOW, date: NOW.date(), int: 1, bool: False}.get(hint, ())


def _object(type_: Any, state: str) -> Any:
    hints = get_type_hints(type_)
    return type_(**{each.name: _value(each.name, hints[each.name], state) for each in fields(type_)
                    if each.default is MISSING and each.default_factory is MISSING})


@pytest.mark.parametrize(("function", "state"), [*_asking()],
                         ids=lambda each: each if isinstance(each, str) else f"{each.__module__}.{each.__name__}")
def test_nothing_is_allowed(function: Callable[..., Any], state: str) -> None:
    hints = get_type_hints(function)
    asked = {name: _value(name, hints[name], state) for name in inspect.signature(function).parameters}
    told = function(**asked)
    assert told
    for each in told:
        assert type(each.refusal) is SAYING_MORE.get((function.__module__, each.action), NotAllowed)
