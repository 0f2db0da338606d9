"""Signatures, read statically.

`inspect.signature` runs `__signature__`, `__wrapped__` and descriptors, which may be the user's code. Here a signature
comes from a function's code object, a builtin's `__text_signature__`, or a class's `__init__` and `__new__` found
through the method resolution order. Defaults and annotations that are not plain scalars become `Shown`, so that
`str(signature)` runs nobody's `__repr__` either.
"""

from __future__ import annotations

import ast
import functools
import inspect
import sys
from collections.abc import Iterable
from inspect import Parameter
from types import (
    BuiltinFunctionType,
    ClassMethodDescriptorType,
    FunctionType,
    MethodDescriptorType,
    MethodType,
    MethodWrapperType,
    ModuleType,
    WrapperDescriptorType,
)
from typing import Any

from jupyter_quickfix.context import static
from jupyter_quickfix.context.static import MISSING

_C_CALLABLES = (
    BuiltinFunctionType,
    MethodDescriptorType,
    WrapperDescriptorType,
    MethodWrapperType,
    ClassMethodDescriptorType,
)
_TYPE_TEXT = type.__dict__["__text_signature__"]
_SCALARS = (int, float, bool, str, bytes, type(None))
#: How far wrappers, partials and methods are followed.
_MAX_DEPTH = 12
_MAX_TEXT = 40


class Shown:
    """Stands for a default or an annotation that is not a plain scalar; its repr is a safe text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def signature(value: object) -> inspect.Signature | None:
    """The signature for calling `value` as it is (a bound method without `self`), None where it cannot be read."""
    try:
        return _read(value, _MAX_DEPTH)
    except Exception:  # a code object or a text signature that makes no valid signature
        return None


def method_signature(value: object, name: str) -> inspect.Signature | None:
    """The signature for calling `value.name(…)`: without `self` or `cls`, None where it cannot be read."""
    found = static.entry(static.instance_dict(value), name)
    if found is not MISSING:
        return signature(found)
    if static.is_class(value):
        found = static.on_type(value, name)  # type: ignore[arg-type]  # a class, as asked above
        if found is not MISSING:
            return signature(found)
    found = static.on_type(type(value), name)
    if static.is_one_of(type(found), (staticmethod, classmethod)):
        return signature(found)
    read = signature(found)
    return None if read is None else _without_first(read)


def _read(value: Any, depth: int) -> inspect.Signature | None:
    if depth == 0:
        return None
    kind = type(value)
    if kind is FunctionType or static.is_compiled(value, "cython_function_or_method"):
        return _of_function(value, depth)
    if kind is MethodType:
        read = _read(value.__func__, depth - 1)
        return None if read is None else _without_first(read)
    if kind is staticmethod:
        return _read(value.__func__, depth - 1)
    if kind is classmethod:
        read = _read(value.__func__, depth - 1)
        return None if read is None else _without_first(read)
    if kind is functools.partial:
        return _of_partial(value, depth)
    if static.is_one_of(kind, _C_CALLABLES):
        bound = kind is MethodWrapperType or (kind is BuiltinFunctionType and type(value.__self__) is not ModuleType)
        return _from_text(value.__text_signature__, bound)
    if static.is_class(value):
        return _of_class(value, depth)
    wrapped = static.entry(static.instance_dict(value), "__wrapped__")  # lru_cache, numpy's dispatchers
    if wrapped is not MISSING:
        return _read(wrapped, depth - 1)
    call = static.on_type(kind, "__call__")
    read = _read(call, depth - 1) if type(call) is FunctionType else None
    return None if read is None else _without_first(read)


def _of_function(function: Any, depth: int) -> inspect.Signature | None:
    own = static.instance_dict(function)
    given = static.entry(own, "__signature__")
    if type(given) is inspect.Signature:
        return _shown(given)
    wrapped = static.entry(own, "__wrapped__")
    if wrapped is not MISSING and (read := _read(wrapped, depth - 1)) is not None:
        return read
    code = function.__code__
    names = code.co_varnames
    positional, keyword_only = code.co_argcount, code.co_kwonlyargcount
    defaults = function.__defaults__ or ()
    keyword_defaults = function.__kwdefaults__ or {}
    # From 3.14 on, asking for annotations evaluates them.
    annotations = function.__annotations__ if sys.version_info < (3, 14) else {}

    def parameter(name: str, kind: Any, default: object = Parameter.empty) -> Parameter:
        annotation = static.entry(annotations, name) if type(annotations) is dict else MISSING
        return Parameter(name, kind, default=_plain(default), annotation=_annotation(annotation))

    parameters = []
    for place, name in enumerate(names[:positional]):
        kind = Parameter.POSITIONAL_ONLY if place < code.co_posonlyargcount else Parameter.POSITIONAL_OR_KEYWORD
        default_place = place - (positional - len(defaults))
        parameters.append(parameter(name, kind, defaults[default_place] if default_place >= 0 else Parameter.empty))
    rest = positional + keyword_only
    if code.co_flags & inspect.CO_VARARGS:
        parameters.append(parameter(names[rest], Parameter.VAR_POSITIONAL))
        rest += 1
    for name in names[positional : positional + keyword_only]:
        default = static.entry(keyword_defaults, name)
        parameters.append(parameter(name, Parameter.KEYWORD_ONLY, Parameter.empty if default is MISSING else default))
    if code.co_flags & inspect.CO_VARKEYWORDS:
        parameters.append(parameter(names[rest], Parameter.VAR_KEYWORD))
    return inspect.Signature(parameters)


def _of_class(kind: type, depth: int) -> inspect.Signature | None:
    if type(static.on_type(type(kind), "__call__")) is not WrapperDescriptorType:
        return None  # the metaclass decides how it is called, as Enum's does
    given = static.on_type(kind, "__signature__")
    if type(given) is inspect.Signature:
        return _shown(given)
    for base in static.mro(kind):
        if base is object:
            return inspect.Signature() if len(static.mro(kind)) > 1 else None
        own = static.type_dict(base)
        makers = [static.entry(own, "__init__"), static.entry(own, "__new__")]
        for maker in makers:
            if type(maker) is staticmethod:
                maker = maker.__func__
            if type(maker) is FunctionType and (read := _read(maker, depth - 1)) is not None:
                return _without_first(read)
        if any(maker is not MISSING for maker in makers):  # made in C
            return _from_text(_TYPE_TEXT.__get__(base), bound=False)
    return None


def _of_partial(partial: functools.partial[Any], depth: int) -> inspect.Signature | None:
    read = _read(partial.func, depth - 1)
    if read is None:
        return None
    given = len(partial.args)
    keywords = partial.keywords if type(partial.keywords) is dict else {}
    parameters: list[Parameter] = []
    keyword_only = False
    for parameter in read.parameters.values():
        positional = parameter.kind in (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
        if positional and given:
            given -= 1
            continue
        bound = static.entry(keywords, parameter.name)
        if bound is not MISSING and parameter.kind in (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY):
            parameter = parameter.replace(default=_plain(bound), kind=Parameter.KEYWORD_ONLY)
            keyword_only = True
        elif keyword_only and parameter.kind is Parameter.POSITIONAL_OR_KEYWORD:
            parameter = parameter.replace(kind=Parameter.KEYWORD_ONLY)
        elif keyword_only and parameter.kind is Parameter.VAR_POSITIONAL:
            continue
        parameters.append(parameter)
    return inspect.Signature(parameters)


def _from_text(text: object, bound: bool) -> inspect.Signature | None:
    """A builtin's `__text_signature__`, such as `($self, /, sep=None, maxsplit=-1)`."""
    if type(text) is not str or not text.startswith("("):
        return None
    skip_first = text.startswith(("($module", "($type", "($cls")) or (bound and text.startswith("($"))
    tree = ast.parse(f"def f{text.replace('$', '')}: pass").body[0]
    assert isinstance(tree, ast.FunctionDef)
    arguments = tree.args
    positional = [*arguments.posonlyargs, *arguments.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
    parameters = []
    for place, (argument, default) in enumerate(zip(positional, defaults, strict=True)):
        only = place < len(arguments.posonlyargs)
        kind = Parameter.POSITIONAL_ONLY if only else Parameter.POSITIONAL_OR_KEYWORD
        parameters.append(Parameter(argument.arg, kind, default=_default(default)))
    if arguments.vararg:
        parameters.append(Parameter(arguments.vararg.arg, Parameter.VAR_POSITIONAL))
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        parameters.append(Parameter(argument.arg, Parameter.KEYWORD_ONLY, default=_default(default)))
    if arguments.kwarg:
        parameters.append(Parameter(arguments.kwarg.arg, Parameter.VAR_KEYWORD))
    return inspect.Signature(parameters[1:] if skip_first else parameters)


def _default(node: ast.expr | None) -> object:
    if node is None:
        return Parameter.empty
    try:
        return _plain(ast.literal_eval(node))
    except ValueError:
        return Shown(ast.unparse(node)[:_MAX_TEXT])


def _without_first(read: inspect.Signature) -> inspect.Signature:
    parameters = list(read.parameters.values())
    if parameters and parameters[0].kind in (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD):
        parameters = parameters[1:]
    return inspect.Signature(parameters)


def _shown(given: inspect.Signature) -> inspect.Signature:
    """A ready-made signature with everything in it that could run code replaced."""
    parameters: Iterable[Parameter] = given.parameters.values()
    return inspect.Signature(
        [
            Parameter(p.name, p.kind, default=_plain(p.default), annotation=_annotation(p.annotation))
            for p in parameters
            if type(p) is Parameter
        ]
    )


def _plain(default: Any) -> object:
    if default is Parameter.empty:
        return default
    if static.is_one_of(type(default), _SCALARS):
        if static.is_one_of(type(default), (str, bytes)) and len(default) > _MAX_TEXT:
            return Shown(repr(default[:_MAX_TEXT])[:-1] + "…")
        if type(default) is int and default.bit_length() > 256:
            return Shown("…")
        return default
    for kind, empty in ((tuple, "()"), (list, "[]"), (dict, "{}")):
        if type(default) is kind:
            return Shown(empty if not default else f"{empty[0]}…{empty[1]}")
    if static.is_class(default):
        return Shown(static.qualified_name(default)[1] or "…")
    if static.is_one_of(type(default), (FunctionType, BuiltinFunctionType)):
        return Shown(str(default.__name__)[:_MAX_TEXT])
    return Shown(f"<{static.qualified_name(type(default))[1]}>")


def _annotation(annotation: object) -> object:
    if annotation is MISSING or annotation is Parameter.empty:
        return Parameter.empty
    if type(annotation) is str:
        return Shown(annotation[: 2 * _MAX_TEXT])
    if annotation is None:
        return Shown("None")
    if static.is_class(annotation):
        return Shown(static.qualified_name(annotation)[1] or "…")  # type: ignore[arg-type]  # a class, as asked
    return Parameter.empty
