"""A process, declared once: the states of an object, the steps between them, whose they are, and the clock's part.

Data and pure functions only. What `viewerCan` answers and `WrongState` says, the GraphQL enums and their words, the kinds of
events, the diagrams in docs/, the tests of every step in every state, and the scheduler's work are made from a declaration.
Its SQL is written by hand: a test compares the table's CHECKs with it.
"""
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from domain.refusals import WrongState
from domain.words import Words

GONE = "GONE"
"""Where a step leads that deletes the object: no state."""
CLOCK = "CLOCK"
"""The role of nobody: such a step is taken by the scheduler, when a deadline passes."""
FOLLOWS = "FOLLOWS"
"""The role of nobody either: such a step follows from one with another object."""
NOBODYS = frozenset({CLOCK, FOLLOWS})


@dataclass(frozen=True)
class State:
    """
    has   columns that are not null in it: the moments and reasons that it needs
    """

    words: Words
    has: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """
    by        whose step it is: a role that the concept knows, CLOCK or FOLLOWS
    sources   the states from which it leads
    target    the state to which; None: the state stays
    event     the kind of event that it leaves
    apart     of sources from which it is another thing: where it leads from there, and the kind of event
    """

    words: Words
    by: str
    sources: tuple[str, ...]
    target: str | None
    event: str
    apart: Mapping[str, tuple[str | None, str]] = field(default_factory=dict)

    @property
    def events(self) -> tuple[str, ...]:
        """The kinds of events that it may leave."""
        return (self.event, *(event for _, event in self.apart.values()))

    def from_(self, source: str) -> tuple[str | None, str]:
        """Where it leads from a state, and the kind of event."""
        return self.apart.get(source, (self.target, self.event))


@dataclass(frozen=True)
class Deadline:
    """
    column   of the moment from which on the clock takes the step, and, where that leads to another state, nobody any other;
             null: there is none. A step that leaves the state (a reminder, a level, a stage) moves the column on
    """

    column: str
    states: tuple[str, ...]
    step: str


@dataclass(frozen=True)
class Passage:
    """Where a day alone leads: nothing is written then, whoever asks tells the state from the column.

    last   whether the column has the last day of the one state, not the first of the other
    """

    source: str
    target: str
    column: str
    last: bool

    def is_over(self, days: Mapping[str, date | None], today: date) -> bool:
        """Whether it is past, by the columns' days; null never comes."""
        day = days[self.column]
        return day is not None and (day < today if self.last else day <= today)


@dataclass(frozen=True)
class Process:
    """
    table      of the objects
    type       the GraphQL type of the objects
    words      what one of them is called
    begins     the states in which an object begins, each with the kind of event that says so
    states     by name, in the order of a life
    steps      by name
    state      the column that has the state; None: it is told from others, by the passages if days tell it
    passages   in the order of a life
    deeds      what else one may be forbidden to do with them, such as to make one
    """

    table: str
    type: str
    words: Words
    begins: Mapping[str, str]
    states: Mapping[str, State]
    steps: Mapping[str, Step]
    deadlines: tuple[Deadline, ...] = ()
    state: str | None = "state"
    passages: tuple[Passage, ...] = ()
    deeds: Mapping[str, Words] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("begins", "states", "steps", "deeds"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        led = {state for step in self.steps.values() for source in step.sources
               for state in (source, step.from_(source)[0]) if state not in (None, GONE)}
        due = {state for deadline in self.deadlines for state in deadline.states}
        passed = {state for passage in self.passages for state in (passage.source, passage.target)}
        if strange := {*self.begins, *led, *due, *passed} - self.states.keys():
            raise ValueError(f"{self.table}: no such states: {sorted(strange)}")
        if self.state and self.passages:
            raise ValueError(f"{self.table}: a state that days tell is not stored")
        by_clock = {name for name, step in self.steps.items() if step.by == CLOCK}
        if by_clock != {deadline.step for deadline in self.deadlines}:
            raise ValueError(f"{self.table}: the clock's steps are those of its deadlines: {sorted(by_clock)}")

    @property
    def words_of_states(self) -> Mapping[str, Words]:
        return {name: state.words for name, state in self.states.items()}

    @property
    def words_of_steps(self) -> Mapping[str, Words]:
        return {name: step.words for name, step in self.steps.items()}

    @property
    def events(self) -> tuple[str, ...]:
        """The kinds of events of its beginnings and steps."""
        return tuple(dict.fromkeys([*self.begins.values(), *(event for step in self.steps.values() for event in step.events)]))

    def action(self, step: str) -> str:
        """What somebody would do who takes it: `CONFIRM_STATION`."""
        return f"{step}_{self.table}".upper()

    def state_at(self, state: str, moments: Mapping[str, datetime | None], now: datetime) -> str:
        """The state that holds, also where the clock has not written it yet.

        moments   of the columns of those deadlines that lead to another state
        """
        for deadline in self.deadlines:
            target = self.steps[deadline.step].target
            if target and state in deadline.states and (due := moments[deadline.column]) is not None and due <= now:
                return target
        return state

    def state_on(self, days: Mapping[str, date | None], today: date) -> str:
        """The state that the passages tell, from the first one on.

        days   of their columns
        """
        state = next(iter(self.states))
        for passage in self.passages:
            if state == passage.source and passage.is_over(days, today):
                state = passage.target
        return state

    def check(self, step: str, state: str) -> None:
        """Let a step be taken in a state that holds.

        raises   WrongState
        """
        sources = self.steps[step].sources
        if state not in sources:
            raise WrongState(str(state), [str(source) for source in sources])
