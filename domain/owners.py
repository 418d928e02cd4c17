"""To whom a joint committee gives something to do: a resolution, a commitment."""
from collections.abc import Sequence

from domain import codes
from domain.organizations import OrganizationKind


def is_of_area(kind: str, divisions: Sequence[str], home_code: str) -> bool:
    """Whether an organisation is one of those among whom a committee of a division works: the divisions in it and above it, the
    units stationed in it, and the departments of its district.

    divisions   the organisation's own code, or its stations' communities
    """
    area = home_code[:codes.DIGITS_OF_KIND["DISTRICT"]] if kind == OrganizationKind.DEPARTMENT else home_code
    return any(codes.are_in_line(code, area) for code in divisions)
