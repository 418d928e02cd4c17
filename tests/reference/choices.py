"""What a seeded random filling chooses."""
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from tests import city
from tests.city import City

NOON = datetime(2025, 6, 1, 12, 0, 0, 123456, tzinfo=UTC)
UNITS = ("school", "bank", "hospital", "department")
PUBLISHERS = (*UNITS, "community", "neighbour", "far_community", "street", "district", "city", "province")
HOMES = (city.GRID, city.COMMUNITY, city.COMMUNITY, city.NEIGHBOUR, city.FAR_COMMUNITY, city.STREET, city.FAR_STREET,
         city.DISTRICT, city.CITY, city.PROVINCE, "110111007003")
TITLES = ("楼道照明维修", "小区停车难", "Health 义诊", "暑期托管 school", "楼道 清理", "法律讲座A", "老人送餐")
BODIES = ("", "楼道灯不亮，请维修。", "Free health check\n周末 上午", "停车 充电 照明", "A b C")


class Choices:
    """One or another, as a seeded random generator says."""

    def __init__(self, built: City, seed: int) -> None:
        self.city, self.random = built, Random(seed)

    def _one(self, among: Any) -> Any:
        return self.random.choice(among)

    def _chance(self) -> bool:
        return self.random.random() < 0.6

    def _maybe(self, value: Any) -> Any:
        return value if self._chance() else None

    def _organization(self) -> UUID:
        return getattr(self.city, self._one(PUBLISHERS))  # type: ignore[no-any-return]  # one of its ids

    def _moment(self) -> datetime:
        return NOON + timedelta(hours=self.random.randint(-6, 6))

    def _point(self) -> tuple[float, float]:
        """Near each other, but for one in five."""
        spread = self._one((0.02, 0.02, 0.02, 0.02, 3.0))
        return 115.99 + self.random.uniform(-spread, spread), 39.7 + self.random.uniform(-spread, spread)
