"""`make conformance`: the suites that others wrote, and the gateway's own tests; the last line counts what passed."""
import argparse
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

from hub.http import leaving
from sdl import collection, examples, programs
from sdl.programs import ROOT, Programs
from tests.ports import free_port

CLIENTS = ROOT / "tests" / "federation" / "clients"
MODULES = CLIENTS / "node_modules"
SUITE = MODULES / "@apollo" / "federation-subgraph-compatibility-tests"
RELAY = CLIENTS / "relay"
PRODUCTS, USERS, INVENTORY, ROUTER = 4001, 4002, 4003, 4000  # as the suite's own tests have them
LIMIT = 900  # seconds for one suite


@dataclass(frozen=True)
class Suite:
    """
    run      runs it and gives its output
    counts   what finds the numbers of passed and failed in the output
    expected how many must pass; None: however many there are
    """

    name: str
    run: Callable[[], str]
    counts: tuple[str, str]
    expected: int | None = None


def main() -> None:
    argparse.ArgumentParser(prog="python -m tests.federation.conformance", description=__doc__).parse_args()
    leaving.prepare()
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder, _graph(Path(folder) / "graph") as graph:
        for suite in _suites(graph, Path(folder)):
            good, bad = _result(suite)
            passed, failed = passed + good, failed + bad
            print(f"  {suite.name:<50} {good} passed, {bad} failed", flush=True)
    print(f"conformance: {passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


def _suites(graph: Programs, folder: Path) -> list[Suite]:
    plain = (r"(\d+) passed", r"(\d+) failed")
    urls = {"HUB": graph.url("hub"), "GATEWAY": graph.url("gateway")}
    return [
        Suite("GraphQL over HTTP, graphql-http: hub", lambda: _node("audit.mjs", urls["HUB"]), plain, 61),
        Suite("GraphQL over HTTP, graphql-http: gateway", lambda: _node("audit.mjs", urls["GATEWAY"]), plain, 61),
        Suite("graphql-ws and graphql-sse, with reconnects", lambda: _node(
            "--test", "--test-timeout=60000", "--test-force-exit", "--test-reporter=tap", "clients.test.mjs",
            TOKEN=graph.token("community"), **urls),
            (r"# pass (\d+)", r"# fail (\d+)")),
        Suite("the starts of docs/starts.md", lambda: _tested("starts"), plain, 15),
        Suite("graphql-request, villus, fetch-event-source", lambda: _node(
            "--test", "--test-timeout=60000", "--test-force-exit", "--test-reporter=tap", "libraries.test.mjs",
            TOKEN=graph.token("community"), **urls), (r"# pass (\d+)", r"# fail (\d+)"), 12),
        Suite("ariadne-codegen and sgqlc: hub", lambda: _generated(graph, "hub"), plain, 2),
        Suite("ariadne-codegen and sgqlc: gateway", lambda: _generated(graph, "gateway"), plain, 2),
        Suite("operations by name: Apollo Client, urql", lambda: _named(graph, folder),
              (r"# pass (\d+)", r"# fail (\d+)"), 7),
        Suite("the API's schema, as tools take it", lambda: _node(
            "--test", "--test-reporter=tap", "schema.test.mjs", **urls), (r"# pass (\d+)", r"# fail (\d+)")),
        Suite("graphql-eslint: recommended and relay", lambda: _node("lint.mjs"), plain),
        Suite("Code Generator, graphql-schema-linter, SpectaQL", lambda: _node(
            "--test", "--test-reporter=tap", "generators.test.mjs", **urls), (r"# pass (\d+)", r"# fail (\d+)"), 6),
        Suite("three composers", lambda: _node("--test", "--test-reporter=tap", "composers.test.mjs"),
              (r"# pass (\d+)", r"# fail (\d+)"), 3),
        Suite("the examples' collection, in newman", lambda: _examples(graph, folder), plain, _answered()),
        Suite("relay-compiler over sdl/sandan.graphql", _relay, (r"(\d+) operation text", r"(\d+) error")),
        Suite("Apollo's subgraph compatibility", lambda: _compatibility(folder),
              (r"Tests:.* (\d+) passed", r"Tests: +(\d+) failed"), 23),
        Suite("the gateway's own tests", lambda: _tested("gateway"), plain),
    ]


def _result(suite: Suite) -> tuple[int, int]:
    """How many passed and failed; a suite that did not say, or said too few, has failed."""
    try:
        output = suite.run()
    except programs.DidNotStart as problem:
        output = str(problem)
    numbers = [int(found[-1]) if (found := re.findall(pattern, output)) else 0 for pattern in suite.counts]
    passed, failed = numbers
    missing = max(0, (suite.expected or 1) - passed - failed)
    if failed or missing:
        print(output, file=sys.stderr)
    return passed, failed + missing


@contextmanager
def _graph(data: Path) -> Iterator[Programs]:
    """Hub, partners and gateway."""
    started = Programs(data, {name: free_port() for name in ("hub", *programs.PARTNERS, "gateway")}, quiet=True)
    try:
        for name in started.ports:
            started.start(name, SANDAN_LOG_LEVEL="error")
        yield started
    finally:
        started.stop_all()


def _run(command: list[str], folder: Path, **environment: str) -> str:
    """What a command prints, on both streams."""
    done = subprocess.run(command, cwd=folder, env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=LIMIT)
    return done.stdout


def _node(*words: str, **environment: str) -> str:
    return _run(["node", *words], CLIENTS, **environment)


def _examples(graph: Programs, folder: Path) -> str:
    file = folder / "collection.json"
    collection.main(str(file))
    handles = {step.handle for story in examples.stories() for step in story.steps}
    tokens = json.dumps({each: graph.token(each) for each in handles})
    return _node("collection.mjs", str(file), HUB=graph.url("hub"), TOKENS=tokens)


def _answered() -> int:
    """How many steps of the stories are asked and answered; subscriptions do not end by themselves."""
    return sum(examples.kind(step.run) != "subscription" for story in examples.stories() for step in story.steps)


def _named(graph: Programs, folder: Path) -> str:
    """With a second hub, which takes only what the clients' tool has written down."""
    operations = folder / "operations"
    operations.mkdir()
    manifest, config = operations / "apollo.json", folder / "manifest.config.json"
    config.write_text(json.dumps({"documents": ["operations/*.graphql"], "output": str(manifest)}), "utf-8")
    _run([str(MODULES / ".bin" / "generate-persisted-query-manifest"), "--config", str(config)], CLIENTS)
    strict = Programs(folder / "strict", {"hub": free_port()}, quiet=True)
    try:
        strict.start("hub", SANDAN_LOG_LEVEL="error", SANDAN_OPERATIONS=str(operations), SANDAN_ONLY_REGISTERED="on")
        return _node("--test", "--test-timeout=60000", "--test-force-exit", "--test-reporter=tap", "named.test.mjs",
                     HUB=graph.url("hub"), TOKEN=graph.token("community"), MANIFEST=str(manifest),
                     STRICT=strict.url("hub"), STRICT_TOKEN=strict.token("community"))
    finally:
        strict.stop_all()


def _relay() -> str:
    made = RELAY / "__generated__"
    made.mkdir(exist_ok=True)
    (made / "documents.json").write_text("{}", "utf-8")  # the compiler adds to it, and does without it not at all
    return _run(["node", str(MODULES / "relay-compiler" / "cli.js"), "relay.config.json"], RELAY)


def _tested(folder: str) -> str:
    return _run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"tests/federation/{folder}"], ROOT,
                SANDAN_CONFORMANCE="1")


def _generated(graph: Programs, at: str) -> str:
    """By the environment that these have of their own."""
    return _run([str(ROOT / ".venv" / "clients" / "bin" / "python"), "ask.py", graph.url(at), graph.token("community")],
                CLIENTS.parent / "generated")


def _compatibility(folder: Path) -> str:
    """The suite's jest tests, against our products service, its two other subgraphs and Hive Gateway."""
    with _started(folder):
        return _run(["node", str(MODULES / "jest" / "bin" / "jest.js"), "--ci", "--rootDir", str(SUITE / "dist"),
                     "--config", '{"testEnvironment": "node", "haste": {"retainAllFiles": true}, '
                                 '"testPathIgnorePatterns": []}'], CLIENTS)


@contextmanager
def _started(folder: Path) -> Iterator[None]:
    supergraph = folder / "products-supergraph.graphql"
    running: list[subprocess.Popen[bytes]] = []
    subgraphs = SUITE / "dist" / "subgraphs"
    try:
        running.append(_serve([sys.executable, "-m", "tests.federation.products", str(folder / "postgres")], PRODUCTS))
        running.append(_serve(["node", str(subgraphs / "users" / "index.js")], USERS))
        running.append(_serve(["node", str(subgraphs / "inventory" / "index.js")], INVENTORY))
        composed = _node(str(ROOT / "sdl" / "gateway" / "compose.mjs"), "--subgraphs", str(_listed(folder)),
                         "--out", str(supergraph))
        if not supergraph.exists():
            raise programs.DidNotStart(composed)
        running.append(_serve(["node", str(programs.GATEWAY)], ROUTER, SUPERGRAPH=str(supergraph), GRAPHQL_PATH="/"))
        yield
    finally:
        for process in reversed(running):
            process.terminate()
            process.wait(20)


def _listed(folder: Path) -> Path:
    """The subgraphs' file for the composition; the products' SDL is what the service itself says."""
    asked = Request(f"http://127.0.0.1:{PRODUCTS}/", json.dumps({"query": "{ _service { sdl } }"}).encode())
    with urlopen(asked, timeout=10) as answer:
        products = folder / "products.graphql"
        products.write_text(json.load(answer)["data"]["_service"]["sdl"], "utf-8")
    files = {"products": products, **{name: SUITE / "dist" / "subgraphs" / name / f"{name}.graphql"
                                      for name in ("users", "inventory")}}
    ports: Mapping[str, int] = {"products": PRODUCTS, "users": USERS, "inventory": INVENTORY}
    listed = folder / "subgraphs.json"
    listed.write_text(json.dumps([{"name": name, "url": f"http://localhost:{ports[name]}/", "sdl": str(file)}
                                  for name, file in files.items()]), "utf-8")
    return listed


def _serve(command: list[str], port: int, **environment: str) -> "subprocess.Popen[bytes]":
    """Start a program and wait until something listens at its port.

    raises   DidNotStart, also when something listened there before
    """
    if listens(port):
        raise programs.DidNotStart(f"port {port} is taken, and the suite's tests know no other")
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               env={**os.environ, "PORT": str(port), "HOST": "127.0.0.1", **environment})
    programs.wait_for(lambda: listens(port), 60, lambda: process.poll() is not None, command[-1])
    return process


def listens(port: int) -> bool:
    with socket.socket() as tried:
        tried.settimeout(1)
        return tried.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    main()
