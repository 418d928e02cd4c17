"""Every table in whose objects' history events stand."""
from collections.abc import Mapping

from domain import (
    activities,
    admissions,
    agreements,
    commitments,
    conferences,
    dual_reports,
    funds,
    items,
    opinions,
    pairings,
    projects,
    resolutions,
    service_duties,
    topics,
    webhooks,
    whistle_messages,
    whistles,
    wishes,
)
from domain.sight import Subject

_DECLARED = (
    items.SUBJECT,
    Subject("organization"),
    Subject("station"),
    Subject("member"),
    Subject("office"),
    Subject("joint_committee"),
    Subject("seat"),
    conferences.SUBJECT,
    admissions.SUBJECT,
    opinions.SUBJECT,
    agreements.SUBJECT,
    pairings.SUBJECT,
    dual_reports.SUBJECT,
    activities.SUBJECT,
    activities.SIGN_UPS,
    service_duties.SUBJECT,
    topics.SUBJECT,
    resolutions.SUBJECT,
    *commitments.SUBJECTS,
    projects.SUBJECT,
    funds.SUBJECT,
    webhooks.SUBJECT,
    wishes.SUBJECT,
    whistles.SUBJECT,
    whistle_messages.SUBJECT,
    Subject("route"),
)
ALL: Mapping[str, Subject] = {each.table: each for each in _DECLARED}
