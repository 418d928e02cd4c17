"""The bytes of HTTP that come: bounds of heads and bodies, in size and in time, before anybody answers."""
import asyncio
from enum import Enum
from http import HTTPStatus
from typing import Any

from uvicorn import Config
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from domain import attachments
from domain.languages import Bilingual, Language
from hub import running
from hub.http import languages, negotiation, replies
from hub.websocket.sweeps import WAITING, Reader, Sweep
from resolvers.feed.unread import Account

HEAD_BYTES = 32_768
HEADERS = 100
PIPELINED = 16  # requests that wait in one connection until those before are answered
FILES = attachments.PATH.encode("ascii")
READ_AHEAD = 131_072  # bytes of a file that are held at most: what has been read is put away
LINGER = 1_048_576  # bytes more than a body may have that are passed over, so that its client comes to read why

Stage = Enum("Stage", ["HEAD", "BODY", "WHOLE", "GONE"])


class NotTaken(Exception):
    """Ends the parser's work."""


class Bounded(Reader, HttpToolsProtocol):
    """uvicorn's, with bounds on what a request may be before it is one.

    What comes with every request names uvicorn's class where `super` would do, and cost more.
    """

    def __init__(self, config: Config, *given: Any, **named: Any) -> None:
        super().__init__(config, *given, **named)
        served: Any = config.app
        self.hub: running.Hub = served.state.hub
        self.sweeps = self.hub.sweeps
        self._stage = Stage.HEAD
        self._received = self._chunk = 0  # bytes of this stage; how many it were when the last chunk of a body began
        self._is_file = False  # what comes is one, and is bounded as such
        self._awaited: Sweep | None = None
        self.answering: RequestResponseCycle | None = None  # not the last whose head came, when several wait
        self._refusal = HTTPStatus.BAD_REQUEST, Bilingual("不是有效的 HTTP 请求。", "Invalid HTTP request.")

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]
        self.transport.set_write_buffer_limits(high=0)  # whatever waits is noticed
        self._wait(self.sweeps.heads)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self.answering = cycle
        HttpToolsProtocol._start_asgi_task(self, cycle, app)

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait(None)
        self._leave()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._received += len(data)
        HttpToolsProtocol.data_received(self, data)
        if self._stage is Stage.WHOLE and not self.cycle.response_complete:  # the common case: it came at once
            if self._awaited:
                self._wait(None)
        else:
            self._watch()

    def _watch(self) -> None:
        """See to what is not whole."""
        if self._stage is Stage.GONE or self.transport.is_closing():
            self._wait(None)
        elif self._stage is Stage.BODY:
            is_form = self._is_form()
            self._wait(self.sweeps.files if self._is_file or is_form else self.sweeps.bodies)
            settings = self.hub.settings
            most = settings.file_bytes * (self._is_file or is_form) + settings.body_bytes * (not self._is_file)
            if self._received - self._chunk > most + LINGER:
                self.refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, replies.TOO_LARGE)
        else:  # or line ends behind an answer, which no request follows
            self._wait(self.sweeps.heads)
            if self._received > HEAD_BYTES:
                self.refuse(*TOO_LARGE)

    def _is_form(self) -> bool:
        """Whether it is announced as one; asked of what does not come at once."""
        return any(name == b"content-type" and value[:len(negotiation.FORM)].lower() == negotiation.FORM
                   for name, value in self.headers)

    def _wait(self, sweep: Sweep | None) -> None:
        if sweep is not self._awaited:
            if self._awaited:
                self._awaited.end(self)
            if sweep:
                sweep.begin(self)
            self._awaited = sweep

    def on_message_begin(self) -> None:
        self._stage = Stage.HEAD
        HttpToolsProtocol.on_message_begin(self)

    def on_headers_complete(self) -> None:
        self.headed()
        super().on_headers_complete()

    def headed(self) -> None:
        """See that a head is no larger than it may be.

        raises   NotTaken
        """
        if ((self._received > HEAD_BYTES and self._head_bytes() > HEAD_BYTES) or len(self.headers) > HEADERS
                or len(self.pipeline) >= PIPELINED):
            self._refusal = TOO_LARGE
            raise NotTaken
        self._stage, self._received = Stage.BODY, 0
        self._is_file = self.url.startswith(FILES)

    def _head_bytes(self) -> int:
        return len(self.url) + sum(len(name) + len(value) for name, value in self.headers)

    def on_chunk_header(self) -> None:
        self._chunk = self._received

    def on_message_complete(self) -> None:
        self._stage, self._received, self._chunk = Stage.WHOLE, 0, 0
        HttpToolsProtocol.on_message_complete(self)

    def handle_websocket_upgrade(self) -> None:
        self._stage = Stage.GONE
        self._wait(None)
        super().handle_websocket_upgrade()

    def send_400_response(self, msg: str) -> None:
        self.refuse(*self._refusal)

    def refuse(self, status: HTTPStatus, message: Bilingual) -> None:
        """Answer a request that is not whole, unless another answer is on its way, and close."""
        self._wait(None)
        is_its, cycle = self._stage is Stage.BODY, self._unanswered()
        if self.pipeline or (cycle and (not is_its or cycle.response_started)):
            self._leave()
            self.transport.abort()
            return
        if cycle:  # it waits for the body
            cycle.disconnected = True
            cycle.message_event.set()
        if cycle or not is_its:
            self.transport.write(replies.raw(status, "BAD_REQUEST", message, self._language(is_its), b"vary: accept-language"))
        self.transport.close()

    def _language(self, is_whole: bool) -> Language:
        """What the head asks for; both, when it did not come so far.

        is_whole   whether all of it came
        """
        has_said = is_whole or any(name == languages.HEADER for name, _ in self.headers)
        return languages.within(self.headers) if has_said else Language.BOTH

    def _leave(self) -> None:
        """Let what is answered now not write to a connection that is no more: uvicorn tells only the last request."""
        if self.answering:
            self.answering.disconnected = True
            self.answering.message_event.set()

    def _unanswered(self) -> RequestResponseCycle | None:
        """The last request whose head came, if it is not answered."""
        cycle: RequestResponseCycle | None = self.cycle
        return cycle if cycle and not cycle.response_complete else None

    def held(self, sweep: Sweep) -> int:
        if sweep is self.sweeps.files:
            return min(self._received, READ_AHEAD)
        if sweep is not self.sweeps.unread:
            return self._received
        waiting: Account | None = self.scope["state"].get(WAITING) if self._unanswered() else None
        return super().held(sweep) + (waiting.bytes if waiting else 0)

    def may_go_on(self, sweep: Sweep) -> bool:
        if sweep is self.sweeps.unread:
            return super().may_go_on(sweep)
        if sweep in (self.sweeps.bodies, self.sweeps.files):
            return self.flow.read_paused  # it is the hub that does not read
        return self._unanswered() is not None

    def cut(self, sweep: Sweep) -> None:
        if sweep is self.sweeps.unread:
            super().cut(sweep)
            return
        self._awaited = None
        if self._stage is not Stage.BODY and not self._received:
            self.transport.close()  # nothing was asked
        else:
            self.refuse(HTTPStatus.REQUEST_TIMEOUT, Bilingual("请求没有及时发完。", "The request did not come in time."))


TOO_LARGE = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, Bilingual(
    "请求头太大，请减少。",
    "The head of the request is too large: send less.")

