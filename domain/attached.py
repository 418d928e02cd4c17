"""Everything that has attachments: each concept declares it beside its sight."""
from collections.abc import Mapping

from domain import agreements, conferences, funds, projects, topics, whistle_evidence, wishes
from domain.attachments import AttachmentOf

_DECLARED: tuple[AttachmentOf, ...] = (
    agreements.ATTACHED,
    projects.NOTE_ATTACHED,
    topics.ATTACHED,
    conferences.ATTACHED,
    projects.CARD_ATTACHED,
    funds.ATTACHED,
    wishes.ATTACHED,
    whistle_evidence.ATTACHED,
    whistle_evidence.PARTY_ATTACHED,
)
ALL: Mapping[str, AttachmentOf] = {each.type: each for each in _DECLARED}
"""By the type of the objects."""
