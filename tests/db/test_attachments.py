"""What stands for the foreign key that attachments cannot have: nothing that has some is deleted."""
import re
from pathlib import Path

from domain import attached
from tests.conftest import ROOT

DELETED = re.compile(r"DELETE FROM (\w+)")
ROOMS = ("db", "resolvers", "hub", "planner")


def test_nothing_that_has_attachments_is_deleted() -> None:
    deleted = {table for room in ROOMS for path in Path(ROOT, room).rglob("*.py")
               for table in DELETED.findall(path.read_text("utf-8"))}
    assert "upload" in deleted
    assert deleted.isdisjoint(of.table for of in attached.ALL.values())
