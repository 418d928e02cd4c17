"""Personal data: how much of it a viewer gets, and whether that is put on record."""
from enum import Enum, auto


class Look(Enum):
    """What a right says of one viewer and one person's data."""

    MASKED = auto()
    OWN = auto()  # whole, of the viewer's own organisation, so that no record is needed
    RECORDED = auto()  # whole, and on record
