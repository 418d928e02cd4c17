"""Operations that ask for much with little: repeated fields, counts, entities, and texts and plans that are remembered."""
import asyncio
import itertools
import json
import random

from tests.attack.attacks import PEOPLE, Asking, Bed, attack

MANY = 490
COLUMNS = ("state", "homeCode", "scope", "category", "title", "body", "quantity", "unit", "claimed", "remaining", "claimStatus",
           "publishedAt", "startsAt", "deadline", "closedAt", "version")


def aliases(part: str, count: int = MANY) -> str:
    return "{ " + " ".join(f"a{number}: {part}" for number in range(count)) + " }"


@attack()
async def sdl_in_aliases(bed: Bed) -> None:
    """Without sign-in, and signed in."""
    for who in (None, "unit"):
        async with Asking(bed, who) as asking:
            await asking.all([aliases("_service { sdl }")] * 30 + [aliases("_service { sdl }", 20)] * 60, at_once=20)


@attack()
async def introspection_in_aliases(bed: Bed) -> None:
    types = "__schema { types { fields { type { fields { type { fields { name } } } } } } }"
    for who in (None, "unit"):
        async with Asking(bed, who) as asking:
            await asking.all([aliases(types, 60), aliases(types, 3), f"{{ {types} }}"] * 10, at_once=10)


@attack()
async def counts_in_aliases(bed: Bed) -> None:
    async with Asking(bed, "unit") as asking:
        await asking.all([aliases("events { totalCount }")] * 7 + [aliases("items(first: 0) { totalCount }")] * 7, at_once=14)
        most = [aliases("events { totalCount }", 45), aliases("items(filter: {text: \"的\", state: null}) { totalCount }", 45)]
        await asking.all(most * 20, at_once=20)


@attack()
async def pages_without_rows(bed: Bed) -> None:
    async with Asking(bed, "unit") as asking:
        await asking.all([aliases("items(first: 0) { pageInfo { hasNextPage } }"),
                          aliases("organizations(first: 0) { pageInfo { hasNextPage } }")] * 10, at_once=10)


@attack()
async def clients_that_leave(bed: Bed) -> None:
    """Costly operations whose answers nobody waits for."""
    query = aliases("items(filter: {text: \"的\", state: null}) { totalCount }", 40)
    body = json.dumps({"query": query}).encode()
    head = (f"POST /graphql HTTP/1.1\r\nhost: hub\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
            f"authorization: Bearer {bed.tokens['unit']}\r\n\r\n").encode()

    async def leave() -> None:
        with bed.noting("left"):
            _, writer = await asyncio.open_connection(bed.host, bed.port)
            writer.write(head + body)
            await writer.drain()
            await asyncio.sleep(0.02)
            writer.transport.abort()
            bed.seen["left"] += 1

    for _ in range(15):
        await asyncio.gather(*(leave() for _ in range(20)))


@attack(postgres=200)
async def statements_of_random_columns(bed: Bed) -> None:
    """Each text is another statement, which PostgreSQL and the driver could keep."""
    chosen = random.Random(18)
    queries = []
    for number in range(1_000):
        some = " ".join(chosen.sample(COLUMNS, 8))
        claim = chosen.choice(["state", "quantity"])
        queries.append(f"query q{number} {{ items(first: 2) {{ nodes {{ {some} publisher {{ name }} "
                       f"claims(first: 1) {{ nodes {{ {claim} }} }} }} }} }}")
    async with Asking(bed, "unit") as asking:
        await asking.all(queries, at_once=12)


@attack()
async def texts_that_are_all_new(bed: Bed) -> None:
    """As large as texts may be, and larger, with nothing in common; without sign-in and with."""
    async with Asking(bed, None) as asking:
        await asking.all([f"{{ __typename }} #{number} {'x' * 60_000}" for number in range(300)], at_once=10)
        await asking.all([f"{{ __typename }} #{number} {'x' * 900_000}" for number in range(40)], at_once=4)
    async with Asking(bed, "member") as asking:
        twice = [f"{{ viewer {{ member {{ name }} }} }} #{number} {'x' * 60_000}" for number in range(150)]
        await asking.all(twice + twice, at_once=10)


@attack()
async def shapes_of_variables(bed: Bed) -> None:
    """One text, and a plan for each combination of what is there and what is not."""
    query = "query ($filter: ItemFilter) { items(first: 1, filter: $filter) { nodes { id } } }"
    values = {"state": ["PUBLISHED"], "claimStatus": ["OPEN"], "category": ["HEALTH"], "withinDivision": "110111", "text": "车",
              "remainingAtLeast": 1, "deadlineBefore": "2030-01-01T00:00:00Z", "publishedAfter": "2020-01-01T00:00:00Z",
              "around": {"longitude": 1.0, "latitude": 1.0, "radius": 1.0}}
    shapes = [dict(each) for size in range(1, 6) for each in itertools.combinations(values.items(), size)]
    async with Asking(bed, "street") as asking:
        for shape in shapes:
            await asking.ask(query, {"filter": shape})


@attack()
async def entities_many_times(bed: Bed) -> None:
    async with Asking(bed, "unit") as asking:
        found = await asking.ask("{ items(first: 1, filter: {state: null}) { nodes { id } } }")
        assert found is not None
        [node] = found.json()["data"]["items"]["nodes"]
        same = [{"__typename": "Demand", "id": node["id"]}] * 2_000
        demand = "... on Demand { id title body history { nodes { id } } }"
        body = " ".join(f"a{number}: _entities(representations: $r) {{ {demand} }}" for number in range(200))
        for count in (2_000, 100, 10):
            await asking.ask(f"query ($r: [_Any!]!) {{ {body} }}", {"r": same[:count]})
        one = f"query ($r: [_Any!]!) {{ _entities(representations: $r) {{ {demand} }} }}"
        await asyncio.gather(*(asking.ask(one, {"r": same[:100]}) for _ in range(20)))


@attack()
async def pages_of_pages(bed: Bed) -> None:
    """What an operation may cost at most, by several people at once."""
    query = ("{ organizations(first: 100) { nodes { name items(first: 40, filter: {state: null}) { nodes { title body "
             "claims(first: 5) { nodes { state claimant { name } } } } } } } }")

    async def ask(who: str) -> None:
        async with Asking(bed, who) as asking:
            await asking.all([query] * 15, at_once=5)

    await asyncio.gather(*(ask(who) for who in PEOPLE))
