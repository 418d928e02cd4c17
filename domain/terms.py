"""Terms: of an office or a seat, or of what organisations agree on, from its first day to its last, both of them included.

Nobody has to begin or to end one: what it is on a day is told from its two days, and rights ask for the day. To end one is
to say which day is its last.
"""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from domain.languages import Bilingual
from domain.process import Passage, Process, State, Step
from domain.refusals import BadInput
from domain.words import Words

_TOO_LONG = {5: Bilingual("期限最多五年。", "A term has five years at most."),
             10: Bilingual("期限最多十年。", "A term has ten years at most.")}


class TermState(StrEnum):
    UPCOMING = "UPCOMING"
    CURRENT = "CURRENT"
    ENDED = "ENDED"


class TermStep(StrEnum):
    END = "END"
    TRANSFER = "TRANSFER"
    LEAD = "LEAD"
    CONSENT = "CONSENT"


class Role(StrEnum):
    """Whose step it is."""

    OFFICER = "OFFICER"  # over the home of the office's organisation, or the division of the seat's committee
    LEADER = "LEADER"    # who holds the seat, acts for its committee's organisation, or is an officer over that


def process(table: str, type_: str, words: Words, begun: str, ended: str,
            more: Mapping[str, Step] = MappingProxyType({})) -> Process:
    """The life of what has a term, and what it is called.

    begun, ended   the kinds of the events
    more           other steps that it has
    """
    return Process(
        table=table, type=type_, words=words, begins=dict.fromkeys(TermState, begun), state=None,
        states={
            TermState.UPCOMING: State(
                Words("未开始", "Its first day is still to come; it gives no rights yet.", "：首日未到，尚无权限")),
            TermState.CURRENT: State(Words("任期内", "It holds today.")),
            TermState.ENDED: State(Words("已结束", "Its last day is over; it gives no rights.", "：末日已过，不再有权限")),
        },
        steps={TermStep.END: Step(
            Words("结束", "Say which day is its last, by endOffice or endSeat.", "：确定末日"), Role.OFFICER,
            (TermState.UPCOMING, TermState.CURRENT), None, ended), **more},
        passages=(Passage(TermState.UPCOMING, TermState.CURRENT, "starts_on", last=False),
                  Passage(TermState.CURRENT, TermState.ENDED, "ends_on", last=True)))


@dataclass(frozen=True, kw_only=True)
class Term:
    """What the rules need to know of an office or a seat.

    ends_on         its last day; None: open
    division_code   over which officers end it; None: not known, and nobody does
    """

    starts_on: date
    ends_on: date | None
    division_code: str | None

    def state_on(self, declared: Process, today: date) -> str:
        return declared.state_on({"starts_on": self.starts_on, "ends_on": self.ends_on}, today)


def check_days(starts_on: date, ends_on: date | None) -> None:
    """Let a term of office or seat pass, both days included.

    raises   BadInput
    """
    if ends_on is not None and ends_on < starts_on:
        raise BadInput("ends_on", Bilingual("任期结束不能早于开始。", "A term cannot end before it starts."))


def check_agreed(starts_on: date, ends_on: date, today: date, longest: int) -> None:
    """Let a term be asked for or proposed, of an agreement, a pairing, an admission: both days belong to it.

    longest  years that it has at the most
    raises   BadInput
    """
    if ends_on < starts_on:
        raise BadInput("ends_on", Bilingual("期限结束不能早于开始。", "A term cannot end before it starts."))
    if ends_on < today:
        raise BadInput("ends_on", Bilingual("期限须在今日或以后结束。", "The term must end today or later."))
    if ends_on - starts_on > timedelta(days=366 * longest):
        raise BadInput("ends_on", _TOO_LONG[longest])


def check_last_day(term: Term, new_end: date) -> None:
    """Let a term that is not over end at `new_end`, its last day, or not.

    raises   BadInput when it would end before it starts or later than now agreed
    """
    check_days(term.starts_on, new_end)
    if term.ends_on is not None and new_end > term.ends_on:
        raise BadInput("ends_on", Bilingual(f"任期原定于 {term.ends_on} 结束，不能推后。",
                                            f"The term was to end on {term.ends_on}; it cannot end later."))


def last_before(term: Term, starts_on: date, today: date) -> date:
    """The last day of a term that is handed over to one from `starts_on` on.

    raises   BadInput unless that is a later day of the term than its first, and not over
    """
    if starts_on < today:
        raise BadInput("starts_on", Bilingual("移交须自今日或以后。", "It must be handed over today or later."))
    if starts_on <= term.starts_on or (term.ends_on is not None and starts_on > term.ends_on):
        raise BadInput("starts_on", Bilingual(
            f"须在原任期之内且晚于首日 {term.starts_on}。",
            f"It must lie within the term, after its first day {term.starts_on}."))
    return starts_on - timedelta(days=1)
