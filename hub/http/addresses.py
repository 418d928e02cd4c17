"""From which address a request comes: the connection's, or the one that a trusted proxy names."""
from collections.abc import Callable, Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

HEADER = b"x-forwarded-for"
LOOKED_AT = 512  # bytes of that header's end: a proxy adds to its end, what stands before is anybody's
REMEMBERED = 4096
SIZE_OF_A_HOME = 64  # bits of an IPv6 address that one customer of a provider has: the rest is theirs to choose

Network = IPv4Network | IPv6Network
Of = Callable[[str | None, bytes], str | None]


def reader(trusted: Iterable[Network]) -> Of:
    """What tells the address of a request, by its connection's and its X-Forwarded-For (empty: none).

    trusted   networks of the proxies whose X-Forwarded-For is believed
    returns   the address; an IPv6 one cut to its first 64 bits; None when a trusted proxy does not say for whom it speaks
    """
    networks = tuple(trusted)

    @lru_cache(REMEMBERED)
    def read(peer: str | None, forwarded: bytes) -> str | None:
        named = [peer or "", *reversed(forwarded.decode("latin-1").split(","))]
        for each in named:
            try:
                address = _unmapped(ip_address(each.strip()))
            except ValueError:  # a socket of the file system, or a proxy that names none
                return None
            if not any(address in network for network in networks):
                return _home(address)
        return None

    return lambda peer, forwarded: read(peer, forwarded[-LOOKED_AT:])


def _unmapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    return getattr(address, "ipv4_mapped", None) or address


def _home(address: IPv4Address | IPv6Address) -> str:
    return str(address) if address.version == 4 else str(IPv6Network((address, SIZE_OF_A_HOME), strict=False))
