"""To which addresses the hub sends: never into the inner network, unless that is allowed. A name is looked up once, all that it
stands for is looked at, and the connection goes to what was looked at, so that a name that changes meanwhile helps nobody."""
import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Lookup = Callable[[str, int], Awaitable[Sequence[str]]]
"""The addresses that a name stands for; raises OSError where it stands for none."""

_TRANSLATED = ip_network("64:ff9b::/96")  # to IPv4, in its last 32 bits
_INNER = tuple(map(ip_network, (
    "64:ff9b:1::/48",       # translated within a network
    "fec0::/10",            # of a site, as it was once
    "2001::/32",            # tunnels (Teredo), whose other end is hidden
    "168.63.129.16/32",     # one cloud's own service, with a public address
)))


class Inner(Exception):
    """An address lies in the inner network, or what is to be sent there would not be encrypted outside of it."""


async def look_up(host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def meant(address: Address) -> Address:
    """The address that is reached in the end, where an IPv4 address is written in an IPv6 one."""
    if isinstance(address, IPv4Address):
        return address
    if inside := address.ipv4_mapped or address.sixtofour:
        return inside
    if address in _TRANSLATED or (int(address) >> 32 == 0 and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def is_inner(address: Address) -> bool:
    """Whether it is no address of the Internet: private, this machine's, of the link, shared, a group's, reserved."""
    return (not address.is_global or address.is_multicast or address.is_reserved
            or any(address.version == network.version and address in network for network in _INNER))


async def permitted(host: str, port: int, *, plain: bool, inner: Sequence[Network], look_up: Lookup = look_up) -> list[str]:
    """The addresses of a host, to each of which may be sent.

    plain    whether it goes there unencrypted, which it may in the inner network alone
    inner    networks there to which may be sent
    raises   Inner; OSError where the name stands for nothing
    """
    found = await look_up(host, port)
    for each in found:
        address = meant(ip_address(each.partition("%")[0]))
        is_allowed = any(address.version == network.version and address in network for network in inner)
        if not is_allowed and (plain or is_inner(address)):
            raise Inner
    return list(found)
