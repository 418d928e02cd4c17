"""A hub and a gateway that let a mini program's sockets in."""
from collections.abc import Iterator
from pathlib import Path

import pytest

from sdl import programs
from sdl.programs import ROOT, Programs
from tests.federation.starts.page import FILES
from tests.ports import free_port

CLIENTS = ROOT / "tests" / "federation" / "clients"
MINI_PROGRAM = "https://servicewechat.com"


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Programs]:
    ports = {name: free_port() for name in ("hub", *programs.PARTNERS, "gateway")}  # nobody asks the partners for anything
    started = Programs(tmp_path_factory.mktemp("graph"), ports, quiet=True)
    try:
        for name in ("hub", "gateway"):
            started.start(name, SANDAN_LOG_LEVEL="error", SANDAN_SOCKET_ORIGINS=MINI_PROGRAM)
        yield started
    finally:
        started.stop_all()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the page's files lie, with the packages that they import."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "node_modules").symlink_to(CLIENTS / "node_modules")
    return tmp_path
