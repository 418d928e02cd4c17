"""Where a request comes from."""
from ipaddress import ip_network

import pytest

from hub.http import addresses

READ = addresses.reader([ip_network("127.0.0.1"), ip_network("10.0.0.0/24"), ip_network("fd00::/8")])


@pytest.mark.parametrize(("peer", "forwarded", "address"), [
    ("203.0.113.7", b"", "203.0.113.7"),
    ("203.0.113.7", b"198.51.100.1", "203.0.113.7"),  # no proxy of ours
    ("127.0.0.1", b"198.51.100.1", "198.51.100.1"),
    ("127.0.0.1", b"192.0.2.66, 198.51.100.1", "198.51.100.1"),  # what the client said itself stands before
    ("127.0.0.1", b"198.51.100.1,10.0.0.3", "198.51.100.1"),  # two proxies of ours
    ("127.0.0.1", b"", None),
    ("127.0.0.1", b"10.0.0.9", None),
    ("127.0.0.1", b"198.51.100.1, unknown", None),
    ("127.0.0.1", b"198.51.100.1, \xff\x00", None),
    (None, b"198.51.100.1", None),
    ("2001:db8:1:2:3:4:5:6", b"", "2001:db8:1:2::/64"),
    ("fd00::1", b"2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
    ("::ffff:127.0.0.1", b"::ffff:198.51.100.1", "198.51.100.1"),
    ("127.0.0.1", b"x" * 100_000 + b",198.51.100.1", "198.51.100.1"),
    ("127.0.0.1", b"198.51.100.1" + b",10.0.0.3" * 60, None),  # before the part that is read
])
def test_the_address_of_a_request(peer: str | None, forwarded: bytes, address: str | None) -> None:
    assert READ(peer, forwarded) == address
