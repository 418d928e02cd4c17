"""Every process of the house."""
from domain import claims, items, stations
from domain.process import Process

ALL: tuple[Process, ...] = (items.PROCESS, claims.PROCESS, stations.PROCESS)
