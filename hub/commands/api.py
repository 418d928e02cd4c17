"""Commands that are clients of the GraphQL API, like any other program: publish, claim, answer, deliver, watch."""
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

import typer

from domain import items, texts, words

if TYPE_CHECKING:
    from hub.client import Client

As = Annotated[str | None, typer.Option("--as", metavar="HANDLE", help="One of the demo's people, instead of "
                                                                       "SANDAN_TOKEN.")]
ItemId = Annotated[str, typer.Argument(metavar="ITEM_ID")]
ClaimId = Annotated[str, typer.Argument(metavar="CLAIM_ID")]

CLAIM = """{ __typename
    ... on %s { claim { id state quantity item { id title remaining unit } } }
    ... on Refusal { message } }"""
ITEM = """{ __typename
    ... on %s { %s { id title quantity unit scope } }
    ... on Refusal { message } }"""
HISTORY = """query ($id: ID!, $after: String) { node(id: $id) { ... on ListItem { history(first: 100, after: $after) {
    pageInfo { hasNextPage endCursor } nodes { at kind after actor { name } organization { name } } } } } }"""
WATCH = """subscription ($after: Cursor) { demandPublished(after: $after) { cursor demand {
    id title quantity unit urgency deadline publisher { name } } } }"""


class ListName(StrEnum):
    DEMAND = "demand"
    RESOURCE = "resource"
    PROJECT = "project"


def _choice(names: Mapping[str, str], what: str) -> Any:
    """An option for one of these values, by its own name or its Chinese one; help and refusal list them all."""
    listed = "、".join(f"{word} {value}" for value, word in names.items())

    def read(given: str) -> str:
        value = words.value_of(names, given)
        if value is None:
            raise typer.BadParameter(f"“{given}”应为其中之一。It must be one of: {listed}")
        return value
    return typer.Option(help=f"{what} {listed}.", parser=read, metavar="NAME")


def publish(
        list_: Annotated[ListName, typer.Argument(metavar="demand|resource|project")],
        title: Annotated[str, typer.Option(help="标题 What it is, in a line.")],
        category: Annotated[str, _choice(items.Category.chinese(), "类别")] = "OTHER",
        body: Annotated[str | None, typer.Option(help="说明 The details.")] = None,
        quantity: Annotated[int, typer.Option(min=1, help="数量 How much of it.")] = 1,
        unit: Annotated[str | None, typer.Option(help="计量单位 Of what: 次, 场, 个, 元, …")] = None,
        scope: Annotated[str | None, _choice(items.Scope.chinese(), "可见范围")] = None,
        urgency: Annotated[str | None, _choice(items.Urgency.chinese(), "需求的紧急程度 A demand's:")] = None,
        kind: Annotated[str, _choice(items.ResourceKind.chinese(), "资源类型 A resource's:")] = "SERVICE",
        deadline: Annotated[str | None, typer.Option(help="截止 Until when, like 2026-12-31T18:00:00+08:00.")] = None,
        handle: As = None) -> None:
    """发布需求、资源或项目。Publish a demand, a resource or a project."""
    given = {"title": title, "category": category, "body": body, "quantity": quantity, "unit": unit, "scope": scope,
             "deadline": deadline, "urgency": urgency if list_ is ListName.DEMAND else None,
             "resourceKind": kind if list_ is ListName.RESOURCE else None}
    name = list_.value.capitalize()
    payload = _change(f"publish{name}", ITEM % (f"Publish{name}Payload", list_.value), given, handle)
    item = payload[list_.value]
    _say(f"已发布 published  {item['id']}  {item['title']}  {item['quantity']} {item['unit']}  {item['scope']}")


def claim(item_id: ItemId, quantity: Annotated[int, typer.Option(min=1, help="数量 How much of it.")] = 1,
          note: Annotated[str | None, typer.Option(help="说明 A word to the other side.")] = None,
          handle: As = None) -> None:
    """认领。Propose to take up part or all of an item."""
    _claim("claimItem", {"itemId": item_id, "quantity": quantity, "note": note}, handle)


def accept(claim_id: ClaimId, task: Annotated[str | None, typer.Option(help="任务 What is to be done.")] = None,
           handle: As = None) -> None:
    """接受认领。Accept a claim on your item."""
    _claim("acceptClaim", {"claimId": claim_id, "task": task}, handle)


def decline(claim_id: ClaimId, reason: Annotated[str, typer.Option(help="原因 Why.")], handle: As = None) -> None:
    """谢绝认领。Decline a claim on your item."""
    _claim("declineClaim", {"claimId": claim_id, "reason": reason}, handle)


def deliver(claim_id: ClaimId, report: Annotated[str | None, typer.Option(help="情况 What was done.")] = None,
            handle: As = None) -> None:
    """交付。Report that the claim is delivered."""
    _claim("deliverClaim", {"claimId": claim_id, "report": report}, handle)


def confirm(claim_id: ClaimId, rating: Annotated[int, typer.Option(min=1, max=5, help="评分 1 to 5.")] = 5,
            comment: Annotated[str | None, typer.Option(help="评价 A comment.")] = None, handle: As = None) -> None:
    """确认并评价。Confirm a delivery and rate it."""
    _claim("confirmClaim", {"claimId": claim_id, "rating": rating, "comment": comment}, handle)


def watch(after: Annotated[str | None, typer.Option(help="The cursor after which to begin; else from now on.")] = None,
          handle: As = None) -> None:
    """看新需求。Show new demands as they are pushed, until Ctrl-C; goes on by itself after a lost connection."""
    import asyncio
    try:
        asyncio.run(_watch(_client(handle), after))
    except KeyboardInterrupt:
        raise typer.Exit from None


async def _watch(hub: "Client", after: str | None) -> None:
    typer.echo("等待新需求…… Waiting for new demands (Ctrl-C stops)…", err=True)
    async for data in hub.follow(WATCH, {}, after, lambda data: str(data["demandPublished"]["cursor"])):
        event = data["demandPublished"]
        if demand := event["demand"]:
            _say(f"{demand['id']}  {demand['title']}  {demand['quantity']} {demand['unit']}  "
                       f"{demand['urgency']}  {demand['publisher']['name']}  (after {event['cursor']})")


def _say(line: str) -> None:
    """Print a line; what others wrote in it makes no second one, and moves no cursor."""
    typer.echo(texts.shown(line))


def _claim(mutation: str, given: dict[str, Any], handle: str | None) -> None:
    name = f"{mutation[0].upper()}{mutation[1:]}"
    changed = _change(mutation, CLAIM % f"{name}Payload", given, handle)["claim"]
    if changed is None:
        typer.echo("已完成；您已看不到该认领。Done; you may not see the claim any more.")
        return
    item = changed["item"]
    _say(f"认领 claim {changed['id']}  {changed['state']}  {changed['quantity']} {item['unit']}  "
               f"{item['title']}  (余 left {item['remaining']})")


def _change(mutation: str, selection: str, given: dict[str, Any], handle: str | None) -> dict[str, Any]:
    """The payload of a mutation.

    raises   Refused with the refusal's message
    """
    from hub import failures
    kind = f"{mutation[0].upper()}{mutation[1:]}"
    values = {name: value for name, value in given.items() if value is not None}
    text = f"mutation ($input: {kind}Input!) {{ {mutation}(input: $input) {selection} }}"
    answer: dict[str, Any] = _client(handle).run(text, {"input": {**values, "idempotencyKey": str(uuid4())}})[mutation]
    if "message" in answer:
        raise failures.Refused(answer["message"])
    return answer


def _client(handle: str | None) -> "Client":
    from hub import client, settings
    from hub.commands import tokens
    configured = settings.read()
    return client.Client(configured.client_url,
                         lambda: configured.token if handle is None else tokens.of(configured, handle))


def history(item_id: ItemId, handle: As = None) -> None:
    """全程留痕。Show the trail of an item and of its claims, oldest first."""
    from hub import failures
    client, after = _client(handle), None
    while True:
        item = client.run(HISTORY, {"id": item_id, "after": after})["node"]
        if not item or "history" not in item:
            raise failures.Refused("没有此条目，或您无权看到。There is no such item, or you may not see it.")
        for event in item["history"]["nodes"]:
            imported = "导入 import" if (event["after"] or {}).get("imported") else ""
            who = " ".join(filter(None, [(event["actor"] or {"name": "" if imported else "系统 hub"})["name"], imported]))
            of = (event["organization"] or {"name": ""})["name"]
            _say(f"{event['at'][:19].replace('T', ' ')}Z  {event['kind']:<16} {who}  {of}  {_told(event['after'])}")
        if not item["history"]["pageInfo"]["hasNextPage"]:
            return
        after = item["history"]["pageInfo"]["endCursor"]


def _told(after: dict[str, Any] | None) -> str:
    known = ("state", "quantity", "item_claimed", "rating", "reason", "report", "task")
    return "  ".join(f"{name}={after[name]}" for name in known if after and after.get(name) is not None)


COMMANDS: tuple[Callable[..., None], ...] = (publish, claim, accept, decline, deliver, confirm, history, watch)
