"""What filters by place mean."""
import math
from collections.abc import Mapping

from domain.languages import Bilingual
from domain.refusals import BadInput
from tests.reference.conditions import Test
from tests.reference.stored import Row
from tests.reference.world import World

EARTH, MERCATOR, HALFWAY_ROUND = 6_371_008.8, 6_378_137, 20_037_509


def distance(longitude1: float, latitude1: float, longitude2: float, latitude2: float) -> float:
    """Metres on the ground."""
    one, other = math.radians(latitude1), math.radians(latitude2)
    half = (math.sin((other - one) / 2) ** 2
            + math.cos(one) * math.cos(other) * math.sin(math.radians(longitude2 - longitude1) / 2) ** 2)
    return 2 * EARTH * math.asin(min(1, math.sqrt(half)))


def point(longitude: float, latitude: float) -> tuple[float, float]:
    """On the Mercator plane, in metres."""
    return (MERCATOR * math.radians(longitude), MERCATOR * math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)))


def on_the_map(field: str, longitude: float, latitude: float) -> None:
    """raises    BadInput"""
    if not (-180 <= longitude <= 180 and -85 <= latitude <= 85):
        raise BadInput(field, Bilingual.alike("not on the map"))


def around(_: World, circle: Mapping[str, float]) -> Test:
    on_the_map("around", circle["longitude"], circle["latitude"])
    if not 0 <= circle["radius"] <= HALFWAY_ROUND:
        raise BadInput("around", Bilingual.alike("no radius"))
    return lambda row: row["place"] is not None and distance(
        row["longitude"], row["latitude"], circle["longitude"], circle["latitude"]) <= circle["radius"]


def box(_: World, given: Mapping[str, float]) -> Test:
    """With west beyond east it crosses the meridian of 180°."""
    on_the_map("box", given["west"], given["south"])
    on_the_map("box", given["east"], given["north"])
    west, east, south, north = (given[side] for side in ("west", "east", "south", "north"))
    if south > north:
        raise BadInput("box", Bilingual.alike("upside down"))

    def holds(row: Row) -> bool:
        if row["place"] is None or not south <= row["latitude"] <= north:
            return False
        return bool(west <= row["longitude"] <= east if west <= east else not east < row["longitude"] < west)
    return holds
