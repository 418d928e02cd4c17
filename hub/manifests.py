"""Registered operations, read from what the clients' own tools write: Apollo's manifests, and objects of ids and texts."""
from collections.abc import Iterator, Mapping
from pathlib import Path

import orjson

from hub import failures

APOLLO = "apollo-persisted-query-manifest"
FORMS = (f'{{"format": "{APOLLO}", "operations": [{{"id": "…", "body": "…"}}]}} as Apollo\'s tool writes it, '
         'or {"id": "text"} as relay-compiler and GraphQL Code Generator do')


def read(folder: Path | None, longest: int) -> Mapping[str, str]:
    """The operations of all JSON files of a folder, and of the folders in it, by their ids.

    folder    None: none are registered
    longest   bytes of a text
    raises    CannotStart, naming file and id
    """
    found: dict[str, str] = {}
    for file in sorted(folder.rglob("*.json")) if folder else ():
        for name, text in _operations(file):
            if found.setdefault(name, text) != text:
                raise _bad(file, f"another file has another text with the id {name}")
            if len(text.encode("utf-8", "replace")) > longest:
                raise _bad(file, f"the text of {name} is longer than SANDAN_TEXT_BYTES allows, {longest} bytes")
    return found


def _operations(file: Path) -> Iterator[tuple[str, str]]:
    try:
        values = orjson.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise _bad(file, f"cannot be read: {error}") from error
    if not isinstance(values, dict):
        raise _bad(file, f"must be {FORMS}")
    listed = values.get("operations") if values.get("format") == APOLLO else [
        {"id": name, "body": text} for name, text in values.items()]
    for each in listed if isinstance(listed, list) else [None]:
        match each:
            case {"id": str(name), "body": str(text)} if name and text.strip():
                yield name, text
            case _:
                raise _bad(file, f"must be {FORMS}")


def _bad(file: Path, what: str) -> failures.CannotStart:
    return failures.CannotStart(f"SANDAN_OPERATIONS: {file}: {what}")
