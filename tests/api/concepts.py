"""The concepts that have their cases in a file of their own, for the tests that go through all of them."""
from types import ModuleType
from typing import Any
from uuid import UUID

from tests.api import (
    activity_cases,
    admission_cases,
    agreement_cases,
    attachment_cases,
    cadence_cases,
    card_cases,
    commitment_cases,
    conference_cases,
    dual_report_cases,
    fund_cases,
    lead_cases,
    mail_cases,
    mobilization_cases,
    opinion_cases,
    pairing_cases,
    project_cases,
    seat_cases,
    service_duty_cases,
    share_cases,
    system_cases,
    team_cases,
    topic_cases,
    webhook_cases,
    whistle_cases,
    whistle_link_cases,
    whistle_message_cases,
    widening_cases,
    wish_cases,
    yearly_report_cases,
)
from tests.api.client import Client
from tests.city import City

ALL: tuple[ModuleType, ...] = (
    admission_cases,
    opinion_cases,
    agreement_cases,
    attachment_cases,
    cadence_cases,
    card_cases,
    commitment_cases,
    conference_cases,
    lead_cases,
    mail_cases,
    pairing_cases,
    dual_report_cases,
    activity_cases,
    mobilization_cases,
    project_cases,
    fund_cases,
    seat_cases,
    service_duty_cases,
    share_cases,
    system_cases,
    team_cases,
    topic_cases,
    webhook_cases,
    whistle_cases,
    whistle_link_cases,
    whistle_message_cases,
    widening_cases,
    wish_cases,
    yearly_report_cases,
)
"""Of each: CASES and OTHER (`test_mutations`), RIGHTS and POWERS (`test_rights`), TOLD, OTHERS and SEEN (`test_trail`), and
what there is for them (`made`); an object of it with all that one can have (`rich`, of `test_new_connections`)."""


def listed(name: str) -> list[Any]:
    """What is in the lists of all that have one of this name."""
    return [each for concept in ALL for each in getattr(concept, name, ())]


def named(name: str) -> dict[Any, Any]:
    """The same of mappings."""
    return {key: value for concept in ALL for key, value in getattr(concept, name, {}).items()}


async def made(client: Client) -> dict[str, tuple[str, Any]]:
    """What the cases of all of them name: for each name a type and an id."""
    found: dict[str, tuple[str, Any]] = {}
    for concept in ALL:
        of_it = await concept.made(client)
        assert not of_it.keys() & found.keys(), "a name is another concept's"
        found |= of_it
    return found


async def rich(connection: Any, city: City) -> dict[str, UUID]:
    """One object of each that has it made so, by the name that payloads have for it."""
    return {name: each for concept in ALL if hasattr(concept, "rich")
            for name, each in (await concept.rich(connection, city)).items()}
