"""What people do in the year: a line for each concept, in a file of its own."""
from dataclasses import dataclass
from itertools import chain

from tests.year.activities import Activities
from tests.year.admissions import Admissions
from tests.year.agreements import Agreements
from tests.year.cards import Cards
from tests.year.claims import Claims
from tests.year.commitments import Commitments
from tests.year.concept import Concept
from tests.year.conferences import Conferences
from tests.year.dual_reports import DualReports
from tests.year.duplicates import Duplicates
from tests.year.duties import Duties
from tests.year.guests import Guests
from tests.year.items import Items
from tests.year.leads import Leads
from tests.year.mails import Mails
from tests.year.milestones import Milestones
from tests.year.mobilizations import Mobilizations
from tests.year.money import Money
from tests.year.notices import Notices
from tests.year.opinions import Opinions
from tests.year.pairings import Pairings
from tests.year.projects import Projects
from tests.year.reports import Reports
from tests.year.resolutions import Resolutions
from tests.year.systems import Systems
from tests.year.teams import Teams
from tests.year.terms import Terms
from tests.year.threads import Threads
from tests.year.topics import Topics
from tests.year.webhooks import Webhooks
from tests.year.whistles import Whistles
from tests.year.widening import Widening
from tests.year.wishes import Wishes
from tests.year.yearly_reports import YearlyReports

Kinds = tuple[type[Concept], ...]


@dataclass(frozen=True)
class Days:
    """In which order people do what they do on a working day.

    first    what changes who may do or see what, one after the other
    beside   what different people do side by side, each row one after the other
    last     what compares what all the others did
    """

    first: Kinds
    beside: tuple[Kinds, ...]
    last: Kinds

    def all(self) -> Kinds:
        return (*self.first, *chain.from_iterable(self.beside), *self.last)


_RIGHTS: Kinds = (Terms, Pairings, Agreements, Admissions, Leads, Guests)
_OF_COMMITTEES: tuple[Kinds, ...] = (
    (Items, Widening, Claims, Cards),
    (Conferences, Topics, Resolutions),
    (Commitments, Opinions, Projects, Milestones, Money, Reports),
)
_RECOUNTS: Kinds = (Notices, Duties)
COMMITTEES = Days(_RIGHTS, _OF_COMMITTEES, _RECOUNTS)
"""The lists, and the committees' work on them."""
ALL = Days(
    (*_RIGHTS, Webhooks, Mails),
    (
        *_OF_COMMITTEES,
        (Wishes, DualReports, Activities, Teams, Mobilizations, YearlyReports),
        (Whistles, Duplicates, Threads, Systems),
    ),
    _RECOUNTS,
)
"""All that there is."""
