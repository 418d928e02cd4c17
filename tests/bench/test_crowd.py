"""The clients of the fan-out: they answer every ping, wherever it stands, and tell what a server said when it closes."""
import select
import socket
from collections.abc import Iterator

import pytest

from bench.crowd import PONG, Crowd, NotHeard, frame

NEXT = b"\x81\x0e" + '{"id":"1","汉"}'.encode()[:14]


@pytest.fixture
def pair() -> Iterator[tuple[Crowd, socket.socket]]:
    """A crowd of one, and the server's end of its connection."""
    ours, theirs = socket.socketpair()
    crowd = Crowd()
    ours.setblocking(False)
    crowd.sockets[ours.fileno()], crowd.ports[ours.fileno()] = ours, 8000
    crowd.poll.register(ours.fileno(), select.EPOLLIN)
    with theirs:
        yield crowd, theirs
    crowd.close()


@pytest.mark.parametrize("payload", [b"", b"abcd", b"\x89\x00ab", b"ab\x89\x00", b"\x89\x04\x89\x04", b"\n\r\x00\xff"])
@pytest.mark.parametrize(("before", "behind"), [(b"", b""), (NEXT, b""), (b"", NEXT), (NEXT, NEXT * 2)])
def test_a_ping_is_answered_wherever_it_stands(pair: tuple[Crowd, socket.socket], before: bytes, behind: bytes,
                                               payload: bytes) -> None:
    crowd, server = pair
    server.sendall(before + bytes([0x89, len(payload)]) + payload + behind)
    crowd.tend()
    assert server.recv(100) == frame(PONG, payload)


def test_the_servers_last_words_are_told(pair: tuple[Crowd, socket.socket]) -> None:
    crowd, server = pair
    server.sendall(b"\x88\x18\x03\xf3keepalive ping timeout")
    with pytest.raises(NotHeard, match=r"port 8000 closed a socket.*keepalive ping timeout"):
        crowd.tend()
