"""What is not tried at all, and what is."""

from __future__ import annotations

import functools
import sqlite3
import sys
import threading
import time
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from jupyter_quickfix.checks.trial import untriable
from jupyter_quickfix.records import Action

LEAVES = "it leaves Python"
CONNECTION = "it can reach an open database connection"


@pytest.mark.parametrize(
    "code",
    [
        "!ls",
        "  !ls",
        "files = !ls",
        "!!ls",
        "%pip install pandas",
        "%conda install pandas",
        "%%bash\nls",
        "%%writefile x.py\n1",
        "%%script python\n1",
        "x = %sx ls",
        "%system ls",
        "%save x 1",
        "%run_something",
        "if True:\n    !ls",
        "%%javascript\nalert(1)",
        "%store x",
        "%edit",
        "%debug",
        "%history",
    ],
)
def test_what_leaves_python(code: str) -> None:
    assert untriable(code, {}) == LEAVES


@pytest.mark.parametrize("code", ["%%sql\nSELECT 1", "%%sql sqlite://\nSELECT 1"])
def test_sql(code: str) -> None:
    assert untriable(code, {}) == "SQL is checked by the database itself"


@pytest.mark.parametrize(
    "code", ["await f()", "x = [y async for y in z()]", "async with a: pass", "async for i in a: pass"]
)
def test_waiting_at_the_top_level(code: str) -> None:
    assert untriable(code, {}) == "it waits at the top level"


@pytest.mark.parametrize(
    "code",
    [
        "",
        "x = 1",
        "def broken(:",
        "%time x = 1",
        "%%time\nx = 1",
        "%matplotlib inline\nx = 1",
        "x = %time 1",
        "%%capture\nprint(1)",
        "async def f():\n    await g()",
        "x = a % b",
        "x = 'a!b' != c",
        "print?",
        "import pandas, sqlite3, sqlalchemy",
        "text = '''\n!ls\n%pip install x\n'''",
        "\x00",
        "unknown.name(1)",
    ],
)
def test_what_is_tried(code: str) -> None:
    assert untriable(code, {"a": 1, "b": 2, "c": "d"}) is None


def test_actions_come_first() -> None:
    assert untriable("x", {}, (Action("run_cell", "1", "Run cell 1"),)) == "something else is to be done first"


def of_module(name: str, kind: str = "Session") -> Any:
    return type(kind, (), {"__module__": name})()


@pytest.mark.parametrize(
    ("module", "reason"),
    [
        ("pyspark.sql.session", "it can reach Spark"),
        ("py4j.java_gateway", "it can reach Spark"),
        ("cupy._core", "it can reach the GPU"),
        ("psycopg2.extensions", CONNECTION),
        ("sql.connection", CONNECTION),
        ("socket", "it can reach an open network connection"),
        ("ray.actor", "it can reach other processes"),
        ("tensorflow.python", "it uses a library that does not survive being copied"),
        ("pandas.core", None),
        ("__main__", None),
    ],
)
def test_kinds_of_objects(module: str, reason: str | None) -> None:
    assert untriable("thing.go()", {"thing": of_module(module)}) == reason
    assert untriable("other.go()", {"thing": of_module(module), "other": 1}) is None, "it is not reached"


@pytest.mark.parametrize(
    "code", ["import pyspark", "from pyspark.sql import functions as F", "import cupy as cp", "import jax"]
)
def test_imports(code: str) -> None:
    assert untriable(code, {}) is not None


@pytest.fixture
def connection() -> Any:
    opened = sqlite3.connect(":memory:")
    yield opened
    opened.close()


WAYS = {
    "a function": "def query():\n    return con.execute('x')",
    "a function in a function": "def query():\n    def inner():\n        return con\n    return inner",
    "a chain": "def a():\n    return con\ndef b():\n    return a()\ndef query():\n    return b()",
    "a lambda": "query = lambda: con",
    "a default": "def query(c=con):\n    return c",
    "a closure": "def make(c):\n    return lambda: c\nquery = make(con)",
    "a method": "class Store:\n    def __init__(self): self.c = con\n    def get(self): return self.c\nquery = Store().get",
    "an object": "class Store:\n    def __init__(self): self.c = con\nquery = Store()",
    "a class": "class query:\n    def get(self): return con",
    "a static method": "class query:\n    @staticmethod\n    def get(): return con",
    "a base class": "class Base:\n    def get(self): return con\nclass query(Base): pass",
    "a list": "query = [1, [con]]",
    "a dictionary": "query = {'a': {'b': con}}",
    "a set": "query = {con}",
    "a cursor": "query = con.cursor()",
}


@pytest.mark.parametrize("way", WAYS)
def test_ways_to_a_connection(way: str, connection: Any) -> None:
    names: dict[str, Any] = {"__name__": "__main__", "con": connection}
    exec(compile(WAYS[way], "<cell>", "exec"), names)
    assert untriable("x = query", names) == CONNECTION


def test_more_ways_to_a_connection(connection: Any) -> None:
    names = {
        "partial": functools.partial(print, connection),
        "holder": SimpleNamespace(inner=connection),
        "method": connection.execute,
    }
    assert untriable("partial()", names) == CONNECTION
    assert untriable("holder.inner", names) == CONNECTION


def test_a_module_of_the_users(connection: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("mydb")
    module.__file__ = "/home/someone/mydb.py"
    monkeypatch.setitem(sys.modules, "mydb", module)
    assert untriable("mydb.query()", {"mydb": module}) is None
    module.con = connection  # type: ignore[attr-defined]  # a module's global
    assert untriable("mydb.query()", {"mydb": module}) == CONNECTION


def test_the_shell_and_loggers_are_no_connections() -> None:
    shell = of_module("IPython.core.interactiveshell", "InteractiveShell")
    shell.kernel = of_module("zmq.sugar.socket", "Socket")
    handler = of_module("logging", "Handler")
    handler.stream = shell.kernel
    logger = of_module("logging", "Logger")
    logger.handlers = [handler]
    assert untriable("get_ipython().x; logger.info(1)", {"get_ipython": shell.__init__, "logger": logger}) is None
    assert untriable("get_ipython().x", {"get_ipython": functools.partial(print, shell)}) is None


def test_nothing_of_the_users_runs(connection: Any) -> None:
    class Hostile:
        def __getattribute__(self, name: str) -> Any:
            raise AssertionError(name)

        def __eq__(self, other: object) -> bool:
            raise AssertionError

        def __hash__(self) -> int:
            raise AssertionError

        def __iter__(self) -> Any:
            raise AssertionError

        @property  # type: ignore[misc]  # hostile
        def __class__(self) -> Any:
            raise AssertionError

    class Meta(type):
        def __getattribute__(cls, name: str) -> Any:
            raise AssertionError(name)

    odd = Meta("Odd", (), {})
    assert untriable("a.b(c[0])", {"a": Hostile(), "c": [Hostile(), odd], "b": odd}) is None


def test_a_large_session_takes_milliseconds(connection: Any) -> None:
    cyclic: list[Any] = []
    cyclic.append(cyclic)
    names: dict[str, Any] = {f"n{number}": [cyclic, {"k": list(range(1000))}] * 100 for number in range(500)}
    code = "\n".join(names)
    began = time.perf_counter()
    assert untriable(code, {**names, "lock": threading.Lock()}) is None
    assert time.perf_counter() - began < 5, "bounded, whatever there is"


def test_cuda_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    torch, cuda = ModuleType("torch"), ModuleType("torch.cuda")
    monkeypatch.setitem(sys.modules, "torch", torch)
    monkeypatch.setitem(sys.modules, "torch.cuda", cuda)
    model = of_module("torch.nn.modules.linear", "Linear")
    assert untriable("model(x)", {"model": model}) is None
    assert untriable("device", {"device": "cuda:0"}) == "it can reach the GPU"
    assert untriable("model.to('cuda')", {"model": model}) == "it can reach the GPU"
    cuda._initialized = True  # type: ignore[attr-defined]  # as torch has it
    assert untriable("model(x)", {"model": model}) == "it can reach the GPU"
    assert untriable("torch.ones(1)", {"torch": torch}) == "it can reach the GPU"
