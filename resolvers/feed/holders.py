"""By whose rights something is, so that a change of rights finds what it concerns without a look at all the rest."""
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable
from typing import Generic, TypeVar
from uuid import UUID

from domain.viewer import Viewer

Held = TypeVar("Held", bound=Hashable)


def of_viewer(viewer: Viewer) -> tuple[UUID, ...]:
    """Whose rights a viewer has: its member's, and of who acts for each of its organisations or sits on its committees."""
    return (viewer.member_id, *viewer.acts_for, *viewer.sits_on)


class Holders(Generic[Held]):
    """Things by whose rights they have, as `domain.trail.whose_rights` names them."""

    def __init__(self) -> None:
        self._whose: dict[Held, Collection[UUID] | None] = {}
        self._by: defaultdict[UUID | None, dict[Held, None]] = defaultdict(dict)

    def hold(self, held: Held, whose: Collection[UUID] | None) -> None:
        """Have a thing found by these from now on.

        whose   None: by anybody's, as nobody knows yet whose they are
        """
        self.let_go(held)
        self._whose[held] = whose
        for each in [None] if whose is None else whose:
            self._by[each][held] = None

    def let_go(self, held: Held) -> None:
        if held not in self._whose:
            return
        whose = self._whose.pop(held)
        for each in [None] if whose is None else whose:
            del self._by[each][held]
            if not self._by[each]:
                del self._by[each]

    def of(self, whose: UUID | None) -> Iterable[Held]:
        """What a change of these rights may concern; None: of anybody's."""
        if whose is None:
            return list(self._whose)
        return [*self._by.get(whose, ()), *self._by.get(None, ())]
