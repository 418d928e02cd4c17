"""The concepts as the reference knows them: each has the answers to its fields in a file of its own."""
from collections.abc import Mapping
from types import ModuleType

from tests.reference import (
    activity_answers,
    admission_answers,
    agreement_answers,
    attachment_answers,
    card_answers,
    commitment_answers,
    committee_answers,
    conference_answers,
    dual_report_answers,
    duty_answers,
    event_answers,
    item_answers,
    mobilization_answers,
    node_answers,
    opinion_answers,
    organization_answers,
    pairing_answers,
    project_answers,
    system_answers,
    team_answers,
    topic_answers,
    webhook_answers,
    whistle_answers,
    wish_answers,
    yearly_report_answers,
)
from tests.reference.answers import Answer

ALL: tuple[ModuleType, ...] = (
    admission_answers,
    opinion_answers,
    activity_answers,
    team_answers,
    agreement_answers,
    attachment_answers,
    card_answers,
    commitment_answers,
    committee_answers,
    conference_answers,
    dual_report_answers,
    duty_answers,
    event_answers,
    item_answers,
    mobilization_answers,
    node_answers,
    organization_answers,
    pairing_answers,
    project_answers,
    system_answers,
    topic_answers,
    webhook_answers,
    wish_answers,
    yearly_report_answers,
    whistle_answers,
)
"""Of each: ANSWERS, by type and field; of types that are of several concepts, as `Query`, its own fields."""


def answers(type_name: str) -> Mapping[str, Answer]:
    """By field; the others are columns."""
    return {field: answer for concept in ALL for field, answer in concept.ANSWERS.get(type_name, {}).items()}
