"""A namespace full of objects that raise, block or print when touched: nothing of theirs may run."""

from __future__ import annotations

import functools
import inspect
import sys
import threading
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from jupyter_quickfix.context import safe
from jupyter_quickfix.context.gather import gather
from jupyter_quickfix.context.names import describe
from jupyter_quickfix.context.tables import LazyTables
from jupyter_quickfix.records import Failure

TOUCHED: list[str] = []
FAILURE = Failure(id="f", code="x.y", error_type="AttributeError", message="")
_DUNDERS = (
    "__repr__",
    "__str__",
    "__format__",
    "__bool__",
    "__len__",
    "__iter__",
    "__contains__",
    "__getitem__",
    "__call__",
    "__eq__",
    "__ne__",
    "__lt__",
    "__hash__",
    "__getattr__",
    "__getattribute__",
    "__setattr__",
    "__dir__",
    "__index__",
    "__int__",
    "__float__",
    "__instancecheck__",
    "__subclasscheck__",
    "__get__",
    "__set__",
    "__set_name__",
    "__fspath__",
    "__reduce_ex__",
    "__sizeof__",
    "__array__",
    "__enter__",
    "__await__",
    "__length_hint__",
)


def trap(name: str) -> Callable[..., Any]:
    def touched(*args: object, **kwargs: object) -> Any:
        if armed[0]:
            TOUCHED.append(name)
            threading.Event().wait(BLOCK_S[0])
        raise RuntimeError(name)

    return touched


#: How long a trap holds whoever steps into it.
BLOCK_S = [30.0]
#: Traps do nothing while the objects themselves are being made.
armed = [False]


def hostile_class(meta: type = type, **extra: object) -> Any:
    body: dict[str, object] = {name: trap(name) for name in _DUNDERS}
    for name in (
        "__class__",
        "__dict__",
        "__signature__",
        "__wrapped__",
        "__text_signature__",
        "columns",
        "schema",
        "shape",
        "_mgr",
    ):
        body[name] = property(trap(name))
    return type.__new__(meta, "Hostile", (), {**body, **extra})


class Meta(type):
    __mro__ = property(trap("meta.__mro__"))
    locals()["__dict__"] = property(trap("meta.__dict__"))  # final for mypy, not for a hostile class
    __module__ = property(trap("meta.__module__"))
    __signature__ = property(trap("meta.__signature__"))
    __getattribute__ = trap("meta.__getattribute__")
    __instancecheck__ = trap("meta.__instancecheck__")
    __subclasscheck__ = trap("meta.__subclasscheck__")
    __eq__ = trap("meta.__eq__")
    __hash__ = trap("meta.__hash__")
    __repr__ = trap("meta.__repr__")
    __call__ = trap("meta.__call__")
    __len__ = trap("meta.__len__")
    __bool__ = trap("meta.__bool__")


class Key(str):
    """A key that is equal to the names asked for, and says so loudly."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return bool(trap("key.__eq__")())


class LoudModule(ModuleType):
    __getattr__ = trap("module.__getattr__")
    __dir__ = trap("module.__dir__")

    def __getattribute__(self, name: str) -> Any:
        return trap("module.__getattribute__")() if armed[0] else super().__getattribute__(name)


class Slotted:
    __slots__ = ("a", "b")


def cycle() -> Any:
    def function(a: int, *, b: object = hostile_class()) -> None: ...

    function.__wrapped__ = function  # type: ignore[attr-defined]
    return function


def default_of(value: object) -> Any:
    def function(a: object = value) -> None: ...

    return function


def hostile_namespace() -> dict[Any, Any]:
    hostile = hostile_class()
    meta = hostile_class(Meta)
    instance, of_meta = object.__new__(hostile), object.__new__(meta)
    lazy = ModuleType("lazy")
    lazy.__getattr__ = trap("module-level __getattr__")  # type: ignore[method-assign]
    recursive: list[Any] = []
    recursive.append(recursive)
    mapping: dict[str, Any] = {"me": None}
    mapping["me"] = mapping
    bag = SimpleNamespace()
    bag.__dict__[Key("y")] = 1
    listed = ModuleType("listed")
    listed.__all__ = [Key("y"), instance]  # type: ignore[attr-defined]
    return {
        "instance": instance,
        "of_meta": of_meta,
        "hostile": hostile,
        "meta": meta,
        "lazy": lazy,
        "loud": LoudModule("loud"),
        "listed": listed,
        "recursive": recursive,
        "mapping": mapping,
        "bag": bag,
        "keyed": type("Keyed", (), {Key("y"): 1}),
        "million": dict.fromkeys(range(10**6)),
        "attributes": SimpleNamespace(**{f"a{n}": n for n in range(10**5)}),
        "slotted": Slotted(),
        "cycle": cycle(),
        "default": default_of(instance),
        "default_meta": default_of(meta),
        "partial": functools.partial(default_of(instance), instance),
        "partial_of_hostile": functools.partial(object.__getattribute__, instance),
        "inside": [instance, (instance,), {"k": instance}],
        "values": {"a": instance, "b": meta},
        "number": 10**100_000,
        "wide": "x" * 10**7,
        Key("y"): 1,
        7: "not a string",
    }


def look(namespace: dict[Any, Any]) -> int:
    """Everything that fixers and checks ask, of every name. Returns how many were looked at."""
    context = gather(FAILURE, namespace)
    assert len(context.names) == sum(1 for key in namespace if type(key) is str)
    seen = 0
    for name in context.names:
        value = context.namespace[name]
        described = context.names[name]
        assert len(described.repr) <= 60
        safe.kind_of(value), safe.type_name(value), safe.root_module(value), safe.mro_names(value)
        safe.attributes(value), safe.lookup(value, "y"), safe.find(value, "y", None), safe.has(value, "y")
        safe.is_property(value, "columns"), safe.is_method(value, "columns"), safe.column_labels(value)
        str(safe.signature(value)), safe.method_signature(value, "__init__"), safe.method_signature(value, "y")
        seen += 1
    for table in LazyTables(FAILURE, context.namespace, {}).values():
        assert len(table.columns) <= 1_000
    return seen


def test_nothing_of_a_hostile_namespace_runs(capsys: pytest.CaptureFixture[str]) -> None:
    namespace = hostile_namespace()
    looked: list[object] = []

    def run() -> None:
        try:
            looked.append(look(namespace))
        except BaseException as error:
            looked.append(error)

    TOUCHED.clear()
    armed[0] = True
    try:
        worker = threading.Thread(target=run, daemon=True)
        worker.start()
        worker.join(20)  # a trap blocks for 30 seconds
    finally:
        armed[0] = False
    assert TOUCHED == []
    assert looked == [len(namespace) - 2]
    assert capsys.readouterr() == ("", "")


def test_the_traps_are_live(monkeypatch: pytest.MonkeyPatch) -> None:
    namespace = hostile_namespace()
    monkeypatch.setattr(f"{__name__}.armed", [True])
    monkeypatch.setattr(f"{__name__}.BLOCK_S", [0.0])
    for careless in (
        lambda: repr(namespace["instance"]),
        lambda: isinstance(namespace["instance"], dict),
        lambda: namespace["meta"].__mro__,
        lambda: namespace["meta"] in {int},
        lambda: namespace["lazy"].absent,
        lambda: "y" in namespace["bag"].__dict__,
        lambda: str(inspect.signature(namespace["default"])),
    ):
        TOUCHED.clear()
        with pytest.raises(RuntimeError):
            careless()
        assert TOUCHED != []


def test_a_hostile_value_is_still_described() -> None:
    namespace = hostile_namespace()
    armed[0] = True
    try:
        instance, module = describe("instance", namespace["instance"]), describe("loud", namespace["loud"])
    finally:
        armed[0] = False
    assert (instance.kind, instance.type_name) == ("value", f"{__name__}.Hostile")
    assert (module.kind, module.module, module.repr) == ("module", "loud", f"<{__name__}.LoudModule>")


def test_a_lying_class_attribute_is_not_believed() -> None:
    class Liar:
        @property  # type: ignore[misc]  # a lie that mypy, too, refuses
        def __class__(self) -> type:
            return dict

    assert safe.type_name(Liar()).endswith("Liar")
    assert safe.kind_of(Liar()) == "value"


def test_modules_that_are_looked_at_through_sys_modules_may_be_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", object.__new__(hostile_class()))
    armed[0] = True
    TOUCHED.clear()
    try:
        assert safe.short_repr(SimpleNamespace()) == "<types.SimpleNamespace>"
    finally:
        armed[0] = False
    assert TOUCHED == []
