"""Notices: who is told of an event, and why. A row for each member, written with the event itself.

Nobody is told of what he did himself, nor, where somebody acted, those for whom he acted. The rules stand beside the kinds of
events that they tell of, in `domain/events/`.
"""
from collections.abc import Mapping

from domain.events import (
    agreements,
    commitments,
    committees,
    items,
    organizations,
    projects,
    services,
    systems,
    webhooks,
    whistles,
    wishes,
)
from domain.notice import Rule

RULES: Mapping[str, Rule] = {
    **items.RULES, **committees.RULES, **commitments.RULES, **projects.RULES, **wishes.RULES, **organizations.RULES,
    **agreements.RULES, **services.RULES, **webhooks.RULES, **systems.RULES, **whistles.RULES,
}
"""By the kind of event."""


def rule_of(kind: str, object_type: str) -> Rule | None:
    """Whom an event of this kind is told to, and why; None: nobody."""
    rule = RULES.get(kind)
    return rule if rule and rule.of in (None, object_type) else None
