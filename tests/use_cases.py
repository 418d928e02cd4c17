"""What a use case says of itself, read from its function."""
import inspect
import re
import types
from collections.abc import Mapping
from typing import Any, Union, Unpack, get_args, get_origin, get_type_hints

from domain.refusals import Refusal
from resolvers.writing.use_cases import UseCase

_RAISED = re.compile(r"raises\s+((?:[^\n]|\n[ ]{8,})*)")


def taken(use_case: UseCase[...]) -> Mapping[str, tuple[type, bool]]:
    """Its input by name: of what type it is, None aside, and whether it has to be given."""
    found: dict[str, tuple[type, bool]] = {}
    hints = get_type_hints(use_case.do)
    for each in list(inspect.signature(use_case.do).parameters.values())[1:]:
        hint = hints[each.name]
        if each.kind is inspect.Parameter.VAR_KEYWORD:
            assert get_origin(hint) is Unpack, f"{use_case.name}: **{each.name} is of no declared type"
            several = get_args(hint)[0]
            found |= {name: (_plain(type_), name in several.__required_keys__)
                      for name, type_ in get_type_hints(several).items()}
        else:
            assert each.kind is inspect.Parameter.KEYWORD_ONLY, f"{use_case.name}: {each.name} is not given by name"
            found[each.name] = _plain(hint), each.default is inspect.Parameter.empty
    return found


def _plain(hint: Any) -> type:
    if get_origin(hint) in (Union, types.UnionType):
        hint, = (each for each in get_args(hint) if each is not type(None))
    return get_origin(hint) or hint  # type: ignore[no-any-return]  # a class, whatever it holds


def raised(use_case: UseCase[...]) -> set[str]:
    """The refusals that its docstring says it raises."""
    text = _RAISED.search(use_case.do.__doc__ or "")
    assert text, f"{use_case.name}: the docstring says nothing of what is raised"
    return set(re.findall(r"[A-Z]\w+", text[1])) & Refusal.KINDS.keys()
