"""What a joint committee is made of (1+1+X+N): counted in the committee's own row, by the seats of today."""
from domain import compositions
from domain.compositions import CommitteePart
from domain.organizations import OrganizationKind
from domain.viewer import Viewer
from schema.days import TODAY, holds
from schema.declare import column, computed, entity
from schema.words import described

described(CommitteePart, "委员会的组成部分（1+1+X+N）。A part of what a committee is made of.")



def _held(kind: str) -> str:
    """Seats of a kind that are held today."""
    return f"FROM seat s WHERE s.committee_id = {{t}}.id AND s.kind = '{kind}' AND {holds('s', TODAY)}"


def _represented(kinds: frozenset[OrganizationKind]) -> str:
    """Seats of members who represent an organisation of one of these kinds today."""
    among = ", ".join(f"'{kind}'" for kind in sorted(kinds))
    return (f"FROM seat s JOIN organization o ON o.id = s.organization_id AND o.kind IN ({among}) WHERE s.committee_id = {{t}}.id "
            f"AND s.kind IN ('FULL_TIME', 'PART_TIME') AND {holds('s', TODAY)}")


FROM = {CommitteePart.SECRETARY: _held("SECRETARY"), CommitteePart.FIRST_SECRETARY: _held("FIRST_SECRETARY"),
        CommitteePart.PUBLIC_BODIES: _represented(compositions.PUBLIC_BODIES),
        CommitteePart.ENTERPRISES: _represented(compositions.ENTERPRISES)}
COUNTS = {part: f"(SELECT count({'*' if 'SECRETARY' in part else 'DISTINCT s.organization_id'})::int {text})"
          for part, text in FROM.items()}
COMPLETE = "(" + " AND ".join(f"EXISTS (SELECT {text})" for text in FROM.values()) + ")"


def _missing(_: Viewer, *counts: int) -> list[str]:
    return compositions.missing(dict(zip(FROM, counts, strict=True)))


@entity("委员会的组成（1+1+X+N），按今日的席位。What a committee is made of, by the seats of today.")
class Composition:
    secretaries: int = column("书记人数。How many secretaries it has.", COUNTS[CommitteePart.SECRETARY])
    first_secretaries: int = column("第一书记人数。How many first secretaries it has.", COUNTS[CommitteePart.FIRST_SECRETARY])
    public_bodies: int = column("X：有席位的机关、事业单位数。How many public bodies have a seat.", COUNTS[CommitteePart.PUBLIC_BODIES])
    enterprises: int = column("N：有席位的企业、社会组织数。How many enterprises and social organisations have a seat.",
                              COUNTS[CommitteePart.ENTERPRISES])
    complete: bool = column("是否齐全。Whether nothing is missing.", COMPLETE)
    missing: list[CommitteePart] = computed("缺少的部分。What is missing.", _missing, *COUNTS.values())

