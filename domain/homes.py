"""Where an item is at home, and how widely it is open from there."""
from collections.abc import Sequence

from domain import codes
from domain.items import Scope
from domain.languages import Bilingual
from domain.refusals import BadInput


def home_code(publisher_code: str | None, station_codes: Sequence[str], asked: str | None) -> str:
    """The division where a new item is at home.

    publisher_code   the publisher's own division code; None of a unit
    station_codes    of a unit, the communities where it is stationed, first station first
    asked            what the publisher chose: within its division; of a unit, a station's community or a division
                     around it. None: its own division, or its first station's community
    raises           BadInput
    """
    if asked is None:
        own = publisher_code or next(iter(station_codes), None)
        if own is None:
            raise BadInput("division_code", Bilingual("该单位未驻任何社区。", "The unit is stationed in no community."))
        return own
    asked = codes.read("division_code", asked)
    fits = (codes.is_within(asked, publisher_code) if publisher_code
            else any(codes.is_within(station, asked) for station in station_codes))
    if not fits:
        raise BadInput("division_code", Bilingual("不在发布单位的区划内。", "Not within the publisher's divisions."))
    return asked


def may_come_from(grid_code: str, home: str, divisions: Sequence[str]) -> bool:
    """Whether a demand may name a grid: in its home, and where its publisher itself is. A unit's demand may be at home in the
    whole district; that makes no other community's grid its own.

    divisions   the publisher's own code, or its stations' communities
    """
    return codes.is_within(grid_code, home) and any(codes.is_within(grid_code, code) for code in divisions)


def scope_around(home: str, asked: str) -> Scope:
    """The scope asked for, or the home division's own level where that is wider: a street's item is the whole street's. Who
    is paired with the publisher is of no level.

    home   a division code; a grid's counts as its community's
    """
    if asked == Scope.PAIRED:
        return Scope.PAIRED
    narrowest_first: list[Scope] = [scope for scope in Scope if scope != Scope.PAIRED]
    fitting = [scope for scope in narrowest_first if codes.DIGITS_OF_SCOPE[scope] <= len(home)]
    return max(Scope(asked), fitting[0], key=narrowest_first.index)
