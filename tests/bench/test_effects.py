"""A server that answers claims which it did not write, or writes more than it answers, fails the measurement."""
import pytest

from bench import requests
from bench.servers import Server

NONE = dict.fromkeys(requests.EFFECTS, 0)
SERVER = Server("hub", "Sandan", "hub", 1, [])


def after(**counts: int) -> dict[str, int]:
    return {name: counts.get(name.replace(" ", "_"), 10) for name in NONE}


def test_who_answers_slowly_is_asked_longer() -> None:
    assert [requests.lasting(0.5, rate) for rate in (5_000, 640, 200, 100, 8, 1)] == [0.5, 0.5, 1.6, 2.0, 8.0, 15.0]


def test_all_effects_agree_with_the_answers() -> None:
    requests.check_effects(SERVER, NONE, after(), 10, 0)


def test_answers_may_have_come_unheard() -> None:
    requests.check_effects(SERVER, NONE, after(), 7, 3)


@pytest.mark.parametrize("counts", [{"claims": 9}, {"events": 11}, {"answers_kept": 0}, {"claimed": 20}])
def test_effects_that_disagree(counts: dict[str, int]) -> None:
    with pytest.raises(requests.WrongEffect, match="Sandan answered 10 claims"):
        requests.check_effects(SERVER, NONE, after(**counts), 10, 16)


@pytest.mark.parametrize("answered", [11, 6])
def test_more_or_fewer_answers_than_claims(answered: int) -> None:
    with pytest.raises(requests.WrongEffect):
        requests.check_effects(SERVER, NONE, after(), answered, 3)
