"""Every table in whose objects' history events stand."""
from collections.abc import Mapping

from domain import items
from domain.sight import Subject

ALL: Mapping[str, Subject] = {each.table: each for each in (
    items.SUBJECT, Subject("organization"), Subject("station"), Subject("member"), Subject("office"),
    Subject("joint_committee"), Subject("seat"))}
