"""To whom a joint committee gives something to do: a resolution, a commitment."""
from collections.abc import Sequence

from domain import codes
from domain.languages import Bilingual
from domain.organizations import OrganizationKind
from domain.refusals import BadInput


def is_of_area(kind: str, divisions: Sequence[str], home_code: str) -> bool:
    """Whether an organisation is one of those among whom a committee of a division works: the divisions in it and above it, the
    units stationed in it, and the departments of its district.

    divisions   the organisation's own code, or its stations' communities
    """
    area = home_code[:codes.DIGITS_OF_KIND["DISTRICT"]] if kind == OrganizationKind.DEPARTMENT else home_code
    return any(codes.are_in_line(code, area) for code in divisions)


def check(field: str, *, concerned: bool) -> None:
    """What a committee resolves is done by whom that concerns.

    concerned   whether the owner to be is of its area, has a seat on it, or is paired with somebody in its division
    raises      BadInput
    """
    if not concerned:
        raise BadInput(field, Bilingual(
            "须为委员会区划内或其上级的区划、驻区单位、本区县的部门，或在委员会有席位、与区划内结对的组织。",
            "It must be a division in or above the committee's, a unit stationed there, a department of its district, or an "
            "organisation that has a seat on the committee or is paired with somebody in its division."))
