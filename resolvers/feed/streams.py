"""A subscription, planned: which events are about it, and the bytes of one of them for its viewers."""
import json
from collections.abc import Collection, Hashable, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from weakref import WeakValueDictionary

from graphql import FieldNode, GraphQLError, GraphQLField, OperationType, VariableNode

from db.driver.connection import Connection
from db.log import audience
from db.log.events import Event
from domain.languages import Bilingual, Language
from domain.refusals import BadInput, NotFound, Unauthenticated
from domain.viewer import Viewer
from planner import arguments, connections, cursors, fetch, ids, price
from planner.arguments import Argument, Run
from planner.assemble import Assembly
from planner.catalogue import Catalogue
from planner.documents import BadRequest
from planner.fetch import Fetched
from planner.limits import TooCostly
from planner.plan import Plan, dumps
from planner.selection import Selector
from planner.statement import Statement
from planner.subscription import SubscriptionSource
from resolvers.executing import errors
from resolvers.executing.context import Context
from resolvers.executing.planning import Planning
from resolvers.executing.request import Prepared, Request, Response


@dataclass(frozen=True, slots=True)
class PlannedStream:
    """A subscription of one viewer (`resolvers.feed.subscribers.Stream`): a place to begin at in what many may share.

    after  the place behind which to replay; None: from now
    """

    shared: "SharedStream"
    after: int | None

    @property
    def key(self) -> Hashable:
        return self.shared.key

    @property
    def request(self) -> Request:
        """What to ask again with when the rights have changed; it may begin at another place."""
        return self.shared.prepared.request

    @property
    def audience(self) -> Collection[str]:
        return self.shared.audience

    def concerns(self, event: Event) -> bool:
        return self.shared.concerns(event)

    async def payload(self, connection: Connection, event: Event, previous: int) -> bytes | None:
        """The message of an event; None when it is not for these viewers."""
        return await self.shared.payload(connection, event, previous)

    def checkpoint(self, pos: int, previous: int) -> bytes | None:
        """A message about no event, which moves the client's cursor on."""
        return self.shared.checkpoint(pos, previous)


@dataclass(frozen=True)
class SharedStream:
    """What equal subscriptions of viewers with equal rights have in common; kept as long as one of them is open.

    key    equal for the same operation with the same variables, but for the place to begin at, and viewers who see the same;
           and, where it has messages, for the same language
    viewer any of them; nobody in person, unless the plan asks for the member
    name   the response key
    about  the only object in whose history its events stand; None: any
    row    that one's key in the audience
    language  of its messages; of what has none but an error by chance, both
    """

    key: Hashable
    viewer: Viewer
    prepared: Prepared
    source: SubscriptionSource
    plan: Plan
    name: str
    about: Any
    row: str | None
    language: Language

    @cached_property
    def audience(self) -> Collection[str]:
        """See `db.log.audience`."""
        return {self.row} if self.row else audience.of_viewer(self.viewer, self.source.by)

    def concerns(self, event: Event) -> bool:
        return (event.kind.startswith(self.source.events)
                and self.source.object in (None, event.object_type)
                and self.about in (None, event.subject_id)
                and getattr(event, self.source.subject) is not None)

    async def payload(self, connection: Connection, event: Event, previous: int) -> bytes | None:
        assert event.pos is not None
        run = self._run(event.pos, previous, getattr(event, self.source.subject), event.id)
        fetched = await fetch.fetch(self.plan, connection, run)
        if fetched.row is None:
            return None
        if self.plan.quick:
            with suppress(Exception):  # something is out of order: the plain way finds out what, and says it
                return dumps({"data": {self.name: self.plan.quick(run, fetched)}}, self.language)
        return self._bytes(run, fetched)

    def checkpoint(self, pos: int, previous: int) -> bytes | None:
        run = self._run(pos, previous, None, None)
        return self._bytes(run, Fetched(row=_Nothing()))

    def check_values(self) -> None:
        """raises    BadInput, NotFound for a value of the arguments that no event could be asked about with"""
        run = self._run(0, 0, None, None)
        for read in self.plan.row.binds if self.plan.row else ():
            read(run)

    def _run(self, pos: int, previous: int, subject: Any, event: Any) -> Run:
        given = {"cursor": cursors.encode_position(pos), "previous": cursors.encode_position(previous),
                 "subject": subject, "event": event}
        return Run(self.prepared.variables, self.viewer, self.prepared.context.clock(), given, language=self.language)

    def _bytes(self, run: Run, fetched: Fetched) -> bytes:
        assembly = Assembly(run, fetched)
        answer: dict[str, Any] = {"data": {self.name: assembly.root(self.plan)}}
        if assembly.errors:
            request_id = self.prepared.context.request_id
            for error in assembly.errors:
                error.path = [self.name, *(error.path or [])]
            answer["errors"] = [errors.shown(error, request_id) for error in assembly.errors]
        return dumps(answer, self.language)


class _Nothing:
    """The row of a checkpoint: every column is null."""

    def __getitem__(self, _: int) -> None:
        return None


class Streams:
    """The subscriptions of a process that are open, as far as they have something in common."""

    def __init__(self, planning: Planning) -> None:
        self._planning = planning
        self.shared: WeakValueDictionary[Hashable, SharedStream] = WeakValueDictionary()

    def subscribe(self, request: Request, context: Context) -> PlannedStream | Response:
        """Plan a subscription; a response when the request is bad."""
        try:
            prepared = self._planning.prepare(request, context)
            if prepared.operation.operation is not OperationType.SUBSCRIPTION:
                raise BadRequest([GraphQLError(Bilingual("不是订阅。", "Not a subscription."))])
            return _open(self._planning, self.shared, prepared)
        except (BadRequest, TooCostly, Unauthenticated, BadInput, NotFound, GraphQLError) as problem:
            found = errors.of_request(problem, context.request_id)
            return Response(dumps({"errors": found}, context.language), executed=False)


def _open(planning: Planning, opened: MutableMapping[Hashable, SharedStream], prepared: Prepared) -> PlannedStream:
    """Plan a subscription for its viewer, or share the plan of an equal one that is open.

    raises    Unauthenticated, BadInput, NotFound, TooCostly: now rather than at its first event
    """
    viewer = prepared.context.viewer
    if viewer is None:
        raise prepared.context.nobody
    selector = Selector(planning.schema, prepared.document.fragments, prepared.variables)
    (name, nodes), = selector.fields([prepared.operation.selection_set], "Subscription").items()
    assert planning.schema.subscription_type is not None
    field_name = nodes[0].name.value
    definition = planning.schema.subscription_type.fields[field_name]
    run = Run(prepared.variables, viewer, prepared.now)
    given = arguments.of_field(definition, nodes[0], run)
    source = planning.catalogue.subscriptions[field_name]
    plan = planning.cached_plan(prepared, ("Subscription",),
                           lambda: _planned(planning, prepared, source, definition, nodes, given, run))
    eyes = viewer if "member" in plan.asks else viewer.anonymous
    language = prepared.context.language if plan.tells else Language.BOTH
    key = _key(prepared.request, _place(nodes[0]), eyes, language)
    shared = opened.get(key)
    if shared is None:
        price.check(plan, run, planning.allowed.rows)
        shared = SharedStream(key, eyes, prepared, source, plan, name,
                              *_about(planning.catalogue, source, given, run), language)
        shared.check_values()
        opened[key] = shared
    return PlannedStream(shared, _after(given, run))


def _key(request: Request, place: str | None, viewer: Viewer, language: Language) -> Hashable:
    given = {name: value for name, value in (request.variables or {}).items() if name != place}  # also what orjson cannot write
    return request.query, request.operation_name, json.dumps(given, sort_keys=True), viewer.sees_as, language


def _planned(planning: Planning, prepared: Prepared, source: SubscriptionSource, definition: GraphQLField,
             nodes: list[FieldNode], given: dict[str, Argument], run: Run) -> Plan:
    compiler = planning.compiler(prepared, run)

    def gate(statement: Statement) -> str:
        target = compiler.target(source.target)
        filled = {name: statement.parameter(each.read, each.key, name) for name, each in given.items()}
        for name in definition.args:
            filled.setdefault(name, statement.parameter(lambda run: None, name))
        texts = connections.conditions(planning.catalogue, definition, given, filled)
        condition = statement.conditions("g", f"{{t}}.{source.key} = {{given.subject:uuid}}", source.on, *texts.values(),
                                         getattr(target, "where", None), target.seen, **filled)
        if source.only_seen_events:
            seen = statement.conditions("e", "{t}.id = {given.event:uuid}", compiler.target("Event").seen_with_subject)
            condition += f" AND EXISTS (SELECT FROM event e WHERE {seen})"
        for kind, before in source.newly.items():
            seen = statement.conditions("g", f"e.kind = '{kind}' AND e.id = {{given.event:uuid}}",
                                        _as_it_was(target.seen, before))
            condition += f" AND NOT EXISTS (SELECT FROM event e WHERE {seen})"
        return f"SELECT 1 FROM {target.table} g WHERE {condition}"

    plan = compiler.plan(source.payload, [node.selection_set for node in nodes], gate=gate)
    if plan.looks:  # one message is made for many, and each look is recorded as somebody's
        raise BadInput(plan.looks[0], Bilingual("个人信息不能订阅，请查询。",
                                                "Personal data cannot be subscribed to: query it."))
    return plan


def _as_it_was(seen: str | None, before: Mapping[str, str]) -> str:
    """Whether a row was seen that had other values in these columns."""
    text = seen or "true"
    for column, was in before.items():
        text = text.replace(f"{{t}}.{column}", f"({was})")
    return text


def _after(given: dict[str, Argument], run: Run) -> int | None:
    text = given["after"].read(run) if "after" in given else None
    return None if text is None else cursors.decode_position("after", text)


def _place(node: FieldNode) -> str | None:
    """The variable that `after` comes from; None: it is no variable."""
    written = next((each.value for each in node.arguments or () if each.name.value == "after"), None)
    return written.name.value if isinstance(written, VariableNode) else None


def _about(catalogue: Catalogue, source: SubscriptionSource, given: dict[str, Argument], run: Run) -> tuple[Any, str | None]:
    """The only object in whose history the events stand, and its key in the audience."""
    if "id" not in given:
        return None, None
    target = catalogue.abstracts.get(source.target) or catalogue.objects[source.target]
    try:
        about = ids.decode(given["id"].read(run), catalogue.tags(source.target))
        return about, audience.of_row(str(target.table), about)
    except NotFound:
        raise BadInput("id", Bilingual(f"不是 {source.target} 的标识。", f"Not the ID of a {source.target}.")) from None
