"""Every type of this room that has global IDs, whichever file declares it."""
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from pkgutil import iter_modules

SCHEMA = "schema.graphql"  # which asks


def of_room() -> tuple[type, ...]:
    """The types that `schema.declare.entity` gave a tag, by name."""
    names = (f"{__package__}.{module.name}" for module in iter_modules([str(Path(__file__).parent)]))
    found = {each for name in names if name != SCHEMA for each in vars(import_module(name)).values()
             if isinstance(each, type) and getattr(each, "__sandan__", {}).get("tag")}
    return tuple(sorted(found, key=attrgetter("__name__")))
