"""`visible(item, viewer)` in SQL, once: as a condition on a row, and as the legs by which a page finds its rows.

`domain.access.sees` is the same rule in Python; a test holds the two together. In the texts `{t}` stands for the row's
alias, `{scopes}`, `{homes}` ... for the viewer's values, and `{now}` for the moment at which is asked.
"""
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from domain import trail
from domain.trail import Sight
from domain.viewer import Viewer

PARAMETERS: Mapping[str, str] = {
    "scopes": "text[]", "homes": "text[]", "streets": "text[]", "districts": "text[]", "organizations": "uuid[]",
    "member": "uuid",
}
NOW = {"now": "timestamptz"}  # the moment of the run, beside what is the viewer's


def parameters(viewer: Viewer) -> Mapping[str, Any]:
    """The viewer's values for PARAMETERS."""
    return viewer.sees_by


@dataclass(frozen=True)
class Leg:
    """One way to see an item: one of the viewer's values equals a column, of the item or of a row that names it.

    values   the viewer's parameter
    column   the column that equals one of the values
    through  the table of rows that name the item by `item_id`, and what must hold for such a row `r`
    drafts   whether drafts are seen this way
    indexes  what the column has an index with, besides the one with list, state and the time of publication
    """

    values: str
    column: str
    through: str | None = None
    holds: str = ""
    drafts: bool = False
    indexes: tuple[str, ...] = ()

    @property
    def condition(self) -> str:
        if self.through:  # by OFFSET 0 looked up for the row; without it PostgreSQL may read all shares for one item
            return (f"EXISTS (SELECT FROM {self.through} r WHERE r.item_id = {{t}}.id"
                    f" AND r.{self.column} = ANY({{{self.values}}}){self.holds} OFFSET 0)")
        return f"{{t}}.{self.column} = ANY({{{self.values}}})"


PUBLISHED = Leg("organizations", "publisher_id", drafts=True)
SCOPES = Leg("scopes", "scope_code", indexes=("words", "place"))
HOMES, STREETS, DISTRICTS = (Leg(f"{column}s", column, indexes=("words", "place")) for column in ("home", "street", "district"))
CLAIMED = Leg("organizations", "claimant_id", through="claim")
SHARED = Leg("organizations", "organization_id", through="share", holds=" AND (r.ends_at IS NULL OR r.ends_at > {now})")
LEGS = (PUBLISHED, SCOPES, HOMES, STREETS, DISTRICTS, CLAIMED, SHARED)
ITEM_LEGS = tuple(leg.condition for leg in LEGS)
NOT_A_FOREIGN_DRAFT = "({t}.state <> 'DRAFT' OR {t}.publisher_id = ANY({organizations}))"

ITEM = f"({NOT_A_FOREIGN_DRAFT} AND ({' OR '.join(ITEM_LEGS)}))"


def _through_item(visible_item: str) -> str:
    """By OFFSET 0 each row asks for its item; without it PostgreSQL may look up all items that the viewer sees first."""
    return f"EXISTS (SELECT FROM item i WHERE i.id = {{t}}.item_id AND {visible_item.replace('{t}', 'i')} OFFSET 0)"


def _is_officer_above(code: str) -> str:
    return f"EXISTS (SELECT FROM unnest({{homes}}) AS h (code) WHERE starts_with({code}, h.code))"


CLAIM = _through_item(ITEM)
SHARE = ("({t}.organization_id = ANY({organizations}) OR EXISTS (SELECT FROM item i WHERE i.id = {t}.item_id AND "
         f"(i.publisher_id = ANY({{organizations}}) OR {_is_officer_above('i.home_code')})))")


def _kinds(*sights: Sight) -> str:
    return "(" + ", ".join(f"'{kind}'" for kind, said in trail.KINDS.items() if said.sight in sights) + ")"


_TOLD = ("(i.publisher_id = ANY({organizations}) OR ({t}.object_version > i.draft_version AND "
         f"({{t}}.kind NOT IN {_kinds(Sight.SHARE)} OR {{t}}.after ->> 'organization_id' = ANY({{organizations}}::text[]) "
         f"OR {_is_officer_above('i.home_code')})))")
_TOLD_TO_ALL = f"{{t}}.kind NOT IN {_kinds(Sight.PUBLISHED, Sight.SHARE)}"
EVENT_OF_SEEN = f"({_TOLD_TO_ALL} OR EXISTS (SELECT FROM item i WHERE i.id = {{t}}.item_id AND {_TOLD} OFFSET 0))"
"""Whether who sees the item sees an event in its history; most need not ask the item."""
_OF_ITEM = ("EXISTS (SELECT FROM item i WHERE i.id = {t}.item_id AND " + ITEM.replace("{t}", "i")
            + f" AND ({_TOLD_TO_ALL} OR {_TOLD}) OFFSET 0)")
_OF_DISCARDED = ("({t}.organization_id = ANY({organizations}) AND NOT EXISTS (SELECT FROM item i WHERE i.id = {t}.item_id "
                 "OFFSET 0))")
EVENT = (f"CASE WHEN {{t}}.item_id IS NOT NULL THEN {_OF_ITEM} OR {_OF_DISCARDED} "
         f"ELSE {{t}}.organization_id = ANY({{organizations}}) OR {_is_officer_above('{t}.home_code')} END")

PREDICATES: Mapping[str, str] = {"ITEM": ITEM, "CLAIM": CLAIM, "EVENT": EVENT, "SHARE": SHARE}
"""By the name that a type's declaration uses."""
SEEN_WITH_ITEM: Mapping[str, str] = {"EVENT": EVENT_OF_SEEN}
"""What is left to ask of a row when the item in whose history it stands is seen."""


@dataclass(frozen=True)
class Walk:
    """A leg with those of its values that can hold rows of a page.

    beyond   whether they hold rows outside the page's division too
    scopes   the only scope codes of rows that are wanted; none: all rows are
    """

    leg: Leg
    values: tuple[Any, ...]
    beyond: bool = False
    scopes: tuple[str, ...] = ()


STREET = 9  # digits
_CUTS = {12: HOMES, STREET: STREETS, 6: DISTRICTS}
"""The legs whose values hold everything below a code of so many digits."""


def walks(viewer: Viewer, division: str | None, drafts: bool, resources: bool = True) -> tuple[Walk, ...]:
    """The legs that find all rows of a page that the viewer may see, without those that find none or only others' rows.

    division    the beginning of the codes of the rows' homes; None: any
    drafts      whether the page may have drafts
    resources   whether it may have resources, the only list from which a division may claim (`domain.claims`)
    """
    return tuple(walk for walk in _walks(viewer, division or "", drafts, resources) if walk.values)


def _walks(viewer: Viewer, division: str, drafts: bool, resources: bool) -> Iterator[Walk]:
    held = viewer.officer_of | viewer.districts_of
    around = [code for code in sorted(held) if len(code) in _CUTS and not _lies_below(code, held)]
    own = tuple(sorted(viewer.acts_for))
    if any(division.startswith(code) for code in around):  # an officer there sees all of it but others' drafts
        yield _whole(division)
        yield Walk(PUBLISHED, own if drafts else (), beyond=True)
        return
    scopes = [code for code in viewer.scopes if code not in around and not _lies_below(code, around)]
    yield Walk(PUBLISHED, own if drafts else _published_elsewhere(viewer, around), beyond=bool(division))
    yield from _scopes(scopes, division)
    inside = [code for code in around if code.startswith(division)]
    wide = [code for code in sorted(held) if len(code) < min(_CUTS) and code.startswith(division)]
    for digits, leg in _CUTS.items():
        yield Walk(leg, (*(wide if leg is HOMES else ()), *(code for code in inside if len(code) == digits)))
    yield Walk(CLAIMED, own if resources else tuple(sorted(viewer.units)), beyond=bool(division))
    shown = own if viewer.shared_with is None else tuple(sorted(viewer.shared_with))
    yield Walk(SHARED, shown, beyond=bool(division))


def _published_elsewhere(viewer: Viewer, around: Collection[str]) -> tuple[UUID, ...]:
    """The viewer's organisations but for divisions of which all is seen: what a division publishes is at home within it
    (`domain.items.home_code`)."""
    return tuple(sorted(organization for organization in viewer.acts_for
                        if not viewer.division_of.get(organization, "").startswith(tuple(around))))


def _scopes(scopes: Collection[str], division: str) -> Iterator[Walk]:
    """What is seen by its scope. Of scopes around a street or less, the street's rows are walked, which are fewer than
    those that share the scope; of a district's rows hardly any has a wider scope."""
    inside = tuple(code for code in scopes if code.startswith(division))
    around = tuple(code for code in scopes if division.startswith(code) and code != division)
    if around and len(division) >= STREET:
        yield replace(_whole(division), scopes=around)
        around = ()
    yield Walk(SCOPES, around + inside, beyond=bool(around))


def _lies_below(code: str, others: Collection[str]) -> bool:
    return any(code[:digits] in others for digits in _CUTS if digits < len(code))


def _whole(division: str) -> Walk:
    digits = max(digits for digits in _CUTS if digits <= len(division))
    return Walk(_CUTS[digits], (division[:digits],), beyond=len(division) != digits)
