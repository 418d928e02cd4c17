"""Personal data about a row: a source that says where it lies, whose it is, by which right it is seen, and as whose a look
is put on record. Whoever runs a plan writes that record (`Run.looks`) before anybody gets the answer.
"""
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from domain.personal import Look
from planner.arguments import Run


@dataclass(frozen=True, eq=False)
class Personal:
    """At most one row of another table, joined into the statement of the row that it is about. Who sees that row sees this one,
    masked or whole.

    table    where it lies
    on       the condition between its row `{t}` and the one that it is about `{p}`
    values   what is shown of it, expressions over `{t}` and `{p}`; the first is null of no row
    show     makes the object of the values: `show(*values, masked=...)`
    owners   what the right asks, expressions over `{t}` and `{p}`
    right    `right(viewer, *owners)` says how much the viewer gets
    subject, subject_id   type and id of the object that it is about, as the record has them
    """

    table: str
    on: str
    values: tuple[str, ...]
    show: Callable[..., Any]
    owners: tuple[str, ...]
    right: Callable[..., Look]
    subject: str
    subject_id: str = "{p}.id"

    @property
    def needs(self) -> tuple[str, ...]:
        """What `seen` gets behind the run."""
        return self.subject_id, *self.owners, *self.values

    def seen(self, run: Run, subject_id: Any, *row: Any) -> Any:
        """The object as the viewer gets it; a look that is to be on record is noted in the run."""
        owners, values = row[:len(self.owners)], row[len(self.owners):]
        look = self.right(run.viewer, *owners)
        if look is Look.RECORDED:
            run.looks[self.subject, subject_id] = None
        return self.show(*values, masked=look is Look.MASKED)
