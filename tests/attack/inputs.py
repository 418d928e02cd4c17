"""Values, texts and headers at their bounds and beyond: long, deep, malformed, and slow to read."""
import asyncio
import json
from typing import Any

from tests.attack import texts
from tests.attack.attacks import NAME, PHONE, Asking, Bed, attack

TEXT = "query ($text: String) { items(filter: {text: $text}) { nodes { id } totalCount } }"
LARGEST = 65_000  # characters of a text that is still read
KEYS = iter(range(10**6))


@attack()
async def long_values(bed: Bed) -> None:
    async with Asking(bed, "unit") as asking:
        for size in (1_000, 10_000, 330_000):
            for unit in ("的", "a ", "ﬃ", "\u0344", "%", "\\"):
                await asking.ask(TEXT, {"text": unit * size})
        for name, value in (("state", ["DRAFT"] * 50_000), ("category", ["HEALTH"] * 50_000), ("withinDivision", "1" * 300_000),
                            ("publisherId", "o" * 300_000)):
            await asking.ask("query ($f: ItemFilter) { items(filter: $f) { totalCount } }", {"f": {name: value}})
        await asking.ask("query ($id: ID!) { node(id: $id) { id } }", {"id": "de" + "0" * 300_000})
        await asking.ask("query ($a: String) { items(after: $a) { nodes { id } } }", {"a": "x" * 300_000})


@attack()
async def texts_that_are_slow_to_read(bed: Bed) -> None:
    """Every shape in its largest size, and with fewer parts."""
    found: dict[str, list[str]] = {}
    for name, _, text in texts.all_texts(LARGEST):
        if len(text) <= LARGEST:
            found[name] = [*found.get(name, [])[-2:], text]
    async with Asking(bed, None) as asking:
        await asking.all([text for some in found.values() for text in some], at_once=2)


@attack()
async def chained_fragments(bed: Bed) -> None:
    async with Asking(bed, None) as asking:
        for count in (90, 500, 3_000):
            chain = " ".join(f"fragment f{number} on Query {{ ...f{number + 1} }}" for number in range(count))
            await asking.ask(f"{{ ...f0 }} {chain} fragment f{count} on Query {{ __typename }}")
        for count in (60, 500, 20_000):
            await asking.ask("{ viewer " * count + "{ x }" + "}" * count)
            await asking.ask("{ items(filter: {state: " + "[" * count + "]" * count + "}) { totalCount } }")
            await asking.send(content="[" * count + "]" * count, headers={"content-type": "application/json"})


def publish(**more: Any) -> dict[str, Any]:
    return {"idempotencyKey": f"attack-{next(KEYS)}-{id(more)}", "title": "攻击", "category": "HEALTH", **more}


VALUES: tuple[Any, ...] = (
    "999999999999.995", "1e400", "NaN", "-0", "1" * 5_000, 10**4_000, -1, 0, 2**31, 2**63, 2**64, 1e308, "", " ", "\0",
    "\ud800", "\x1b[31m", "9999-12-31", "9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59-14:00",
    "0001-01-01T00:00:00+14:00", "0000-00-00", "2024-02-30", "+10000-01-01T00:00:00Z", [], {}, [[]], True, None)


@attack()
async def values_at_their_bounds(bed: Bed) -> None:
    fields = ("budgetYuan", "quantity", "deadline", "startsAt", "title", "unit", "divisionCode", "publisherId", "leadSeatId",
              "place", "contact", "idempotencyKey")
    project = "mutation ($i: PublishProjectInput!) { publishProject(input: $i) { __typename } }"
    office = "mutation ($i: AppointMemberInput!) { appointMember(input: $i) { __typename } }"
    async with Asking(bed, "community") as asking:
        for name in fields:
            for value in VALUES:
                body = json.dumps({"query": project, "variables": {"i": publish(draft=True, **{name: value})}})
                await asking.send(content=body, headers={"content-type": "application/json"})
        found = await asking.ask("{ viewer { member { id } organizations { nodes { id } } } }")
        assert found is not None
        viewer = found.json()["data"]["viewer"]
        organization = viewer["organizations"]["nodes"][0]["id"]
        given = {"memberId": viewer["member"]["id"], "organizationId": organization, "kind": "OFFICER"}
        for value in VALUES:
            for name in ("startsOn", "endsOn"):
                key = f"attack-{next(KEYS)}-office"
                body = json.dumps({"query": office, "variables": {"i": {"idempotencyKey": key, **given, name: value}}})
                await asking.send(content=body, headers={"content-type": "application/json"})
        for first in ("9" * 5_000, "-1", "1.5", "2147483648", '"1"'):
            await asking.ask(f"{{ items(first: {first}) {{ totalCount }} }}")


@attack()
async def bodies_that_are_none(bed: Bed) -> None:
    contents = (b"", b"5", b"null", b'"a"', b"[]", b"{}", b"{", b"\xff", b'{"query": 5}', b'{"query": "\\ud800"}', b"1" * 5_000,
                b'{"query": "{ __typename }", "variables": 5}', b'{"query": "{ __typename }", "operationName": []}',
                b'{"query": "{ __typename }", "extensions": "x"}', b"[" * 100_000, b'{"a":' * 50_000)
    async with Asking(bed, "unit") as asking:
        for content in contents:
            for kind in ("application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ";", ""):
                await asking.send(content=content, headers={"content-type": kind})
        await asking.send(json=[{"query": "{ __typename }"}] * 1_000)


HEADERS = {
    "origin": ("http://[", "null", "http://[::1", "\x7f", "//", "http://a\\b"),
    "authorization": ("", "Bearer", "Bearer ", "Basic x", "Bearer a.b.c", "Bearer " + "x" * 7_000, "\xff"),
    "accept": ("", "*", "*/*;q=x", "a" * 7_000, ";;;", "application/json;q=9" * 100, "\xff"),
    "content-type": ("", ";", "application/json; charset=", "application/json; charset=\xff", "application/json;" * 300),
    "content-length": ("-1", "x", "99999999999999999999", "0x10", "+5"),
    "content-encoding": ("gzip", "br", "\xff"),
    "host": ("", "[", "a\\b", "x" * 7_000),
    "x-request-id": ("\x1b[31m", "x" * 7_000, "\xff", "'; --"),
    "x-forwarded-for": ("[", "\xff", "1.2.3.4," * 800, "::::", "1.2.3.4:99999"),
    "last-event-id": ("x", "\xff", "ZXZlbnQ6OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"),
    "transfer-encoding": ("chunked, chunked", "x", "identity"),
    "connection": ("upgrade", "close, close", "\xff"), "upgrade": ("websocket", "h2c"), "expect": ("100-continue", "x"),
    "sec-websocket-key": ("", "x"), "sec-websocket-protocol": ("x", "graphql-ws", "," * 500),
    "cookie": ("a=b;" * 1_500,), "range": ("bytes=0-",), "content-range": ("x",),
}


LINES = (
    "GET /graphql?query=%ff%00%1b%5b31m HTTP/1.1", "GET /%1b%5b31m%0a%0dforged HTTP/1.1", "GET http://[/ HTTP/1.1", "\0",
    "GET /graphql? HTTP/9.9", "GET /" + "a" * 7_000 + " HTTP/1.1", "PRI * HTTP/2.0", "GET /graphql?variables=%7b HTTP/1.1",
    "BREW /graphql HTTP/1.1", "GET /graphql/../../etc/passwd HTTP/1.1", "GET /graphql/assets/..%2f..%2fpage.py HTTP/1.1")


@attack()
async def malformed_headers(bed: Bed) -> None:
    """By hand: a client's library would not send them."""
    body = b'{"query":"{ __typename }"}'
    for name, values in HEADERS.items():
        for value in values:
            for method in ("POST", "GET"):
                head = {"host": "hub", "content-type": "application/json", "accept": "application/json",
                        "content-length": str(len(body)), "connection": "close", name: value}
                lines = "".join(f"{each}: {said}\r\n" for each, said in head.items())
                await _spoken(bed, f"{method} /graphql HTTP/1.1\r\n{lines}\r\n".encode("latin-1") + body)
    for line in LINES:
        await _spoken(bed, f"{line}\r\nhost: hub\r\nuser-agent: \x1b[31m\r\nconnection: close\r\n\r\n".encode("latin-1"))


async def _spoken(bed: Bed, said: bytes) -> None:
    with bed.noting("head"):
        reader, writer = await asyncio.open_connection(bed.host, bed.port)
        writer.write(said)
        try:
            async with asyncio.timeout(2):
                answer = (await reader.read(100_000)).decode("utf-8", "replace")
        except TimeoutError:
            bed.seen["waits"] += 1
        else:
            bed.note(int(answer.split(" ", 2)[1]) if answer.startswith("HTTP/") else 0, answer)
        finally:
            writer.transport.abort()


@attack()
async def signed_subjects(bed: Bed) -> None:
    """A sign-in service may sign anything."""
    for who in ("nul", "long"):
        if who in bed.tokens:
            async with Asking(bed, who) as asking:
                await asking.ask("{ viewer { member { name } } }")


@attack()
async def personal_data_in_what_is_wrong(bed: Bed) -> None:
    """Names and phones in operations that fail in every way: none is in the log."""
    contact = f'contact: {{name: "{NAME}", phone: "{PHONE}"}}'
    literal = ('mutation { publishDemand(input: {idempotencyKey: "attack-%d", title: "%s", category: HEALTH, ' + contact
               + "%s}) "
               "{ __typename ... on PublishDemandPayload { demand { contact { name phone } } } } }")
    for who in (None, "community", "unit"):
        async with Asking(bed, who) as asking:
            for more in ("", ", unknown: 1", ", quantity: -1", ', deadline: "x"', ', divisionCode: "00"', ", place: 5",
                         ", quantity: 1e400"):
                await asking.ask(literal % (next(KEYS), NAME, more))
            await asking.ask(f'{{ items(filter: {{text: "{NAME} {PHONE}"}}) {{ nodes {{ contact {{ phone }} }} }} }}')
            await asking.ask(f'{{ items(filter: {{text: "{NAME}", {contact}}}) {{ totalCount }}')
            await asking.ask("query ($id: ID!) { node(id: $id) { id } }", {"id": NAME})
            await asking.ask("mutation ($i: PublishDemandInput!) { publishDemand(input: $i) { __typename } }",
                             {"i": publish(contact={"name": NAME, "phone": PHONE}, quantity="x")})
            await asking.send("GET", f"/graphql?query={{viewer}}&variables={{\"name\":\"{NAME}{PHONE}\"}}")
