"""What is wrong with values that were given: all of it is said at once, not the first alone."""
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from types import TracebackType
from typing import ParamSpec, TypeVar, cast

from domain.languages import Bilingual

Given = ParamSpec("Given")
Read = TypeVar("Read")


@dataclass
class Fault(Exception, ABC):
    """What is wrong with one value.

    field    what the rules call it: `place.longitude`, `starts_at`. Whoever took the value in says where its sender finds that:
             `input.startsAt` of a mutation, a column of a file
    others   of values beside it, found at the same time
    """

    field: str
    _: KW_ONLY
    others: "tuple[Fault, ...]" = ()

    @property
    @abstractmethod
    def message(self) -> Bilingual:
        """For people."""

    def __str__(self) -> str:
        return str(self.message)

    @property
    def all(self) -> "tuple[Fault, ...]":
        return self, *self.others


class Faults:
    """Lets checks that do not need one another all be done, and raises at its end what they found, as one.

    with Faults() as faults:
        title = faults.of(texts.line, "title", given)
        body = faults.of(texts.optional, "body", also_given)
    """

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def of(self, check: Callable[Given, Read], *given: Given.args, **named: Given.kwargs) -> Read:
        """What a check returns; nothing that may be used where it found a fault, since the end will raise that."""
        try:
            return check(*given, **named)
        except Fault as fault:
            self.note(fault)
            return cast("Read", None)

    def note(self, fault: Fault) -> None:
        self.found += fault.all

    def __enter__(self) -> "Faults":
        return self

    def __exit__(self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None) -> None:
        """raises   the first fault, with the others; what else was raised inside goes before them"""
        if isinstance(raised, Fault):
            self.note(raised)
        elif raised is not None:
            return
        if self.found:
            first, *others = self.found
            first.others = tuple(others)
            raise first.with_traceback(None) from None
