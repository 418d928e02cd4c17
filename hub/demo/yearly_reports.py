"""Yearly reports of who lives where its unit is: the first of each community says that it is not right."""
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from hub.demo import items
from hub.demo.dual_reports import Living
from hub.demo.story import Act, Story
from resolvers import yearly_reports


def acts(telling: Story, people: Sequence[Living], today: date) -> Iterator[Act]:
    issued, contested = items.midnight(today) - timedelta(days=9), set[str]()
    for each in people:
        if each.stays and each.community.code in each.unit.stations:
            first = each.community.code not in contested
            contested.add(each.community.code)
            yield Act(issued, 2, partial(_issue, telling, each, today.year - 1, contests=first))


async def _issue(telling: Story, of: Living, year: int, *, contests: bool) -> None:
    ids = await telling.by(of.community, yearly_reports.issue, dual_report_id=of.id, year=year)
    if contests:
        await telling.by(of.unit, yearly_reports.contest, yearly_report_id=ids["yearly_report"], reason="外出支援未计入。")
