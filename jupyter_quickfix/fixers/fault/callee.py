"""What a failing call called, also where its receiver is the result of another call: by the name in the message.

Python's own messages begin with the function's qualified name ("DataFrame.nunique() got an unexpected …"); the class of that
name is looked for in the modules that are loaded. Where nothing tells the signature (functions written in C), the
first line of the library's documentation does.
"""

from __future__ import annotations

import ast
import re
import sys
from functools import lru_cache
from inspect import Parameter, Signature
from types import BuiltinFunctionType, FunctionType, MethodDescriptorType, MethodType, ModuleType

from jupyter_quickfix.context import safe
from jupyter_quickfix.context.static import is_one_of
from jupyter_quickfix.fixers.fault.values import UNKNOWN, type_of, value_of
from jupyter_quickfix.records import Context, Failure

_QUALIFIED = re.compile(r"\b(\w+)\.(\w+)\(\) (?:got|missing|takes)")
_LISTED = re.compile(r"^\s*[\w.]+\((.*?)\)\s*(?:->.*)?$", re.DOTALL | re.MULTILINE)
_NAME = re.compile(r"(?:^|,)\s*(\w+)\s*(?==|,|$)")
_WORD = re.compile(r"['\"‘“]([\w][\w.-]{1,28})['\"’”]")
_PARAMETER = re.compile(r"^ *((?:\w+)(?:, ?\w+)*) ?:", re.MULTILINE)
_SECTION = re.compile(r"^ *\w[\w ]*\n *---+", re.MULTILINE)
_C_FUNCTIONS = (BuiltinFunctionType, MethodDescriptorType)
#: Modules whose types of functions are C code: NumPy's dispatchers, Cython's functions.
_C_MODULES = ("numpy", "_cython_")
#: Documentation is read this far: signatures stand first.
_HEAD, _TEXT = 1500, 8000


def callee(call: ast.Call, failure: Failure, context: Context) -> object:
    """The function, method or class that is called; `UNKNOWN` where it cannot be told without running anything."""
    function = value_of(call.func, context)
    if function is not UNKNOWN or not isinstance(call.func, ast.Attribute):
        return function
    kind = type_of(call.func.value, context)
    found = safe.lookup(kind, call.func.attr) if kind is not None else None
    if found is not None:
        return found
    match = _QUALIFIED.search(failure.message)
    if match is None or match.group(2) != call.func.attr:
        return UNKNOWN
    owner = _class_named(match.group(1), match.group(2), len(sys.modules))
    found = safe.lookup(owner, match.group(2)) if owner is not None else None
    return UNKNOWN if found is None else found


def signature_of(function: object) -> Signature | None:
    """The signature, None where neither the function nor its documentation tells it."""
    if function is UNKNOWN or function is None:
        return None
    return safe.signature(function) or _documented(function)


@lru_cache(maxsize=64)
def _class_named(name: str, method: str, loaded: int) -> type | None:
    """A class of this name that has the method, in any loaded module. `loaded` ages the cache as modules come in."""
    for module in list(sys.modules.values()):
        if not issubclass(type(module), ModuleType):
            continue
        found = safe.instance_dict(module).get(name)
        if safe.is_class(found) and safe.lookup(found, method) is not None:
            return found  # type: ignore[return-value]  # a class, as just asked
    return None


def documented_words(function: object) -> list[str]:
    """The words in quotes of a function's or class's documentation: the choices of its arguments among them."""
    return list(dict.fromkeys(_WORD.findall(_documentation(function))))


def _documentation(function: object) -> str:
    """The text of functions, classes, and what C code of Python's, Cython's and NumPy's own makes; of nothing else."""
    if function is UNKNOWN or function is None:
        return ""
    if safe.is_class(function):
        text = type.__dict__["__dict__"].__get__(function).get("__doc__")
    elif is_one_of(type(function), (FunctionType, MethodType)):
        text = object.__getattribute__(function, "__doc__")
    elif is_one_of(type(function), _C_FUNCTIONS) or safe.root_module(function).startswith(_C_MODULES):
        text = getattr(function, "__doc__", None)
    else:
        text = None
    return text if type(text) is str else ""


def documented_parameters(function: object) -> list[str]:
    """The names of a function's arguments by its documentation: its first line, such as `busday_offset(dates, offsets,
    roll='raise', …)`, and the list below "Parameters" in the form that NumPy, pandas and scikit-learn keep to.
    """
    text = _documentation(function)
    match = _LISTED.search(text[:_HEAD])
    listed = re.sub(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>|'[^']*'|[/*]", "0", match.group(1)) if match else ""
    _, _, below = text[:_TEXT].partition("Parameters\n")
    section = _SECTION.split(below, maxsplit=1)[0] if below.lstrip().startswith("---") else ""
    names = [
        *_NAME.findall(listed),
        *(name for line in _PARAMETER.findall(section) for name in re.split(r",\s*", line)),
    ]
    return [name for name in dict.fromkeys(names) if name.isidentifier()]


def _documented(function: object) -> Signature | None:
    """A signature of the documented names, for what Python cannot tell the signature of."""
    if is_one_of(type(function), (FunctionType, MethodType)):
        return None
    names = documented_parameters(function)
    if not names:
        return None
    try:
        return Signature([Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, default=None) for name in names])
    except ValueError:  # a keyword of the language among them
        return None
