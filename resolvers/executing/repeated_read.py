"""The short way of a plain read: a query that was answered before, in the shape of variables it had then.

It looks up what `Operations.run` makes and remembers, and does what that would do, without the objects in between. It
knows no errors but the driver's: at whatever is out of order, or new, it gives up, and `Operations.run` answers.
What it saves is in docs/decisions/0048.
"""
from collections.abc import Callable
from datetime import datetime
from time import monotonic

from graphql import OperationType

from db.driver.connection import Pool
from domain.languages import Language
from domain.viewer import Viewer
from planner import price
from planner.arguments import Run
from planner.plan import dumps
from resolvers.executing import reading
from resolvers.executing.planning import Planning
from resolvers.executing.request import Request


class NotPlain(Exception):
    """This is not the way for the request."""


async def read(planning: Planning, pool: Pool, viewer: Viewer | None, request: Request,
               now: datetime, spend: Callable[[int], None], language: Language) -> bytes:
    """The answer's JSON.

    spend    called with the cost of what is about to be read
    raises   anything, for which `Operations.run` has the right answer; what the driver raises when the database is out
             of reach, after having tried as often as `Operations.run` does
    """
    document = planning.documents.again(request.query)
    if document is None:
        raise NotPlain
    operation = document.operation(request.operation_name)
    if operation.node.operation is not OperationType.QUERY or operation.node.directives:
        raise NotPlain
    variables = operation.coerced(request.variables)
    plan = document.plans.get((operation.plan_key(variables), "Query", None, False))
    if (plan is None or plan.quick is None or plan.introspects or plan.looks
            or (plan.needs_viewer if viewer is None else viewer.only is not None)):
        raise NotPlain
    run = Run(variables, viewer, now, language=language)
    spend(price.check(plan, run, planning.allowed.rows))
    fetched = await reading.fetched(pool, plan, run, consistent=False, until=monotonic() + planning.allowed.seconds)
    return dumps({"data": plan.quick(run, fetched)}, language)
