"""One POST to a webhook: bounded in time and in what is read of the answer, following nothing, remembering nothing.

Its HTTP client is loaded with the first message: most processes of most hubs send none.
"""
import asyncio
import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from domain import outgoing
from domain.outgoing import Outcome, Posted
from domain.webhooks import DeliveryProblem
from hub.outgoing import addresses
from hub.outgoing.addresses import Lookup, Network

if TYPE_CHECKING:
    import httpx

WITHIN = 10.0  # seconds for all of it
MOST_READ = 16_384  # bytes of an answer
HEADERS = {"content-type": "application/json; charset=utf-8", "accept-encoding": "identity", "user-agent": "sandan"}


@dataclass(frozen=True)
class Poster:
    """
    inner    networks of the inner network to which may be sent
    trusted  whose certificates are believed; None: those that the client brings along
    within   seconds for one POST
    """

    inner: Sequence[Network] = ()
    look_up: Lookup = addresses.look_up
    trusted: ssl.SSLContext | None = None
    within: float = WITHIN

    async def post(self, format_: str, posted: Posted) -> Outcome:
        """Send what is posted to a webhook of this format, and say what became of it."""
        import httpx
        try:
            async with asyncio.timeout(self.within):
                return await self._posted(format_, posted)
        except TimeoutError:
            return Outcome(DeliveryProblem.TIMEOUT)
        except addresses.Inner:
            return Outcome(DeliveryProblem.INNER_NETWORK)
        except (socket.gaierror, UnicodeError):
            return Outcome(DeliveryProblem.UNKNOWN_HOST)
        except (httpx.HTTPError, httpx.InvalidURL, OSError):
            return Outcome(DeliveryProblem.UNREACHABLE)

    async def _posted(self, format_: str, posted: Posted) -> Outcome:
        import httpx
        url = httpx.URL(posted.address)
        plain = url.scheme == "http"
        found = await addresses.permitted(url.host, url.port or (80 if plain else 443), plain=plain, inner=self.inner,
                                          look_up=self.look_up)
        for number, address in enumerate(found, 1):
            try:
                return await self._to(address, url, format_, posted)
            except (httpx.ConnectError, httpx.ConnectTimeout):  # nothing was sent: another address of it may do
                if number == len(found):
                    raise
        return Outcome(DeliveryProblem.UNKNOWN_HOST)

    async def _to(self, address: str, url: "httpx.URL", format_: str, posted: Posted) -> Outcome:
        """A client of its own: connections of one name to an address must not serve another name's, nor cookies anybody."""
        import httpx
        headers = {**HEADERS, **posted.headers, "host": url.netloc.decode("ascii")}
        trusted = self.trusted or _brought()
        async with (httpx.AsyncClient(verify=trusted, trust_env=False, follow_redirects=False, timeout=None) as client,  # noqa: S113  # `post` has one for all of it
                    client.stream("POST", url.copy_with(host=address), content=posted.body, headers=headers,
                                  extensions={"sni_hostname": url.host}) as response):
            return outgoing.outcome(format_, response.status_code, await _beginning(response))


@cache
def _brought() -> ssl.SSLContext:
    import httpx
    return httpx.create_ssl_context()


async def _beginning(response: "httpx.Response") -> bytes:
    read = b""
    async for part in response.aiter_raw(MOST_READ):
        read += part
        if len(read) >= MOST_READ:
            break
    return read
