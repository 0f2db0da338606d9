"""Nothing goes out: not by new sockets, not by those that the session has open."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.checks.trial.trying import Trier, needs_trials

pytestmark = needs_trials


@pytest.fixture
def tcp() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(address)",
        "import socket; socket.socket(socket.AF_INET6)",
        "import socket; socket.create_server(('127.0.0.1', 0))",
        "import urllib.request; urllib.request.urlopen('http://%s:%d' % address)",
        "import asyncio; asyncio.run(asyncio.open_connection(*address))",
        "import socket; socket.getaddrinfo('example.com', 80)",
        "import ctypes; n = ctypes.CDLL(None).socket(2, 1, 0); assert n < 0; raise PermissionError",
        "try:\n    import socket; socket.create_connection(address)\nexcept OSError:\n    pass",
    ],
)
def test_tcp(attempt: Trier, tcp: socket.socket, code: str) -> None:
    assert attempt(code, address=tcp.getsockname()).outcome == "unknown"
    with pytest.raises(BlockingIOError):
        tcp.accept()


def test_udp(attempt: Trier) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.setblocking(False)
        code = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', address)"
        assert attempt(code, address=receiver.getsockname()).outcome == "unknown"
        with pytest.raises(BlockingIOError):
            receiver.recv(1)


@pytest.mark.parametrize("kind", ["SOCK_STREAM", "SOCK_DGRAM"])
def test_unix_sockets(attempt: Trier, tmp_path: Path, kind: str) -> None:
    with socket.socket(socket.AF_UNIX, getattr(socket, kind)) as receiver:
        receiver.bind(str(tmp_path / "socket"))
        receiver.setblocking(False)
        code = f"import socket; s = socket.socket(socket.AF_UNIX, socket.{kind}); s.connect(path); s.send(b'x')"
        assert attempt(code, path=str(tmp_path / "socket")).outcome == "unknown"
        if kind == "SOCK_DGRAM":  # a pair of datagram sockets could send to any address
            pair = "import socket; a, b = socket.socketpair(type=socket.SOCK_{0}); a.sendto(b'x', path)"
            for name in ("DGRAM", "RAW"):
                assert attempt(pair.format(name), path=str(tmp_path / "socket")).outcome == "unknown"
            with pytest.raises(BlockingIOError):
                receiver.recv(1)


def test_open_connections(attempt: Trier) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.setblocking(False)
        attempt("connection.send(b'from the trial')", connection=ours)
        attempt("connection.shutdown(2); connection.close()", connection=ours)
        attempt("connection.setsockopt(1, 7, 1)", connection=ours)
        with contextlib.suppress(BlockingIOError):
            assert theirs.recv(100) == b"not reached"
        ours.send(b"session")
        assert theirs.recv(100) == b"session"


def test_pairs_within_the_trial_work(attempt: Trier) -> None:
    code = """
        import asyncio, socket
        a, b = socket.socketpair()
        a.send(b"x")
        assert b.recv(1) == b"x"
        assert asyncio.run(asyncio.sleep(0, 1)) == 1
    """
    assert attempt(code).outcome == "ran"
