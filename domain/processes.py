"""Every process of the house."""
from domain import claims
from domain.process import Process

ALL: tuple[Process, ...] = (claims.PROCESS,)
