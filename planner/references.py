"""Federation's `_entities`: representations sorted by type, one statement for each type, answers in their order."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.refusals import BadInput, NotFound
from planner import ids
from planner.arguments import Read, Run
from planner.catalogue import Catalogue, Entity
from planner.statement import Statement


@dataclass
class Sorted:
    """Representations by type.

    values  for each type and key, as many values as the type has representations; null where another key is used
    places  for each type, where its representations stood
    wrong   what is wrong with those that name nothing
    """

    values: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    places: dict[str, list[int]] = field(default_factory=dict)
    wrong: dict[int, BadInput] = field(default_factory=dict)


def sort(catalogue: Catalogue, representations: Sequence[Any]) -> Sorted:
    found = Sorted()
    for place, each in enumerate(representations):
        try:
            entity, key, value = _key_of(catalogue, each)
        except BadInput as problem:
            found.wrong[place] = problem
            continue
        values = found.values.setdefault(entity.name, {name: [] for name in entity.keys})
        for name in entity.keys:
            values[name].append(value if name == key else None)
        found.places.setdefault(entity.name, []).append(place)
    return found


def _key_of(catalogue: Catalogue, representation: Any) -> tuple[Entity, str, Any]:
    if not isinstance(representation, Mapping):
        raise BadInput("representations", "须是对象。Must be an object.")
    name = representation.get("__typename")
    entity = catalogue.objects.get(name) if isinstance(name, str) else None
    if entity is None or not entity.keys:
        raise BadInput("representations", f"没有这样的实体类型：{name!r}。No entity type of this name: {name!r}.")
    for key in entity.keys:
        value = representation.get(key)
        if isinstance(value, str):
            return entity, key, _row_id(catalogue, entity, value) if key == "id" else value.replace("\0", "")
    keys = "、".join(entity.keys)
    raise BadInput("representations", f"{name} 须给出其键之一：{keys}。{name} needs one of its keys: {keys}.")


def _row_id(catalogue: Catalogue, entity: Entity, text: str) -> Any:
    try:
        return ids.decode(text, catalogue.tags(entity.name))
    except NotFound:
        return None


def in_run(catalogue: Catalogue, read: Read, run: Run) -> Sorted:
    """The run's representations, sorted once."""
    found = run.given.get(("references", read))
    if found is None:
        found = run.given["references", read] = sort(catalogue, read(run))
    assert isinstance(found, Sorted)
    return found


def sql(statement: Statement, entity: Entity, read: Read) -> str:
    """The statement that finds the rows of one type by any of its keys."""
    def values(name: str) -> Read:
        return lambda run: in_run(statement.catalogue, read, run).values[entity.name][name]

    arrays = ", ".join(statement.bind(values(name), "uuid[]" if name == "id" else "text[]", ("key", name))
                       for name in entity.keys)
    names = [f"k{number}" for number in range(len(entity.keys))]
    found = " UNION ALL ".join(f"SELECT * FROM {entity.table} WHERE {column} = k.{name}"
                               for name, column in zip(names, entity.keys.values(), strict=True))
    condition = statement.conditions("t", entity.where, entity.seen)
    return (f"SELECT {statement.selected()} FROM unnest({arrays}) WITH ORDINALITY AS k ({', '.join(names)}, ord) "
            f"CROSS JOIN LATERAL (SELECT * FROM ({found}) t WHERE {condition} LIMIT 1) t {' '.join(statement.joins)}")
