"""POST /graphql/ticket: whoever has signed in fetches what a browser's own EventSource can sign in with."""
import orjson
from starlette.requests import Request
from starlette.responses import Response

from domain import refusals
from domain.languages import Bilingual
from hub import running
from hub.http import admission, endpoint, quotas, replies
from hub.sign_in.sign_in import Signed
from resolvers import tickets

PATH = "/graphql/ticket"
SECONDS = int(tickets.GOOD_FOR.total_seconds())


async def issue(request: Request) -> Response:
    """Costs as much as a mutation."""
    hub = running.of(request)
    admitted = admission.of(request.scope, hub, request.headers.get("authorization"))
    try:
        admitted.admit()
        return await _issued(hub, admitted.authorization, *await admitted.sign_in())
    except refusals.NotAMember:
        return replies.Error(403, "NOT_A_MEMBER", refusals.NotAMember.MESSAGE)
    except Exception as problem:
        return endpoint.refused(problem, replies.JSON)


async def _issued(hub: "running.Hub", authorization: str | None, signed: Signed | None, payer: quotas.Payer) -> Response:
    """raises   Unauthenticated, NotAMember, TooMany"""
    if signed is None or authorization is None:
        raise refusals.Unauthenticated
    if signed.viewer is None:
        raise refusals.NotAMember
    payer.write(1)
    ticket = await hub.tickets.issue(signed.viewer.member_id, authorization)
    if ticket is None:
        raise quotas.TooMany(Bilingual(f"您未用的票据太多：最多 {tickets.MOST}。",
                                       f"Too many tickets of yours that are not used: {tickets.MOST} at most."), SECONDS)
    return replies.reply(orjson.dumps({"ticket": ticket, "expiresIn": SECONDS}), replies.JSON)
