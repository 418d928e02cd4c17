"""A process, declared once: the states of an object, the steps between them, whose they are, and the clock's part.

Data and pure functions only. What `viewerCan` answers and `WrongState` says, the GraphQL enums and their words, the kinds of
events, the diagrams in docs/, the tests of every step in every state, and the scheduler's work are made from a declaration.
Its SQL is written by hand: a test compares the table's CHECKs with it.
"""
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from domain.refusals import WrongState
from domain.words import Words

GONE = "GONE"
"""Where a step leads that deletes the object: no state."""
CLOCK = "CLOCK"
"""The role of nobody: such a step is taken by the scheduler, when a deadline passes."""


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
    by        whose step it is: a role that the concept knows, or CLOCK
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
class Process:
    """
    table    of the objects
    type     the GraphQL type of the objects
    begins   the states in which an object begins, each with the kind of event that says so
    states   by name, in the order of a life
    steps    by name
    """

    table: str
    type: str
    begins: Mapping[str, str]
    states: Mapping[str, State]
    steps: Mapping[str, Step]
    deadlines: tuple[Deadline, ...] = ()

    def __post_init__(self) -> None:
        for name in ("begins", "states", "steps"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        led = {state for step in self.steps.values() for source in step.sources
               for state in (source, step.from_(source)[0]) if state not in (None, GONE)}
        due = {state for deadline in self.deadlines for state in deadline.states}
        if strange := {*self.begins, *led, *due} - self.states.keys():
            raise ValueError(f"{self.table}: no such states: {sorted(strange)}")
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

    def state_at(self, state: str, moments: Mapping[str, datetime | None], now: datetime) -> str:
        """The state that holds, also where the clock has not written it yet.

        moments   of the deadlines' columns
        """
        for deadline in self.deadlines:
            due = moments[deadline.column] if state in deadline.states else None
            if due is not None and due <= now and (target := self.steps[deadline.step].target):
                return target
        return state

    def check(self, step: str, state: str) -> None:
        """Let a step be taken in a state that holds.

        raises   WrongState
        """
        sources = self.steps[step].sources
        if state not in sources:
            raise WrongState(str(state), [str(source) for source in sources])
