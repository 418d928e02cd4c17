"""Every process of the house."""
from domain import claims, committees, items, members, stations
from domain.process import Process

ALL: tuple[Process, ...] = (
    items.PROCESS,
    claims.PROCESS,
    stations.PROCESS,
    members.PROCESS,
    members.OFFICE,
    committees.SEAT,
)
