"""To where the hub posts, and how much time and answer it takes."""
import ipaddress
import socket
import ssl
from collections.abc import Sequence
from pathlib import Path

import pytest

from domain.outgoing import Outcome, Posted
from hub.outgoing import addresses
from hub.outgoing.posting import MOST_READ, Poster
from tests.hub.outgoing.certificates import certificate
from tests.hub.outgoing.conftest import HERE
from tests.hub.outgoing.receiver import OK, receiving, status

INNER = ["127.0.0.1", "10.0.0.5", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200", "0.0.0.0",
         "255.255.255.255", "224.0.0.1", "240.0.0.1", "168.63.129.16", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0",
         "fc00::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.5", "::127.0.0.1", "64:ff9b::7f00:1",
         "64:ff9b:1::1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2"]
OUTER = ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]


def knows(*found: str) -> addresses.Lookup:
    async def look_up(_: str, __: int) -> Sequence[str]:
        return found
    return look_up


@pytest.mark.parametrize("address", INNER)
async def test_nothing_is_sent_into_the_inner_network(address: str) -> None:
    """Not where it is the only one, nor where it is one of several."""
    for found in ((address,), ("8.8.8.8", address)):
        with pytest.raises(addresses.Inner):
            await addresses.permitted("hooks.example.cn", 443, plain=False, inner=(), look_up=knows(*found))


@pytest.mark.parametrize("address", OUTER)
async def test_to_the_internet_it_is_sent_encrypted(address: str) -> None:
    assert await addresses.permitted("hooks.example.cn", 443, plain=False, inner=(), look_up=knows(address)) == [address]
    with pytest.raises(addresses.Inner):
        await addresses.permitted("hooks.example.cn", 80, plain=True, inner=HERE, look_up=knows(address))


async def test_what_is_allowed_is_allowed_in_whatever_form(address: str = "::ffff:127.0.0.1") -> None:
    assert await addresses.permitted("hooks", 80, plain=True, inner=HERE, look_up=knows(address, "127.0.0.1"))
    with pytest.raises(addresses.Inner):
        await addresses.permitted("hooks", 80, plain=True, inner=HERE, look_up=knows(address, "10.0.0.5"))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "0"])
async def test_however_this_machine_is_called(host: str) -> None:
    async with receiving() as receiver:
        outcome = await Poster().post("STANDARD", Posted(f"http://{host}:{receiver.port}/", {}, b"{}"))
        assert outcome.problem in ("INNER_NETWORK", "UNKNOWN_HOST")
        assert receiver.got == []


async def test_a_name_is_looked_up_once_and_the_connection_goes_there() -> None:
    """A name that stands for another address a moment later leads nowhere else."""
    answers = [["127.0.0.1"], ["10.0.0.5"]]

    async def look_up(_: str, __: int) -> Sequence[str]:
        return answers.pop(0)

    async with receiving() as receiver:
        posted = Posted(f"http://hooks.example.cn:{receiver.port}/in?key=1", {}, b"{}")
        assert await Poster(HERE, look_up).post("STANDARD", posted) == Outcome()
    assert answers == [["10.0.0.5"]]
    assert receiver.got[0].headers["host"] == f"hooks.example.cn:{receiver.port}"
    assert receiver.got[0].line == "POST /in?key=1 HTTP/1.1"


async def test_another_address_of_it_will_do() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.2", 0))  # nobody listens there
        async with receiving() as receiver:
            poster = Poster(HERE, knows("127.0.0.2", "127.0.0.1"))
            assert await poster.post("STANDARD", Posted(f"http://hooks:{receiver.port}/", {}, b"{}")) == Outcome()


async def test_a_redirect_is_not_followed() -> None:
    async with receiving() as other, receiving(status(307, f"location: http://127.0.0.1:{other.port}/")) as receiver:
        outcome = await Poster(HERE).post("STANDARD", Posted(f"http://127.0.0.1:{receiver.port}/", {}, b"{}"))
        assert (outcome.problem, outcome.status) == ("STATUS", 307)
        assert other.got == []


async def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would look the name up by itself, and reach what is not looked at here."""
    async with receiving() as proxy, receiving() as receiver:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        posted = Posted(f"http://hooks.example.cn:{receiver.port}/", {}, b"{}")
        assert await Poster(HERE, knows("127.0.0.1")).post("STANDARD", posted) == Outcome()
    assert (len(proxy.got), len(receiver.got)) == (0, 1)


async def test_nobody_is_waited_for_without_end() -> None:
    async with receiving(None) as receiver:
        outcome = await Poster(HERE, within=0.3).post("STANDARD", Posted(f"http://127.0.0.1:{receiver.port}/", {}, b"{}"))
    assert outcome.problem == "TIMEOUT"


async def test_of_an_answer_only_so_much_is_read() -> None:
    """Of one without an end, too."""
    async with receiving(b"HTTP/1.1 200 OK\r\n\r\n", endless=True) as receiver:
        outcome = await Poster(HERE).post("STANDARD", Posted(f"http://127.0.0.1:{receiver.port}/", {}, b"{}"))
    assert outcome == Outcome()
    assert receiver.sent < 1000 * MOST_READ


async def test_who_hangs_up_is_unreachable() -> None:
    async with receiving(b"") as receiver:
        outcome = await Poster(HERE).post("STANDARD", Posted(f"http://127.0.0.1:{receiver.port}/", {}, b"{}"))
    assert outcome.problem == "UNREACHABLE"


@pytest.mark.parametrize(("host", "problem"), [("hooks.example.cn", None), ("other.example.cn", "UNREACHABLE")])
async def test_its_certificate_is_the_names_although_the_connection_goes_to_an_address(
        tmp_path: Path, host: str, problem: str | None) -> None:
    server, file = certificate(tmp_path, "hooks.example.cn")
    trusted = ssl.create_default_context(cafile=str(file))
    async with receiving(OK, tls=server) as receiver:
        poster = Poster(HERE, knows("127.0.0.1"), trusted)
        outcome = await poster.post("STANDARD", Posted(f"https://{host}:{receiver.port}/", {}, b"{}"))
    assert outcome.problem == problem
    assert len(receiver.got) == (problem is None)


def test_what_is_meant_by_an_address() -> None:
    assert addresses.meant(ipaddress.ip_address("64:ff9b::7f00:1")) == ipaddress.ip_address("127.0.0.1")
