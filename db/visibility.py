"""`visible(item, viewer)` in SQL, once: as a condition on a row, and as the legs by which a page finds its rows.

`domain.access.sees` is the same rule in Python; a test holds the two together. In the texts `{t}` stands for the row's
alias and `{scopes}`, `{homes}` ... for the viewer's values.
"""
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from domain.viewer import Viewer

PARAMETERS: Mapping[str, str] = {
    "scopes": "text[]", "homes": "text[]", "streets": "text[]", "districts": "text[]", "organizations": "uuid[]",
    "member": "uuid",
}


@lru_cache(maxsize=4_096)
def parameters(viewer: Viewer) -> Mapping[str, Any]:
    """The viewer's values for PARAMETERS."""
    return {
        "scopes": viewer.scopes,
        "homes": sorted(viewer.officer_of | {code for code in viewer.districts_of if len(code) == 4}),
        "streets": sorted(code for code in viewer.officer_of if len(code) == 9),
        "districts": sorted({code for code in viewer.officer_of if len(code) == 6} | viewer.districts_of),
        "organizations": sorted(viewer.acts_for),
        "member": viewer.member_id,
    }


@dataclass(frozen=True)
class Leg:
    """One way to see an item: one of the viewer's values equals a column, of the item or of a row that names it.

    values   the viewer's parameter
    column   the column that equals one of the values
    through  the table of rows that name the item by `item_id`, and what must hold for such a row `r`
    drafts   whether drafts are seen this way
    """

    values: str
    column: str
    through: str | None = None
    holds: str = ""
    drafts: bool = False

    @property
    def condition(self) -> str:
        if self.through:
            return (f"EXISTS (SELECT FROM {self.through} r WHERE r.item_id = {{t}}.id"
                    f" AND r.{self.column} = ANY({{{self.values}}}){self.holds})")
        return f"{{t}}.{self.column} = ANY({{{self.values}}})"


LEGS = (
    Leg("organizations", "publisher_id", drafts=True),
    Leg("scopes", "scope_code"),
    Leg("homes", "home"),
    Leg("streets", "street"),
    Leg("districts", "district"),
    Leg("organizations", "claimant_id", through="claim"),
    Leg("organizations", "organization_id", through="share", holds=" AND (r.ends_at IS NULL OR r.ends_at > now())"),
)
ITEM_LEGS = tuple(leg.condition for leg in LEGS)
NOT_A_FOREIGN_DRAFT = "({t}.state <> 'DRAFT' OR {t}.publisher_id = ANY({organizations}))"

ITEM = f"({NOT_A_FOREIGN_DRAFT} AND ({' OR '.join(ITEM_LEGS)}))"


def _through_item(visible_item: str) -> str:
    return f"EXISTS (SELECT FROM item i WHERE i.id = {{t}}.item_id AND {visible_item.replace('{t}', 'i')})"


CLAIM = _through_item(ITEM)
EVENT = (f"CASE WHEN {{t}}.item_id IS NOT NULL THEN {CLAIM} ELSE {{t}}.organization_id = ANY({{organizations}})"
         " OR EXISTS (SELECT FROM unnest({homes}) AS h (code) WHERE starts_with({t}.home_code, h.code)) END")
SHARE = ("({t}.organization_id = ANY({organizations}) OR EXISTS (SELECT FROM item i WHERE i.id = {t}.item_id AND "
         "(i.publisher_id = ANY({organizations}) OR EXISTS (SELECT FROM unnest({homes}) AS h (code) "
         "WHERE starts_with(i.home_code, h.code)))))")

PREDICATES: Mapping[str, str] = {"ITEM": ITEM, "CLAIM": CLAIM, "EVENT": EVENT, "SHARE": SHARE}
"""By the name that a type's declaration uses."""
