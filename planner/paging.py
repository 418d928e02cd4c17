"""A connection's page: which rows, in which order, from where to where."""
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.languages import Bilingual
from domain.refusals import BadInput
from planner import cursors
from planner.arguments import Argument, Read, Run, variables
from planner.catalogue import Order
from planner.statement import Statement

DEFAULT, MOST = 20, 100
NEWEST_ID = Order("{t}.id", "uuid", descending=True)


@dataclass(frozen=True)
class Asked:
    """What the arguments ask for, as far as the plan depends on it."""

    order_name: str
    order: Order
    backward: bool
    after: Argument | None
    before: Argument | None
    limit: Read
    needed: Argument | None = None

    def keyset(self, statement: Statement, key: str, row_id: str) -> str:
        """The conditions that begin the page after one cursor and end it before the other."""
        texts = []
        for argument, name, follows in ((self.after, "after", True), (self.before, "before", False)):
            if argument:
                sign = ">" if follows is not self.order.descending else "<"
                bound = self._bound(statement, argument, name)
                texts.append(f"({key}, {row_id}) {sign} ({bound[0]}, {bound[1]})")
        return " AND ".join(texts)

    def _bound(self, statement: Statement, argument: Argument, name: str) -> tuple[str, str]:
        def read(part: int) -> Read:
            return lambda run: cursors.decode(name, argument.read(run), self.order_name, self.order.type,
                                              self._beside(run))[part]
        cursor = " ".join(["in the cursor", name, *variables(argument.written)])
        return (str(statement.bind(read(0), self.order.type, (argument.key, 0), f"the key {cursor}")),
                str(statement.bind(read(1), "uuid", (argument.key, 1), f"the id {cursor}")))

    def _beside(self, run: Run) -> list[Any]:
        given = self.needed.read(run) if self.needed else {}
        return [given[name] for name in self.order.beside]

    @property
    def direction(self) -> str:
        return "DESC" if self.order.descending is not self.backward else "ASC"


def asked(arguments: Mapping[str, Argument], orders: Mapping[str, Order], default: int = DEFAULT) -> Asked:
    """Read the paging arguments of a field.

    default   how many rows, when the arguments do not say
    raises    BadInput when they contradict each other in every run of this shape
    """
    def given(name: str) -> Argument | None:
        argument = arguments.get(name)
        return argument if argument and argument.sample is not None else None

    first, last, order = given("first"), given("last"), given("orderBy")
    if first and last:
        raise BadInput("last", Bilingual("first 与 last 须只取其一。", "Give either first or last, not both."))
    name = str(order.sample.value if order else next(iter(orders), "ID"))
    chosen = orders.get(name, NEWEST_ID)
    if chosen.needs and not given(chosen.needs):
        raise BadInput(chosen.needs, Bilingual(f"按 {name} 排序须给出 {chosen.needs}。",
                                               f"The order {name} needs {chosen.needs}."))
    return Asked(name, chosen, last is not None, given("after"), given("before"), _limit(first, last, default),
                 given(chosen.needs) if chosen.needs else None)


def _limit(first: Argument | None, last: Argument | None, default: int) -> Read:
    argument, name = (last, "last") if last else (first, "first")
    if argument is None:
        return lambda run: default

    def limit(run: Run) -> int:
        wanted: Any = argument.read(run)
        if not 0 <= wanted <= MOST:
            raise BadInput(name, Bilingual(f"须在 0 到 {MOST} 之间，给的是 {wanted}。", f"From 0 to {MOST}; it was {wanted}."))
        return int(wanted)

    return limit
