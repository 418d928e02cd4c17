"""python ask.py HUB TOKEN: clients that ariadne-codegen and sgqlc make of sdl/sandan.graphql read, write and are refused.

It is run by an environment of their own (requirements.txt): they want another graphql-core than the hub.
"""
import asyncio
import importlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

HERE = Path(__file__).parent
SDL = HERE.parents[2] / "sdl" / "sandan.graphql"
BIN = Path(sys.executable).parent


def ariadne(url: str, headers: dict[str, str], folder: Path) -> None:
    config = {"schema_path": str(SDL), "queries_path": str(HERE / "operations.graphql"), "target_package_path": str(folder),
              "target_package_name": "made_by_ariadne", "client_name": "Hub"}
    (folder / "config.toml").write_text("[tool.ariadne-codegen]\n" + "".join(
        f"{name} = {json.dumps(value)}\n" for name, value in config.items()), "utf-8")
    subprocess.run([BIN / "ariadne-codegen", "--config", folder / "config.toml"], check=True, capture_output=True)
    made = importlib.import_module("made_by_ariadne")

    async def asked() -> None:
        async with made.Hub(url=url, headers=headers) as hub:
            named = await hub.named(by=made.OrganizationBy(division_code="110111007001"))
            assert named.organization.name == "星城第一社区居委会"
            published = (await hub.publish(input=made.PublishDemandInput(
                idempotency_key=str(uuid4()), title=f"求助 {uuid4()}", category=made.Category.HEALTH))).publish_demand
            refused = (await hub.claim(input=made.ClaimItemInput(
                idempotency_key=str(uuid4()), item_id=published.demand.id))).claim_item
            assert (refused.typename__, bool(refused.message)) == ("OwnItem", True)
            try:
                await hub.named(by=made.OrganizationBy(division_code="110111007001", id="x"))
            except made.GraphQLClientGraphQLMultiError as problem:
                assert problem.errors[0].extensions["code"] == "BAD_REQUEST"
            else:
                raise AssertionError("two names were taken")

    asyncio.run(asked())


def sgqlc(url: str, headers: dict[str, str], folder: Path) -> None:
    graphql = importlib.import_module("graphql")
    told = graphql.introspection_from_schema(graphql.build_schema(SDL.read_text("utf-8")))
    (folder / "schema.json").write_text(json.dumps(told), "utf-8")
    subprocess.run([BIN / "sgqlc-codegen", "schema", folder / "schema.json", folder / "made_by_sgqlc.py"], check=True,
                   capture_output=True)
    made, endpoint = importlib.import_module("made_by_sgqlc"), importlib.import_module("sgqlc.endpoint.http")
    operation = importlib.import_module("sgqlc.operation").Operation
    hub = endpoint.HTTPEndpoint(url, headers)

    read = operation(made.Query)
    read.demands(first=2, filter={"category": ["HEALTH"], "state": None}).nodes.__fields__("id", "title", "remaining")
    assert len((read + hub(read)).demands.nodes) <= 2

    def wrote(field: str, **given: Any) -> Any:
        write = operation(made.Mutation)
        answer = getattr(write, field)(input={"idempotency_key": str(uuid4()), **given})
        answer.__typename__()
        if field == "publish_demand":
            answer.__as__(made.PublishDemandPayload).demand().id()
        answer.__as__(made.OwnItem if field == "claim_item" else made.NotAllowed).message()
        return getattr(write + hub(write), field)

    published = wrote("publish_demand", title=f"求助 {uuid4()}", category="HEALTH")
    assert wrote("claim_item", item_id=published.demand.id).__typename__ == "OwnItem"


def main() -> None:
    url, token = sys.argv[1:]
    passed = 0
    ways: list[Callable[[str, dict[str, str], Path], None]] = [ariadne, sgqlc]
    with tempfile.TemporaryDirectory() as folder:
        sys.path.insert(0, folder)
        for way in ways:
            try:
                way(url, {"Authorization": f"Bearer {token}"}, Path(folder))
                passed += 1
            except subprocess.CalledProcessError as problem:
                print(way.__name__, problem.stderr.decode(), problem.stdout.decode())
            except Exception as problem:
                print(way.__name__, repr(problem))
    print(f"{passed} passed, {len(ways) - passed} failed")


if __name__ == "__main__":
    main()
