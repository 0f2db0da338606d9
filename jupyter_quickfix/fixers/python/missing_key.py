"""Keys that a dict, or members that a set, does not have yet."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.context.static import is_one_of
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.fault.evaluate import evaluate, kind_of
from jupyter_quickfix.fixers.fault.flow import exact_node, raised_here
from jupyter_quickfix.fixers.fault.locate import parent
from jupyter_quickfix.fixers.fault.rewrite import edited, primary, replace, source
from jupyter_quickfix.fixers.fault.values import UNKNOWN, value_of
from jupyter_quickfix.records import Candidate, Context, Failure, Safety

_ZEROS = {int: "0", float: "0", str: '""', list: "[]", tuple: "()", set: "set()", bool: "False"}
#: What a value must be for the method that is called on it.
_OF_METHOD = {"append": "[]", "extend": "[]", "insert": "[]", "add": "set()", "update": "{}", "setdefault": "{}"}
_KEYS = (str, int, float, bool)


class MissingKey(Fixer):
    """Catches: KeyError from a dict that lacks the key: counted up (`counts[word] += 1`), appended to
    (`groups[k].append(n)`), read, deleted, popped; from `remove` on a set.

    Proposes: `get(key, 0)`, `setdefault(key, [])`, `pop(key, None)`, `discard`; the key as text, number, or without
    spaces and capitals, where the dict has that.

    Keeps silent when: it is no plain dict or set, or a key written in the cell is near to one that exists (its own rule).

    Safety: reading with a default may hide that a key is wrong, so it is marked as changing results.
    """

    errors: ClassVar[tuple[str, ...]] = ("KeyError",)
    examples = (
        Fixes(
            before="counts = {}\nfor word in ['a', 'b', 'a']:\n    counts[word] += 1",
            after="counts = {}\nfor word in ['a', 'b', 'a']:\n    counts[word] = counts.get(word, 0) + 1",
        ),
        Fixes(
            setup="groups = {}",
            before="groups['a'].append(1)\ngroups",
            after="groups.setdefault('a', []).append(1)\ngroups",
        ),
        Fixes(setup="ages = {'ann': 3}", before="del ages['zed']", after="ages.pop('zed', None)"),
        Fixes(setup="ages = {'ann': 3}", before="age = ages.pop('zed')", after="age = ages.pop('zed', None)"),
        Fixes(setup="seen = {1}", before="seen.remove(3)\nseen", after="seen.discard(3)\nseen"),
        Fixes(setup="names = {1: 'a'}\nkey = '1'", before="names[key]", after="names[int(key)]"),
        Fixes(setup="ages = {'ann': 3}\nwho = ' Ann'", before="ages[who] + 1", after="ages[who.strip().lower()] + 1"),
        Fixes(setup="ages = {'ann': 3}\nwho = 'zed'", before="age = ages[who]", after="age = ages.get(who)"),
        Silent(
            setup="ages = {'ann': 3}\ndef age(who):\n    return ages[who]",
            before="age('zed')",
            why="another cell's code",
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if not raised_here(failure):
            return
        call = exact_node(failure, ast.Call)
        if call is not None and isinstance(call.func, ast.Attribute):
            yield from self._of_method(call, call.func, failure, context)
            return
        node = exact_node(failure, ast.Subscript) or _deleted(failure)
        if node is None or not _is_dict(node.value, context):
            return
        yield from self._other_key(node, failure, context)
        for repair in (self._deleted, self._counted, self._collected, self._read):
            found = list(repair(node, failure, context))
            yield from found
            if found:
                return

    def _of_method(
        self, call: ast.Call, function: ast.Attribute, failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        kind = kind_of(function.value, context)
        text = source(failure, function.value)
        if function.attr == "remove" and kind in (set, None) and len(call.args) == 1:
            code = edited(failure, replace(failure, function, f"{text}.discard"))
            yield self.candidate(code, "`discard` takes away what is there and says nothing else.", confidence=0.82)
        elif function.attr == "pop" and kind in (dict, None) and len(call.args) == 1:
            end = Edit(*_end_of(call.args[0], failure), ", None")
            code = edited(failure, end)
            yield self.candidate(code, "With a default, `pop` accepts that the key is not there.", confidence=0.75)
        elif function.attr == "popitem" and kind is dict:
            return

    def _other_key(self, node: ast.Subscript, failure: Failure, context: Context) -> Iterator[Candidate]:
        """The key as the dict has it: text for number, without spaces or capitals."""
        table, key = value_of(node.value, context), evaluate(node.slice, context)
        if type(table) is not dict or not is_one_of(type(key), _KEYS) or isinstance(node.slice, ast.Constant):
            return
        text = primary(failure, node.slice)
        for template, value in _variants(key):
            if any(type(each) is type(value) and each == value for each in list(table)[:2000]):
                why = f"The key is there as {value!r}."
                code = edited(failure, replace(failure, node.slice, template.format(text)))
                yield self.candidate(code, why, confidence=0.9)
                return

    def _deleted(self, node: ast.Subscript, failure: Failure, context: Context) -> Iterator[Candidate]:
        holder = parent(failure, node)
        if isinstance(node.ctx, ast.Del) and isinstance(holder, ast.Delete) and len(holder.targets) == 1:
            text = f"{source(failure, node.value)}.pop({source(failure, node.slice)}, None)"
            why = "`pop` with a default accepts that the key is not there."
            yield self.candidate(edited(failure, replace(failure, holder, text)), why, confidence=0.75)

    def _counted(self, node: ast.Subscript, failure: Failure, context: Context) -> Iterator[Candidate]:
        holder = parent(failure, node)
        if not isinstance(holder, ast.AugAssign) or holder.target is not node:
            return
        zero = _ZEROS.get(kind_of(holder.value, context) or int, "0")
        table, key = source(failure, node.value), source(failure, node.slice)
        start, end = _end_of(holder.target, failure)[0], _end_of(holder.value, failure)[0]
        sign = failure.code[start:end].strip()[: failure.code[start:end].strip().index("=")]
        value = primary(failure, holder.value) if sign != "+" else source(failure, holder.value)
        text = f"{table}[{key}] = {table}.get({key}, {zero}) {sign} {value}"
        why = f"The first time there is no `{table}[{key}]` yet; it starts as `{zero}`."
        yield self.candidate(edited(failure, replace(failure, holder, text)), why, confidence=0.92)

    def _collected(self, node: ast.Subscript, failure: Failure, context: Context) -> Iterator[Candidate]:
        holder = parent(failure, node)
        above = parent(failure, holder) if holder is not None else None
        zero = None
        if isinstance(holder, ast.Attribute) and isinstance(above, ast.Call) and above.func is holder:
            zero = _OF_METHOD.get(holder.attr)
        elif isinstance(holder, ast.Subscript) and holder.value is node and isinstance(holder.ctx, ast.Store):
            zero = "{}"
        if zero is not None:
            table, key = source(failure, node.value), source(failure, node.slice)
            code = edited(failure, replace(failure, node, f"{table}.setdefault({key}, {zero})"))
            why = f"The first time there is no `{table}[{key}]` yet; it starts as `{zero}`."
            yield self.candidate(code, why, confidence=0.9)

    def _read(self, node: ast.Subscript, failure: Failure, context: Context) -> Iterator[Candidate]:
        if not isinstance(node.ctx, ast.Load):
            return
        holder = parent(failure, node)
        table = value_of(node.value, context)
        zero = ""
        if isinstance(holder, (ast.BinOp, ast.AugAssign, ast.Compare)) and type(table) is dict and table:
            zero = f", {_ZEROS[kind]}" if (kind := type(next(iter(table.values())))) in _ZEROS else ""
        elif isinstance(holder, (ast.Subscript, ast.Attribute, ast.BinOp, ast.AugAssign)):
            return
        if isinstance(node.slice, ast.BinOp):
            return  # a key that is calculated is more likely calculated wrongly
        text = f"{primary(failure, node.value)}.get({source(failure, node.slice)}{zero})"
        why = "`get` gives a default where the key is not there."
        yield self.candidate(
            edited(failure, replace(failure, node, text)), why, confidence=0.42, safety=Safety.CHANGES_RESULTS
        )


def _deleted(failure: Failure) -> ast.Subscript | None:
    """The target of a failing `del`, whose span is the statement's."""
    node = exact_node(failure, ast.Delete)
    target = node.targets[0] if node is not None and len(node.targets) == 1 else None
    return target if isinstance(target, ast.Subscript) else None


def _is_dict(node: ast.expr, context: Context) -> bool:
    value = value_of(node, context)
    if type(value).__name__ == "_Environ":
        return True
    return kind_of(node, context) is dict if value is UNKNOWN else type(value) is dict


def _variants(key: object) -> Iterator[tuple[str, object]]:
    """Other forms of the key, each with the text that makes it."""
    if type(key) is str:
        yield from (
            ("{0}.strip()", key.strip()),
            ("{0}.lower()", key.lower()),
            ("{0}.strip().lower()", key.strip().lower()),
            ("{0}.title()", key.strip().title()),
            ("{0}.upper()", key.upper()),
        )
        if key.strip().lstrip("-").isdecimal() and len(key) < 20:
            yield "int({0})", int(key)
    elif is_one_of(type(key), (int, float)):
        yield "str({0})", str(key)
        if type(key) is float and key.is_integer():
            yield "int({0})", int(key)


def _end_of(node: ast.AST, failure: Failure) -> tuple[int, int]:
    end = replace(failure, node, "").end
    return end, end
