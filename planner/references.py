"""Rows asked for by what names them: federation's `_entities`, Relay's `nodes`.

Representations are sorted by type; one statement for each type; answers in their order.
"""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from db.select import Expression
from domain.languages import Bilingual
from domain.refusals import BadInput, NotFound
from planner import bounds, ids, notes, text_parameters
from planner.arguments import Read, Run
from planner.catalogue import Catalogue, Entity
from planner.keys import Part
from planner.plan import Level
from planner.statement import Statement


@dataclass
class Sorted:
    """Representations by type: those that say the same once.

    values  for each type and part of a key, as many values as the type has representations; null where another key
            is used
    given   for each type, its representations
    places  for each of a type's different representations, where it stood
    wrong   what is wrong with those that name nothing
    count   how many there were
    """

    count: int

    values: dict[str, dict[Part, list[Any]]] = field(default_factory=dict)
    given: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    places: dict[str, list[list[int]]] = field(default_factory=dict)
    wrong: dict[int, BadInput] = field(default_factory=dict)


def of_ids(catalogue: Catalogue, name: str, read: Read) -> Read:
    """What represents the rows with the global IDs of the argument `name`; None for what is no type's.

    raises    BadInput when it is run
    """
    tags = catalogue.tags("Node")

    def representations(run: Run) -> list[Any]:
        given = [bounds.text(name, each, bounds.ID) for each in read(run)]
        return [((tag := ids.tag(each)) in tags and {"__typename": tags[tag], "id": each}) or None for each in given]

    return representations


def sort(catalogue: Catalogue, representations: Sequence[Any]) -> Sorted:
    """None among them asks for nothing."""
    found, known = Sorted(len(representations)), dict[str, list[int]]()
    for place, each in enumerate(representations):
        if each is None:
            continue
        said = repr(each)
        if said in known:
            known[said].append(place)
            continue
        try:
            entity, key = _key_of(catalogue, each)
        except BadInput as problem:
            found.wrong[place] = problem
            continue
        values = found.values.setdefault(entity.name, {part: [] for part in entity.parts})
        for part, listed in values.items():
            listed.append(key.get(part))
        found.given.setdefault(entity.name, []).append(each)
        found.places.setdefault(entity.name, []).append(known.setdefault(said, [place]))
    return found


def _key_of(catalogue: Catalogue, representation: Any) -> tuple[Entity, dict[Part, Any]]:
    """The type that is represented, and the values of those of its keys that are given whole, which name one row together;
    none where one of them names nothing.

    raises    BadInput
    """
    if not isinstance(representation, Mapping):
        raise BadInput("representations", Bilingual("须是对象。", "Must be an object."))
    name = representation.get("__typename")
    entity = catalogue.objects.get(name) if isinstance(name, str) else None
    if entity is None or not entity.keys:
        raise BadInput("representations", Bilingual(f"没有这样的实体类型：{name!r}。",
                                                    f"No entity type of this name: {name!r}."))
    found: dict[Part, Any] = {}
    for key in entity.keys:
        values = {part: _at(representation, part.path) for part in entity.parts if part.key == key}
        if all(isinstance(value, str) for value in values.values()):
            for value in values.values():
                bounds.text("representations", value)
            found |= {part: _meant(catalogue, entity, part, value) for part, value in values.items()}
    if found:
        return entity, {} if None in found.values() else found
    keys = "、".join(entity.keys)
    raise BadInput("representations", Bilingual(f"{name} 须给出其键之一：{keys}。", f"{name} needs one of its keys: {keys}."))


def _at(representation: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        representation = representation.get(name) if isinstance(representation, Mapping) else None
    return representation


def _is_row_id(entity: Entity, part: Part) -> bool:
    return part.key == "id" and entity.tag is not None


def _meant(catalogue: Catalogue, entity: Entity, part: Part, text: str) -> Any:
    """The column's value for what a representation has; None when no row has it."""
    if _is_row_id(entity, part):
        return _row_id(catalogue, entity, text)
    written = entity.written.get(part.column)
    return written(text) if written else text if text_parameters.is_storable(text) else None


def _row_id(catalogue: Catalogue, entity: Entity, text: str) -> Any:
    try:
        return ids.decode(text, catalogue.tags(entity.name))
    except NotFound:
        return None


REPRESENTATION = Expression(("k.given",), frozenset({("k", "given")}))
"""Where a statement of `write` has the representation that a row was found by."""


def in_run(catalogue: Catalogue, read: Read, run: Run) -> Sorted:
    """The run's representations, sorted once."""
    found = run.given.get(("references", read))
    if found is None:
        found = run.given["references", read] = sort(catalogue, read(run))
    assert isinstance(found, Sorted)
    return found


def _sql(statement: Statement, entity: Entity, read: Read) -> str:
    """The statement that finds the rows of one type by any of its keys."""
    def values(part: Part) -> Read:
        return lambda run: in_run(statement.catalogue, read, run).values[entity.name][part]

    arrays = {f"k{number}": statement.bind(values(part), "uuid[]" if _is_row_id(entity, part) else "text[]", part,
                                              f"{'.'.join(part.path)} of the representations")
              for number, part in enumerate(entity.parts)}
    named: dict[str, list[str]] = {}
    for name, part in zip(arrays, entity.parts, strict=True):
        named.setdefault(part.key, []).append(f"{part.column} = k.{name}")
    found = " UNION ALL ".join(f"SELECT * FROM {entity.table} WHERE {' AND '.join(each)}" for each in named.values())
    fits = [f"(k.{name} IS NULL OR t.{part.column} = k.{name})" for name, part in zip(arrays, entity.parts, strict=True)]
    condition = statement.all_of("t", {notes.TYPE: entity.where, notes.VISIBILITY: entity.seen,
                                       notes.KEY: " AND ".join(fits) if len(named) > 1 else None})
    if any(column.reads & REPRESENTATION.reads for column in statement.columns):
        arrays["given"] = statement.bind(
            lambda run: in_run(statement.catalogue, read, run).given[entity.name], "jsonb[]", "representations",
            "the representations")
    return statement.around(f"unnest({', '.join(map(str, arrays.values()))}) WITH ORDINALITY AS k ({', '.join(arrays)}, ord) "
                            f"CROSS JOIN LATERAL (SELECT * FROM ({found}) t WHERE {condition} LIMIT 1) t")


def write(level: Level, statement: Statement, entity: Entity, read: Read, argument: str, most: int) -> None:
    """Finish the level of one type's rows.

    argument   the field's, for messages
    most       how many rows may be represented, of all types
    """
    level.sql, level.binds = _sql(statement, entity, read), statement.binds

    def places(run: Run) -> list[list[int]]:
        return in_run(statement.catalogue, read, run).places.get(entity.name, [])

    def represented(run: Run) -> int:
        if (count := len(read(run))) > most:
            raise BadInput(argument, Bilingual(f"最多 {most} 个，给了 {count} 个。", f"At most {most}; there were {count}."))
        return sum(map(len, places(run)))

    level.wanted = lambda run: bool(places(run))
    level.represented = represented
