"""Federated tracing (ftv1): how long an operation took, as the protobuf message `Trace` of Apollo's reports."""
from base64 import b64encode
from time import time_ns

# Field numbers of apollo.usage-reporting `Trace`, and of google.protobuf.Timestamp within it.
END, START, DURATION, ROOT = 3, 4, 11, 14
SECONDS, NANOS = 1, 2


def extension(began: int, nanoseconds: int) -> str:
    """The value of `extensions.ftv1`.

    began   nanoseconds since 1970
    """
    message = (_message(END, _time(time_ns())) + _message(START, _time(began)) + _number(DURATION, nanoseconds)
               + _message(ROOT, b""))
    return b64encode(message).decode("ascii")


def _time(nanoseconds: int) -> bytes:
    seconds, rest = divmod(nanoseconds, 1_000_000_000)
    return _number(SECONDS, seconds) + _number(NANOS, rest)


def _message(field: int, body: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(body)) + body


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
