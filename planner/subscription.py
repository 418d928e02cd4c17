"""What of a subscription its payload's declaration says."""
from collections.abc import Mapping
from dataclasses import dataclass, field

from db.log import audience


@dataclass(frozen=True)
class SubscriptionSource:
    """A subscription: which events it is about, and which of them the viewer gets.

    payload  the type of what is sent
    events   beginnings of the kinds of events
    object   the type of object that they happened to; None: any
    subject  which row an event is about: its `subject_id`, `object_id` or own `id`
    target   the type of that row, whose visibility holds
    on       what must hold for it besides
    only_seen_events   whether only those get it who see the event, too
    by       the viewer's values by one of which alone an event can concern it (`db.log.audience`)
    key      the row's column that has its `subject`
    newly    kinds of events that open a row to more people: of each the columns that it changed, by expressions of the row
             and the event `e` as they were before: who saw it by them is not told again
    """

    payload: str
    events: tuple[str, ...]
    object: str | None
    subject: str
    target: str
    on: str = "true"
    only_seen_events: bool = False
    by: tuple[str, ...] = audience.KEYED
    key: str = "id"
    newly: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
