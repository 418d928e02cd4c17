"""What is declared of a kind of event: in whose history it stands, who sees it, what it may say, whose rights it changes.

All kinds there are: `domain.trail`.
"""
from dataclasses import dataclass
from enum import StrEnum

from domain.words import Words


class Readers(StrEnum):
    """Who sees an event. All but the last are of subjects with a sight of their own (`domain.sight.Subject`).

    SUBJECT    who sees the subject (`Demand.state`, `Claim.reason`)
    PUBLISHED  the same, but of what is older than its publication its own people alone (`Demand.title`)
    SHARE      who sees the share: the subject's own people, the recipient, the officers above (`Demand.shares`)
    DIVISION   who acts for the organisation that acted, and the officers above where it happened; the fields themselves are
               open to every member (`Office.kind`, `Seat.endsOn`)
    """

    SUBJECT = "SUBJECT"
    PUBLISHED = "PUBLISHED"
    SHARE = "SHARE"
    DIVISION = "DIVISION"


class Rights(StrEnum):
    """Whose rights an event changes.

    MEMBER     one member's: whom it is about or names
    UNIT       those of who acts for the unit that it names
    PAIRED     those of who acts for either side of the pairing
    RECIPIENT  nobody's, but who acts for the organisation that it names, or sits on the committee, may find more than before
    ANYBODY    it does not say
    """

    MEMBER = "MEMBER"
    UNIT = "UNIT"
    PAIRED = "PAIRED"
    RECIPIENT = "RECIPIENT"
    ANYBODY = "ANYBODY"


@dataclass(frozen=True)
class Kind:
    """
    words    what happened
    subject  the table in the history of whose object it stands, one of `domain.subjects.ALL`
    others   further ones, of what may be of one of several objects
    fields   the columns whose values it may tell; of any other it tells that it changed. Free text and places may name a
             resident, a contact does: none of them is here
    rights   whose it changes; None: nobody's
    """

    words: Words
    subject: str
    readers: Readers
    fields: frozenset[str] = frozenset()
    rights: Rights | None = None
    others: tuple[str, ...] = ()


def of(words: Words, subject: str, fields: str = "", others: tuple[str, ...] = ()) -> Kind:
    """One that who sees its subject sees, and that changes nobody's rights."""
    return Kind(words, subject, Readers.SUBJECT, frozenset(fields.split()), others=others)


def of_division(words: Words, subject: str, fields: str = "", rights: Rights | None = None) -> Kind:
    """One of the divisions' own order: see `Readers.DIVISION`."""
    return Kind(words, subject, Readers.DIVISION, frozenset(fields.split()), rights)
