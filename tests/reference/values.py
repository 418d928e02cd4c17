"""What arguments may hold: values that name rows of the tables, and some that name nothing or are wrong."""
from datetime import datetime, timedelta
from typing import Any

from graphql import GraphQLEnumType, GraphQLInputObjectType, GraphQLList, GraphQLNonNull

from planner import cursors, ids
from tests.reference.choices import HOMES, NOON
from tests.reference.draw import Draw
from tests.reference.names import TAGS, global_id, type_of
from tests.reference.pages import ORDERS, encoded
from tests.reference.stored import Row, Tables

GARBAGE = ("", "x", "é", "AAAAAAAAAAAAAAAAAAAAAAAA", "b3Jub3Qgb25lIG9mIG91cnM", "\ud800")
TEXTS = ("", " ", "楼道", "照明 维修", "HEALTH", "health\t义诊", "  停车", "没有", "a", "e", "l", "楼", "b c", "道 灯", "\0",
         "楼\ud800")
CODES = (*HOMES, "", "11011100", "12", "\0", "120101")


class Values:
    """Draws values of the schema's input types."""

    def __init__(self, draw: Draw, tables: Tables) -> None:
        self.draw, self.tables = draw, tables

    # -- by what they name

    def row(self, *tables: str) -> Row:
        return self.draw.one(self.tables.of(self.draw.one(tables)))

    def id(self, *tables: str) -> str:
        """Of one of the tables; at times of another, of no row, or no id at all."""
        if self.draw.chance(5):
            return self.draw.one(GARBAGE)
        row = self.row(*(tables if tables and not self.draw.chance(10) else tuple(self.tables.rows)))
        if self.draw.chance(8):
            return str(ids.encoder(self.draw.one(tuple(TAGS.values())))(row["id"]))
        return global_id(row)

    def cursor(self, table: str, order: str) -> str:
        if self.draw.chance(2):
            return self.draw.one(("", "x", "é", "e30", "WzEsMiwzXQ", cursors.encode(order, "nonsense", NIL),
                                  cursors.encode(order, 10**12, NIL), cursors.encode(order, "\0", NIL)))
        chosen = next((each for each in ORDERS[table] if each.name == order), ORDERS[table][0])
        if self.draw.chance(2):
            chosen = self.draw.one(ORDERS[table])
        row = self.row(table)
        key = self.draw.number(0, 20_000) * 1.5 if chosen.name == "NEAREST" else chosen.value(row, {})
        return encoded(chosen, key, row["id"], {"near": {"longitude": 116, "latitude": 39.7}})

    def representation(self) -> Any:
        if self.draw.chance(10):
            return self.draw.one((5, "x", [], {}, {"__typename": "Query"}, {"__typename": 5, "id": "x"},
                                  {"__typename": "Nothing", "id": "x"}, {"__typename": "Demand"},
                                  {"__typename": "Demand", "id": 7}, {"__typename": "Claim", "id": None}))
        return self._named()

    def _named(self) -> dict[str, Any]:
        row = self.row("organization", "item", "item", "claim", "member", "event", "share")
        made = {"__typename": type_of(row) if not self.draw.chance(10) else "Project"}
        key = self.draw.one(("id", "id", "divisionCode", "creditCode"))
        if row.table != "organization" or key == "id":
            return {**made, "id": self.id(row.table) if self.draw.chance(15) else global_id(row)}
        if key == "divisionCode":
            return {**made, key: row["division_code"] if not self.draw.chance(15) else self.draw.one(CODES)}
        return {**made, key: row["credit_code"], **({"id": None} if self.draw.chance(50) else {})}

    # -- by type

    def of(self, name: str, type_: Any, owner: str = "") -> Any:
        """A value for a field or argument, as JSON holds it."""
        while isinstance(type_, GraphQLNonNull):
            type_ = type_.of_type
        if isinstance(type_, GraphQLList):
            return [self.of(name, type_.of_type) for _ in range(self.draw.number(0, 3))]
        if isinstance(type_, GraphQLEnumType):
            return Word(self.draw.one(tuple(type_.values)))
        if isinstance(type_, GraphQLInputObjectType):
            return self.object(type_)
        return self._scalar(name, type_.name, owner)

    def object(self, type_: GraphQLInputObjectType) -> dict[str, Any]:
        if type_.name in ("PointInput", "CircleInput", "BoxInput"):
            return self._on_map(type_.name)
        names = {self.draw.one(list(type_.fields)) for _ in range(self.draw.one((0, 1, 1, 1, 2, 3)))}
        made = {name: None if self.draw.chance(8) else self.of(name, type_.fields[name].type, type_.name)
                for name in sorted(names)}
        if "state" in type_.fields and self.draw.chance(40):
            made["state"] = None
        return made

    def _on_map(self, name: str) -> dict[str, float]:
        place = {"longitude": self._degrees(115.99), "latitude": self._degrees(39.7)}
        if self.draw.chance(2):
            place[self.draw.one(("longitude", "latitude"))] = self.draw.one((-180.5, 90, 91.0, 1e308, -1e300))
        if name == "CircleInput":
            return {**place, "radius": self.draw.one((0, 500, 1500.5, 4000, 100_000, 400_000, 30_000_000, -5, 1e308))}
        if name == "BoxInput":
            return {"west": place["longitude"], "south": place["latitude"], "east": self._degrees(115.99),
                    "north": self._degrees(39.7)}
        return place

    def _degrees(self, centre: float) -> float:
        return centre + self.draw.number(-300, 300) / self.draw.one((100, 10_000, 10_000))

    def _scalar(self, name: str, type_name: str, owner: str) -> Any:
        if name in ("objectId", "actorId"):
            return self.id(*(("member",) if name == "actorId" else ("organization", "item", "claim")))
        if name in ("publisherId", "claimantId", "organizationId", "hostId", "unitId", "leadId",
                    "raiserId", "partyId", "divisionId"):
            return self.id("organization")
        if name == "committeeId":
            return self.id("joint_committee")
        if name == "itemId":
            return self.id("item")
        if type_name == "Boolean":
            return self.draw.chance(50)
        if type_name == "Int":
            return self.draw.one((0, 1, 2, 3, 50_000, -1, 2**31 - 1))
        if type_name == "DateTime":
            return self._moment()
        if type_name == "Date":
            return (NOON + timedelta(days=self.draw.number(210, 225))).date().isoformat()
        if name in ("withinDivision", "gridCode", "divisionCode"):
            return self.draw.one(CODES)
        if name == "creditCode":
            return self.row("organization")["credit_code"] or "none"
        return self.draw.one(TEXTS if owner != "OrganizationFilter" else ("社区", "", "星", "\0", "小学"))

    def _moment(self) -> str:
        moment: datetime = NOON + timedelta(hours=self.draw.number(-7, 7))
        return self.draw.one((moment.isoformat(), moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
                              (moment + timedelta(hours=8)).replace(tzinfo=None).isoformat() + "+08:00"))


class Word(str):
    """A word of an enum: written without quotes."""


NIL = ids.split("or00000000000000000000000000000000")[1]
