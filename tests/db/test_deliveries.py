"""The queue of what is sent to webhooks: its statements."""
from itertools import combinations, islice

from db import deliveries
from domain.notices import RULES


def test_of_the_sets_of_kinds_that_come_together_only_so_many_are_remembered() -> None:
    """There are as many as chance makes: a process that sends for months must not grow by each."""
    for kinds in islice(combinations(sorted(RULES), 3), 200):
        deliveries._insertion(kinds)
    assert deliveries._insertion.cache_info().currsize <= 64
