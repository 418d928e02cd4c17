"""What is logged, and what never is."""
import json
import logging
from collections.abc import Iterator

import httpx
import pytest
import structlog

from hub import logs


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


def crash() -> None:
    token = "eyJ" * 3  # a local that a traceback could show
    raise RuntimeError(f"crash {token}")


@pytest.mark.parametrize("log_format", ["json", "text"])
def test_a_crash_is_logged_without_the_values_around_it(capsys: pytest.CaptureFixture[str], log_format: str) -> None:
    logs.configure("json" if log_format == "json" else "text", "info")
    try:
        crash()
    except RuntimeError:
        structlog.get_logger().exception("crashed", path="/graphql")
        logging.getLogger("library").exception("crashed", extra={"request_id": "r1"})
    printed = capsys.readouterr().err
    assert "RuntimeError" in printed
    assert "eyJeyJeyJ" not in printed


def test_json_is_an_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("json", "info")
    with structlog.contextvars.bound_contextvars(request_id="r1"):
        structlog.get_logger().info("request", path="/图")
        structlog.get_logger().debug("not shown")
    logging.getLogger("library").warning("slow %s", "disk", extra={"request_id": "r2"})
    ours, theirs = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert ours.pop("timestamp") <= theirs.pop("timestamp")
    assert ours == {"event": "request", "path": "/图", "request_id": "r1", "level": "info"}
    assert theirs == {"event": "slow disk", "request_id": "r2", "level": "warning"}


@pytest.mark.parametrize("log_format", ["json", "text"])
async def test_what_a_client_chose_begins_no_line_and_no_sequence(
        client: httpx.AsyncClient, capsys: pytest.CaptureFixture[str], log_format: str) -> None:
    logs.configure("json" if log_format == "json" else "text", "info")
    await client.get("/%1b%5b31m%0d%0aforged%c2%9b%e2%80%ae/" + "x" * 5_000, headers={"user-agent": "\x1b[31m"})
    logging.getLogger("library").warning("said %s", "\x1b]0;title\x07", extra={"given": ["\x1b", "\x85"]})
    structlog.get_logger().warning("x\ny\x00", some=("\x7f",))
    printed = capsys.readouterr().err
    assert len(printed.splitlines()) == 3
    assert not [each for each in printed if not each.isprintable() and each != "\n"]
    assert "forged" in printed
    assert len(printed) < 3_000
