"""The files of `domain/events/`: each is known to the trail and to the notices, and none takes a kind from another."""
import importlib
import pkgutil
from collections.abc import Mapping

import pytest

from domain import events, notices, trail

FILES = [importlib.import_module(f"domain.events.{each.name}") for each in pkgutil.iter_modules(events.__path__)]


@pytest.mark.parametrize(("name", "known"), [("KINDS", trail.KINDS), ("RULES", notices.RULES)])
def test_each_stands_in_one_file(name: str, known: Mapping[str, object]) -> None:
    declared = [kind for file in FILES for kind in vars(file)[name]]
    assert len(declared) == len(set(declared)) > 50
    of_files = {kind for kind in trail.KINDS if kind.endswith((".attached", ".detached"))}
    assert known.keys() - of_files == {*declared} - of_files
