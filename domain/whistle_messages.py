"""What the parties of a call write to each other, and notes among those who handle it, which the caller does not see.

Nothing that is written is changed or removed. Who sees what is declared by two sights: docs/decisions/0174.
"""
from collections.abc import Iterable
from uuid import UUID

from domain import whistles
from domain.refusals import NotAllowed, WrongState
from domain.sight import Named, SeenWith, SeenWithOneOf, Sight, Subject
from domain.viewer import Viewer
from domain.whistle_callers import caller_of, is_caller
from domain.whistles import OPEN, Whistle

DISTRICT = 6  # digits
INSIDE = Sight(own="lead_id", home="home_code", upward={9: "street", 6: "district"},
               named=(Named("whistle_inside_party", "whistle_id", "organization_id"),))
"""Of a call as the view `whistle_inside` has it: seen by the departments that it was dispatched to and the officers over who
dispatches it, by nobody for having raised it."""
SUBJECT = Subject("whistle_inside", INSIDE)
"""In whose history the events of internal messages stand: not in the call's own, which its caller reads."""
SEEN = SeenWithOneOf((SeenWith("shown_with_id", whistles.PROCESS.table, whistles.SIGHT),
                      SeenWith("whistle_id", SUBJECT.table, INSIDE)))
"""A message is seen with the call; an internal one, which names none in `shown_with_id`, with its inside alone."""


def desk_of(whistle: Whistle, *, internal: bool) -> str:
    """The code of the division that dispatches a call; for what its caller does not see one other than the caller."""
    is_the_streets = internal and len(whistle.home_code) <= whistles.STREET
    return whistle.home_code[:DISTRICT if is_the_streets else whistles.STREET]


def parties(viewer: Viewer, whistle: Whistle, departments: Iterable[UUID], *, internal: bool) -> list[UUID]:
    """For which of a call's parties the viewer may write, the caller first, then the departments as they are given; who
    raised it writes nothing internal."""
    raised = is_caller(viewer, whistle.raiser_id, whistle.system_id) and not internal
    caller = [caller_of(viewer, whistle.raiser_id)] if raised else []
    return caller + [each for each in departments if each in viewer.acts_for and each not in (whistle.raiser_id, *caller)]


def check_write(viewer: Viewer, whistle: Whistle, own: Iterable[UUID], *, internal: bool) -> None:
    """A party of a call, or who dispatches it, writes as long as it is open.

    own      as `parties` has them
    raises   NotAllowed, WrongState
    """
    if not (any(True for _ in own) or viewer.is_officer_over(desk_of(whistle, internal=internal))):
        raise NotAllowed(whistles.WRITE)
    if whistle.state not in OPEN:
        raise WrongState(whistle.state, [str(state) for state in OPEN])
