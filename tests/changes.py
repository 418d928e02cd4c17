"""That each change of a state that events tell is one of a declared process: asked at the end of each test that writes."""
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from db.driver.connection import Pool
from domain import objects, processes
from domain.process import Process

TOLD = "SELECT kind, object_type, before, after FROM event WHERE before IS NOT NULL AND after IS NOT NULL ORDER BY seq"
OF_TYPE: Mapping[str, Process] = {name: each for each in processes.ALL if each.state
                                  for name in objects.INTERFACES.get(each.type, (each.type,))}


def undeclared(events: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Those to which no step of the object's process leads, by the event that tells of them.

    events   kind, object_type, before and after of each
    """
    for event in events:
        process = OF_TYPE.get(event["object_type"])
        if process is None:
            continue
        was, now = (told.get(str(process.state)) for told in (event["before"], event["after"]))
        leads = [step for step in process.steps.values() if was in step.sources and step.from_(was) == (now, event["kind"])]
        if None not in (was, now) and was != now and not leads:
            yield f"{event['kind']}: {was} to {now}"


async def check(pool: Pool) -> None:
    assert [*undeclared([dict(each) for each in await pool.fetch(TOLD)])] == []
