"""Every process of the house."""
from domain import claims, stations
from domain.process import Process

ALL: tuple[Process, ...] = (claims.PROCESS, stations.PROCESS)
