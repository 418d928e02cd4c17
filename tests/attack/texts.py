"""Texts that are made to be slow to read: for each shape, of any size.

    python -m tests.attack.texts     how long the hub's loop is held by the slowest of each shape, in milliseconds
"""
import argparse
from collections.abc import Callable, Iterator, Mapping
from time import process_time
from typing import NamedTuple

from planner import limits
from planner.documents import BadRequest, Documents
from schema import graphql

SIZES = (3, 10, 30, 60, 95, 130, 200, 300, 490, 700, 990, 1_500, 2_900, 5_000, 10_000, 21_000, 64_000, 1_000_000)


def _of(count: int, part: str, between: str = " ") -> str:
    """So many parts, each with its number in the place of `#`."""
    return between.join(part.replace("#", str(number)) for number in range(count))


def _fragments(count: int, spread: str, body: str) -> str:
    return f"{{ {spread} }} " + _of(count, f"fragment f# on Query {{ {body} }}")


def _chain(count: int, leaf: str, body: str = "...f{}") -> str:
    """Each fragment leads to the next."""
    chained = " ".join(f"fragment f{number} on Query {{ {body.format(number + 1)} }}" for number in range(count))
    return f"{{ ...f0 }} {chained} fragment f{count} on Query {{ {leaf} }}"


def _nested(count: int, opening: str, leaf: str, closing: str = " }") -> str:
    return opening * count + leaf + closing * count


DEEP = "items { nodes { publisher { home { name } } } }"
FILTER = "{{ items(filter: {{{}}}) {{ totalCount }} }}"

SHAPES: Mapping[str, Callable[[int], str]] = {
    "aliases of a leaf": lambda n: f"{{ {_of(n, 'a#: __typename')} }}",
    "aliases of a list": lambda n: f"{{ {_of(n, 'a#: items { totalCount }')} }}",
    "aliases with arguments": lambda n: f"{{ {_of(n, 'a#: node(id: 1) { id }')} }}",
    "aliases with filters": lambda n: f"{{ {_of(n, 'a#: items(filter: {text: 1, state: [DRAFT]}) { totalCount }')} }}",
    "an SDL many times": lambda n: f"{{ {_of(n, 'a#: _service { sdl }')} }}",
    "introspection many times": lambda n: f"{{ {_of(n, 'a#: __schema { types { fields { name } } }')} }}",
    "a field repeated": lambda n: f"{{ {_of(n, 'items { totalCount }')} }}",
    "a leaf repeated": lambda n: f"{{ {_of(n, '__typename')} }}",
    "a deep field repeated": lambda n: f"{{ {_of(n, DEEP)} }}",
    "a field repeated with other arguments": lambda n: f"{{ {_of(n, 'items(first: #) { totalCount }')} }}",
    "a field repeated in inline fragments": lambda n: (
        f"{{ items {{ nodes {{ {_of(n, '... on Demand { publisher { name } }')} }} }} }}"),
    "a field of each kind repeated": lambda n: (
        "{ items { nodes { " + " ".join(_of(n, f"... on {kind} {{ publisher {{ name }} home {{ name }} }}")
                                        for kind in ("Demand", "Resource", "Project")) + " } } }"),
    "two of each level": lambda n: f"{{ {_doubled(min(n, 9))} }}",
    "fragments that say the same": lambda n: _fragments(n, _of(n, "...f#"), "items { totalCount }"),
    "fragments that say different things": lambda n: _fragments(n, _of(n, "...f#"), "a#: items { totalCount }"),
    "fragments that say nothing": lambda n: (
        _fragments(n, _of(n, "...f#"), "...e") + " fragment e on Query { __typename @skip(if: true) }"),
    "fragments that nobody spreads": lambda n: _fragments(n, "__typename", "a: __typename"),
    "fragments of unknown types": lambda n: f"{{ {_of(n, '...f#')} }} " + _of(n, "fragment f# on Demandd { id }"),
    "a chain of fragments": lambda n: _chain(n, "__typename"),
    "a chain of fragments, each twice": lambda n: _chain(n, "...e", "...f{0} ...f{0}") + " fragment e on Query { __typename }",
    "a chain of fragments with a field each": lambda n: _chain(n, "__typename", "items {{ totalCount }} ...f{}"),
    "a circle of fragments": lambda n: _chain(n, "...f0"),
    "spreads of one fragment": lambda n: f"{{ {_of(n, '...f')} }} fragment f on Query {{ __typename }}",
    "spreads of an unknown fragment": lambda n: f"{{ {_of(n, '...g#')} }}",
    "inline fragments": lambda n: f"{{ {_of(n, '... on Query { a#: __typename }')} }}",
    "inline fragments within one another": lambda n: f"{{ {_nested(n, '... { ', '__typename')} }}",
    "inline fragments that cannot be": lambda n: f"{{ items {{ nodes {{ {_of(n, '... on Query { __typename }')} }} }} }}",
    "fields within one another": lambda n: _nested(n, "{ viewer ", "{ member { name } }"),
    "unknown fields": lambda n: f"{{ {_of(n, 'organisation#')} }}",
    "an unknown field with a long name": lambda n: f"{{ {'organization' * n} }}",
    "unknown arguments": lambda n: f"{{ items({_of(n, 'firsst#: 1')}) {{ totalCount }} }}",
    "an argument repeated": lambda n: f"{{ items({_of(n, 'first: 1')}) {{ totalCount }} }}",
    "unknown fields of an input": lambda n: FILTER.format(_of(n, "stat#: 1", ", ")),
    "a field of an input repeated": lambda n: FILTER.format(_of(n, "text: 1", ", ")),
    "a directive repeated": lambda n: f"{{ __typename {_of(n, '@skip(if: true)')} }}",
    "unknown directives": lambda n: f"{{ __typename {_of(n, '@skipp#')} }}",
    "directives on an operation": lambda n: f"query {_of(n, '@snapshot')} {{ __typename }}",
    "a list": lambda n: FILTER.format(f"state: [{_of(n, 'DRAFT')}]"),
    "a list of what is none": lambda n: FILTER.format(f"state: [{_of(n, 'DRAFTT#')}]"),
    "a list of numbers": lambda n: FILTER.format(f"state: [{_of(n, '#')}]"),
    "lists within one another": lambda n: FILTER.format(f"state: {_nested(n, '[', '', ']')}"),
    "objects within one another": lambda n: FILTER.format(f"around: {_nested(n, '{longitude: ', '1', '}')}"),
    "representations": lambda n: (
        '{ _entities(representations: [' + _of(n, '{__typename: "Demand", id: "#"}') + "]) { __typename } }"),
    "a representation with lists within one another": lambda n: (
        '{ _entities(representations: [{__typename: "Demand", id: ' + _nested(n, "[", "1", "]") + "}]) { __typename } }"),
    "a long whole number": lambda n: f"{{ items(first: {'9' * n}) {{ totalCount }} }}",
    "a long number of any kind": lambda n: (
        '{ _entities(representations: [{__typename: "Demand", id: ' + "9" * n + "}]) { __typename } }"),
    "a long fraction": lambda n: FILTER.format(f"around: {{longitude: 0.{'9' * n}}}"),
    "a large exponent": lambda n: FILTER.format(f"around: {{longitude: 1e{'9' * n}, latitude: 1e400, radius: -1e400}}"),
    "escapes": lambda n: FILTER.format('text: "' + r"\u0041" * n + '"'),
    "escapes of pairs": lambda n: FILTER.format('text: "' + r"\uD83D\uDE00" * n + '"'),
    "escapes with braces": lambda n: FILTER.format('text: "' + r"\u{1F600}" * n + '"'),
    "short escapes": lambda n: FILTER.format('text: "' + r"\n" * n + '"'),
    "many strings": lambda n: f"{{ {_of(n, 'a#: node(id: __) { id }').replace('__', chr(34) * 2)} }}",
    "a block of lines": lambda n: FILTER.format('text: """' + " a\n" * n + '"""'),
    "a block of empty lines": lambda n: FILTER.format('text: """' + "\n" * n + '"""'),
    "a block of quotes": lambda n: FILTER.format('text: """' + r'\"""' * n + '"""'),
    "a string that never ends": lambda n: FILTER.format('text: "' + "a" * n),
    "a block that never ends": lambda n: FILTER.format('text: """' + "a" * n),
    "blanks": lambda n: f"{{ {' ' * n} __typename }}",
    "commas": lambda n: f"{{ {',' * n} __typename }}",
    "lines": lambda n: "{ " + "\r\n" * n + " __typename }",
    "a comment": lambda n: "{ #" + "a" * n + "\n __typename }",
    "comments": lambda n: "{ " + "#\n" * n + " __typename }",
    "a name": lambda n: f"{{ {'a' * n} }}",
    "an alias": lambda n: f"{{ {'a' * n}: __typename }}",
    "characters of three bytes": lambda n: FILTER.format('text: "' + "房" * n + '"'),
    "variables": lambda n: f"query({_of(n, '$a#: Int')}) {{ __typename }}",
    "variables that are used": lambda n: f"query({_of(n, '$a#: Int')}) {{ {_of(n, 'a#: items(first: $a#) { totalCount }')} }}",
    "a variable repeated": lambda n: f"query({_of(n, '$a: Int')}) {{ __typename }}",
    "variables of unknown types": lambda n: f"query({_of(n, '$a#: Itn')}) {{ __typename }}",
    "variables that nobody declares": lambda n: f"{{ {_of(n, 'a#: items(first: $a#) { totalCount }')} }}",
    "a variable of lists of lists": lambda n: f"query($a: {_nested(n, '[', 'Int', ']')}) {{ __typename }}",
    "variables with defaults": lambda n: f"query({_of(n, '$a#: [ItemState!] = [DRAFT]')}) {{ __typename }}",
    "operations": lambda n: _of(n, "query q# { __typename }"),
    "operations of one name": lambda n: _of(n, "query q { __typename }"),
    "operations with all fragments": lambda n: (
        _of(n, "query q# { ...f0 }") + _chain(min(n, 95), "__typename").removeprefix("{ ...f0 }")),
    "operations with variables in fragments": lambda n: (
        _of(n, "query q#($a: Int) { ...f0 }")
        + _chain(min(n, 95), "items(first: $a) { totalCount }").removeprefix("{ ...f0 }")),
    "subscriptions of many fields": lambda n: f"subscription {{ {_of(n, 'a#: changes { cursor }')} }}",
    "definitions of types": lambda n: _of(n, "type T# { a: Int }"),
}


def _doubled(levels: int) -> str:
    return f"items {{ nodes {{ a: id {_doubled_below(levels)} }} }}"


def _doubled_below(levels: int) -> str:
    inner = _doubled_below(levels - 1) if levels else "name"
    return f"publisher {{ name {inner} }} publisher {{ name {inner} }}" if levels < 6 else inner


def all_texts(most: int | None = None) -> Iterator[tuple[str, int, str]]:
    """Every shape in every size: its name, the size and the text.

    most   bytes of a text that is of interest; None: of any
    """
    for name, shape in SHAPES.items():
        for size in SIZES:
            text = shape(size)
            yield name, size, text
            if most is not None and len(text) > most:
                break


class Held(NamedTuple):
    """How long one text took: milliseconds of the processor, best of two."""

    milliseconds: float
    size: int
    said: str


def slowest(documents: Documents) -> dict[str, Held]:
    """For each shape the slowest of its texts."""
    found: dict[str, Held] = {}
    for name, size, text in all_texts(200_000):
        held = min((_held(documents, size, text) for _ in range(2)), key=lambda each: each.milliseconds)
        found[name] = max(found.get(name, held), held)
    return found


def _held(documents: Documents, size: int, text: str) -> Held:
    began, said = process_time(), ""
    try:
        documents._read(text)
    except (BadRequest, limits.TooCostly) as problem:
        said = str(problem)
    return Held((process_time() - began) * 1000, size, said[:80])


if __name__ == "__main__":
    argparse.ArgumentParser(prog="python -m tests.attack.texts", description=__doc__,
                            formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    reading = graphql.operations().planning.documents
    reading._read("{ __typename }")
    for name, held in sorted(slowest(reading).items(), key=lambda each: each[1].milliseconds):
        print(f"{held.milliseconds:8.1f} ms  {name} ({held.size}): {held.said or 'valid'}")
