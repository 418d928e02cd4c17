"""Many WebSocket clients in one thread: they subscribe, stay, and tell when each of them has heard of an event.

Nothing is parsed that need not be: an event is known by a marker in its bytes. So one core hears far more than any
server here says; the report has the listening cost beside the server's.
"""
import base64
import os
import re
import select
import socket
import struct
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

TEXT, CLOSE, PONG = 0x81, 0x88, 0x8A
PING = re.compile(rb"\x89(?:\x00|\x04(....))", re.DOTALL)  # as the servers send it; neither beginning stands in JSON
ANSWERED_WITHIN = 30.0  # seconds
AT_ONCE = 1024  # sockets that are read before others are looked at


class NotHeard(Exception):
    """A server did not let a client in, or an event did not come to all in time."""


@dataclass(frozen=True)
class Subscription:
    """What a client says: where it connects, the payload of its connection_init, and its subscribe message, as JSON."""

    port: int
    path: str
    init: bytes
    subscribe: bytes


@dataclass
class Crowd:
    """All clients, of all servers: whoever is not measured still answers pings."""

    source: str = "127.0.0.1"  # an address has some 28,000 ports towards each server
    poll: select.epoll = field(default_factory=select.epoll)
    sockets: dict[int, socket.socket] = field(default_factory=dict)
    ports: dict[int, int] = field(default_factory=dict)
    begun: dict[int, bytes] = field(default_factory=dict)

    def join(self, subscription: Subscription) -> int:
        """A new client's descriptor.

        raises   NotHeard
        """
        one = socket.create_connection(("127.0.0.1", subscription.port), ANSWERED_WITHIN, (self.source, 0))
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        one.sendall(_upgrade(subscription))
        _await(one, b"\r\n\r\n", b"101")
        one.sendall(frame(TEXT, subscription.init))
        _await(one, b"connection_ack", b"connection_ack")
        one.sendall(frame(TEXT, subscription.subscribe))
        one.setblocking(False)
        self.sockets[one.fileno()], self.ports[one.fileno()] = one, subscription.port
        self.poll.register(one.fileno(), select.EPOLLIN)
        return one.fileno()

    def tend(self, seconds: float = 0.0) -> None:
        """Answer all pings that wait and forget whatever else came.

        raises   NotHeard
        """
        until = time.perf_counter() + seconds
        while sum(1 for _ in self._arrived()) == AT_ONCE or time.perf_counter() < until:
            pass
        self.begun.clear()

    def hear(self, descriptors: Iterable[int], marker: bytes, since: float, within: float) -> list[float]:
        """Seconds after `since` at which each of the descriptors has the marker, the first one first.

        raises   NotHeard
        """
        waiting, moments = set(descriptors), []
        while waiting:
            if time.perf_counter() - since > within:
                raise NotHeard(f"{len(waiting)} clients did not hear of an event within {within:g} s")
            found = self._read(marker)
            if found:
                moments += [time.perf_counter() - since] * len(waiting.intersection(found))
                waiting.difference_update(found)
        return moments

    def note(self, sought: re.Pattern[bytes], count: int, within: float) -> dict[tuple[int, bytes], float]:
        """When each client had each text that is sought; there are so many in all.

        raises   NotHeard
        """
        until, moments = time.perf_counter() + within, dict[tuple[int, bytes], float]()
        while len(moments) < count:
            if time.perf_counter() > until:
                raise NotHeard(f"{count - len(moments)} of {count} messages did not come within {within:g} s")
            for descriptor, data in self._arrived():
                for text in sought.findall(data):
                    moments.setdefault((descriptor, text), time.perf_counter())
                self.begun[descriptor] = data[-4096:]
        return moments

    def _read(self, marker: bytes) -> list[int]:
        """Read once what has come; returns who has the marker."""
        found = []
        for descriptor, data in self._arrived():
            if marker and marker in data:
                found.append(descriptor)
            else:
                self.begun[descriptor] = data[-4096:]
        return found

    def _arrived(self) -> Iterator[tuple[int, bytes]]:
        """Read once what has come, and answer pings; gives each client's bytes behind the last ones that were kept of it."""
        for descriptor, _ in self.poll.poll(0.05, AT_ONCE):
            data = self._received(descriptor)
            for ping in PING.finditer(data):
                self.sockets[descriptor].sendall(frame(PONG, ping[1] or b""))
            yield descriptor, self.begun.pop(descriptor, b"") + data

    def _received(self, descriptor: int) -> bytes:
        """
        raises   NotHeard when the server closes, with its last words
        """
        try:
            data, why = os.read(descriptor, 65_536), "closed a socket"
        except OSError as error:
            data, why = b"", f"lost a socket ({error.strerror})"
        if not data or data[0] == CLOSE:
            said = self.begun.get(descriptor, b"") + data
            raise NotHeard(f"the server on port {self.ports[descriptor]} {why}; it said last: {said[-200:]!r}")
        return data

    def close(self) -> None:
        for one in self.sockets.values():
            one.close()
        self.poll.close()


def frame(kind: int, payload: bytes) -> bytes:
    """A client's frame; its mask is zero, so that the payload stands as it is."""
    size = len(payload)
    head = bytes([kind, 0x80 | size]) if size < 126 else bytes([kind, 0xFE]) + struct.pack("!H", size)
    return head + bytes(4) + payload


def _upgrade(subscription: Subscription) -> bytes:
    key = base64.b64encode(os.urandom(16)).decode()
    return (f"GET {subscription.path} HTTP/1.1\r\nHost: 127.0.0.1:{subscription.port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n").encode()


def _await(one: socket.socket, end: bytes, wanted: bytes) -> None:
    heard = b""
    while end not in heard:
        part = one.recv(4096)
        if not part:
            break
        heard += part
    if wanted not in heard:
        raise NotHeard(f"a client was not let in: {heard[:300]!r}")
