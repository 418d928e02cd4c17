"""What one operation, or one event of a subscription, knows about its surroundings. Never kept for a whole socket."""
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from db.driver.connection import Pool
from db.driver.pool import ANYBODY
from domain.languages import Language
from domain.refusals import NotAMember, Unauthenticated
from domain.viewer import Viewer
from resolvers.writing.batching import Together


def _nobody_waits() -> None:
    """Instead of waking a relay, where there is none in this process."""


def _nobody_remembers(_: UUID | None) -> None:
    """Instead of forgetting rights, where none are remembered."""


def _nobody_counts(_: int) -> None:
    """Instead of charging somebody."""


@dataclass
class Context:
    """The surroundings of one operation.

    viewer         None: not signed in, or a stranger
    stranger       signed in, but no active member has the token's subject
    request_id     in the answer's headers, in the logs, and in every event that the operation writes
    clock          gives the present moment, aware
    answer_within  how long a proposal waits for its answer before it lapses
    most_unanswered   proposals that an organisation may have unanswered; None: any number
    lead_quota     of a committee that is founded: projects that a part-time member may lead in a calendar year
    wrote          called after each commit, so that the relay need not be waited for
    mails          whether the hub sends mail
    inner_webhooks whether messages may go to addresses of the inner network, by http too
    root_fields    that the API has, of the three kinds; None: not known here
    together       joins its proposals to those of other operations that have the same
    spend          called with the cost of what is about to be read
    write          called with the number of mutations before any is done; what it raises, the request ends with
    language       of its messages
    asker          in whose line a text waits that is new (`Turns`)
    rights_changed called after a commit that changed remembered rights, with whose (`feed.viewer_cache.Rights.forget`)
    """

    pool: Pool
    viewer: Viewer | None
    request_id: str
    clock: Callable[[], datetime]
    answer_within: timedelta = timedelta(hours=72)
    most_unanswered: int | None = 50
    lead_quota: int = 2
    mails: bool = False
    inner_webhooks: bool = False
    root_fields: frozenset[str] | None = None
    together: Together = field(default_factory=Together)
    wrote: Callable[[], None] = _nobody_waits
    rights_changed: Callable[[UUID | None], None] = _nobody_remembers
    spend: Callable[[int], None] = _nobody_counts
    write: Callable[[int], None] = _nobody_counts
    stranger: bool = False
    language: Language = Language.BOTH
    asker: Hashable = ANYBODY

    @property
    def nobody(self) -> Unauthenticated:
        """What is raised where a member is needed and there is none."""
        return NotAMember() if self.stranger else Unauthenticated()

    @property
    def who(self) -> Hashable:
        """In whose share of the pool it works."""
        return self.viewer.member_id if self.viewer else ANYBODY
