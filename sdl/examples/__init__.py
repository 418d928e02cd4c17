"""An example of every query, mutation and subscription: `NAME.graphql`, its variables in `NAME.json`, and the stories in which
each is run by one of the demo's people.

`{{name}}` in variables stands for what an earlier step of the stories kept, `{{$guid}}` for a new key, `{{number}}` for three
digits of the whole run, `{{today}}` for the day in China: as collections of Postman's form have it, which are made of these
files (`sdl/collection.py`).
"""
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

HERE = Path(__file__).parent
FILE = "双方约定：场地共用，活动共办。"
"""What is sent as a file."""
PLACE = re.compile(r"\{\{(\$?\w+)\}\}")


@dataclass(frozen=True)
class Step:
    """
    run      the name of the example, which is its root field's
    handle   who runs it, of the demo's people
    keep     what later steps know by these names: paths in the answer's data
    put      the path in the answer's data of where a file is sent behind it; empty: nowhere
    """

    run: str
    handle: str
    keep: Mapping[str, str] = field(default_factory=dict)
    put: str = ""


@dataclass(frozen=True)
class Story:
    name: str
    steps: list[Step]


def names() -> list[str]:
    return sorted(each.stem for each in HERE.glob("*.graphql"))


def text(name: str) -> str:
    return (HERE / f"{name}.graphql").read_text("utf-8")


def kind(name: str) -> str:
    """`query`, `mutation` or `subscription`."""
    return str(re.findall(r"^[a-z]+", text(name), re.MULTILINE)[0])


def variables(name: str) -> str:
    """As JSON with places; empty where the example takes none."""
    file = HERE / f"{name}.json"
    return file.read_text("utf-8") if file.exists() else ""


def filled(name: str, known: Mapping[str, str]) -> Any:
    """The variables of an example, with what is known in their places.

    raises   KeyError when nothing before it kept a value
    """
    def value(found: re.Match[str]) -> str:
        return str(uuid4()) if found[1] == "$guid" else known[found[1]]

    return json.loads(PLACE.sub(value, variables(name)) or "{}")


def stories() -> list[Story]:
    return [Story(story["name"], [Step(each["run"], each["as"], each.get("keep", {}), each.get("put", ""))
                                  for each in story["steps"]])
            for story in json.loads((HERE / "stories.json").read_text("utf-8"))]
