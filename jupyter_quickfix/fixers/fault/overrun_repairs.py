"""What can be wrong where an index runs past the end: the loop's bound, the index itself, or the container's size."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.fault.evaluate import builtin_called, evaluate
from jupyter_quickfix.fixers.fault.flow import assignments, function_of, loop_binding, loops_of, own_nodes
from jupyter_quickfix.fixers.fault.locate import parent
from jupyter_quickfix.fixers.fault.overrun import Overrun
from jupyter_quickfix.fixers.fault.rewrite import edited, primary, replace, source
from jupyter_quickfix.records import Context, Failure


@dataclass(frozen=True, slots=True)
class Repair:
    """The new cell, and why: the end of a sentence."""

    code: str
    why: str
    confidence: float


def repairs(found: Overrun, failure: Failure, context: Context) -> Iterator[Repair]:
    """Every repair that the live values bear out, in no order."""
    if not found.past_end:
        return
    yield from _of_range(found, failure, context)
    yield from _of_while(found, failure, context)
    yield from _of_start(found, failure, context)
    yield from _of_guard(found, failure, context)
    yield from _of_size(found, failure, context)
    yield from _of_index(found, failure, context)


def _names(node: ast.AST) -> list[str]:
    return [each.id for each in ast.walk(node) if isinstance(each, ast.Name)]


def _range_around(found: Overrun, failure: Failure, context: Context) -> tuple[ast.Call, ast.expr, str] | None:
    """The `range` call that an index's variable runs over, its stop, and the variable."""
    for name in _names(found.at):
        loop = loop_binding(failure, name, found.node)
        if loop is None or not isinstance(loop.target, ast.Name) or not isinstance(loop.iter, ast.Call):
            continue
        call = loop.iter
        if builtin_called(call, context) == "range" and 1 <= len(call.args) <= 2 and not call.keywords:
            return call, call.args[-1], name
    return None


def _of_range(found: Overrun, failure: Failure, context: Context) -> Iterator[Repair]:
    """`range(len(rows) + 1)` → `range(len(rows))`; `range(9)` → `range(8)`; `rows[i + 1]` → `range(len(rows) - 1)`."""
    around = _range_around(found, failure, context)
    if around is None or not _is_shifted_name(found.at):
        return
    call, stop, name = around
    end, at = evaluate(stop, context), evaluate(ast.Name(name, ast.Load()), context)
    if type(end) is not int or type(at) is not int:
        return
    excess = found.index + (end - 1 - at) - (found.length - 1)
    if excess < 1 or excess > 2:
        return
    from_one = len(call.args) == 2 and evaluate(call.args[0], context) == 1
    why = f"`{source(failure, call)}` goes {excess} too far"
    plain = isinstance(found.at, ast.Name)
    text = lowered(failure, stop, excess)
    if isinstance(stop, ast.BinOp) and isinstance(stop.op, ast.Add):
        yield Repair(edited(failure, replace(failure, stop, text)), why, 0.4 if from_one else 0.85)
    elif isinstance(stop, ast.Constant):
        yield Repair(edited(failure, replace(failure, stop, text)), why, 0.75)
    elif plain:
        length = f"len({source(failure, found.container)})"
        if source(failure, stop) != length:
            yield Repair(edited(failure, replace(failure, stop, length)), why, 0.45)
    else:
        yield Repair(edited(failure, replace(failure, stop, text)), why, 0.35 if from_one else 0.55)
    if from_one and plain:
        edits = _shifted(found, name, failure, context)
        yield Repair(edited(failure, *edits), "counted from 1, the index is one less", 0.62)


def _is_shifted_name(node: ast.expr) -> bool:
    """Whether it is `i`, `i + 1` or `i - 1`: then the loop's bound decides how far it goes."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        return isinstance(node.left, ast.Name) and isinstance(node.right, ast.Constant)
    return isinstance(node, ast.Name)


def lowered(failure: Failure, node: ast.expr, by: int) -> str:
    """The text of an expression, less a small number: `n + 1` less 1 is `n`."""
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return str(node.value - by)
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)) and isinstance(node.right, ast.Constant):
        number = node.right.value
        if type(number) is int:
            rest = number - by if isinstance(node.op, ast.Add) else -number - by
            left = source(failure, node.left)
            return left if rest == 0 else f"{left} {'+' if rest > 0 else '-'} {abs(rest)}"
    loose = isinstance(node, (ast.IfExp, ast.BoolOp, ast.Compare, ast.Lambda, ast.NamedExpr))
    return f"({source(failure, node)}) - {by}" if loose else f"{source(failure, node)} - {by}"


def _shifted(found: Overrun, name: str, failure: Failure, context: Context) -> list[Edit]:
    """`a[i]` → `a[i - 1]` in the whole statement, also for what is indexed by another loop's variable from 1."""
    edits = []
    for node in own_nodes(failure, function_of(failure, found.node)):
        if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Name):
            continue
        same_line = node.lineno == found.node.lineno
        same = node.slice.id == name and ast.dump(node.value) == ast.dump(found.container)
        if (same_line and _counts_to_length(node, failure, context)) or same:
            edits.append(replace(failure, node.slice, f"{node.slice.id} - 1"))
    return edits


def _counts_to_length(node: ast.Subscript, failure: Failure, context: Context) -> bool:
    """Whether the index runs from 1 to the container's length."""
    assert isinstance(node.slice, ast.Name)
    loop = loop_binding(failure, node.slice.id, node)
    if loop is None or not isinstance(loop.iter, ast.Call) or len(loop.iter.args) != 2:
        return False
    value, end = evaluate(node.value, context), evaluate(loop.iter.args[1], context)
    known = type(value) in (list, tuple, str) and type(end) is int
    return known and evaluate(loop.iter.args[0], context) == 1 and end == len(value) + 1  # type: ignore[arg-type]  # a sequence


_CLOSER: dict[type[ast.cmpop], str] = {ast.LtE: "<", ast.GtE: ">", ast.NotEq: "<"}


def _of_while(found: Overrun, failure: Failure, context: Context) -> Iterator[Repair]:
    """`while i <= len(rows)` → `<`."""
    for loop in loops_of(failure, found.node):
        if not isinstance(loop, ast.While):
            continue
        for test in ast.walk(loop.test):
            if not isinstance(test, ast.Compare) or len(test.ops) != 1 or type(test.ops[0]) is ast.NotEq:
                continue
            left, right = test.left, test.comparators[0]
            mentions = set(_names(found.at)) & set(_names(test))
            limit = right if isinstance(test.ops[0], ast.LtE) else left if isinstance(test.ops[0], ast.GtE) else None
            if limit is None or not mentions:
                continue
            near = evaluate(limit, context) == found.length
            text = f"{source(failure, left)} {_CLOSER[type(test.ops[0])]} {source(failure, right)}"
            why = "the loop's last round is one too many"
            yield Repair(edited(failure, replace(failure, test, text)), why, 0.85 if near else 0.35)
    for loop in loops_of(failure, found.node):
        plain = isinstance(loop, ast.While) and isinstance(loop.test, ast.Compare) and len(loop.test.ops) == 1
        if plain and isinstance(loop, ast.While) and isinstance(loop.test, ast.Compare):
            right = loop.test.comparators[0]
            ahead = not isinstance(found.at, ast.Name) and found.excess == 1
            ahead = ahead and bool(set(_names(found.at)) & set(_names(loop.test.left)))
            if ahead and isinstance(loop.test.ops[0], ast.Lt) and evaluate(right, context) == found.length:
                code = edited(failure, replace(failure, right, lowered(failure, right, 1)))
                yield Repair(code, "the loop's last round is one too many", 0.5)


def _of_start(found: Overrun, failure: Failure, context: Context) -> Iterator[Repair]:
    """`right = len(rows)` → `len(rows) - 1`."""
    if not isinstance(found.at, ast.Name) or found.excess != 1:
        return
    name = found.at.id
    for node in own_nodes(failure, function_of(failure, found.node)):
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            continue
        target, value = node.targets[0], node.value
        pairs = [(target, value)]
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
            pairs = list(zip(target.elts, value.elts, strict=True))
        for left, right in pairs:
            same = isinstance(left, ast.Name) and left.id == name and isinstance(right, (ast.Call, ast.Name, ast.BinOp))
            if same and evaluate(right, context) == found.length:
                code = edited(failure, replace(failure, right, lowered(failure, right, 1)))
                yield Repair(code, f"`{name}` starts one past the end", 0.87)


def _of_guard(found: Overrun, failure: Failure, context: Context) -> Iterator[Repair]:
    """`if i > len(rows): break` → `>=`; the test on the index that lets the length itself through."""
    wanted = ast.dump(found.at)
    for node in own_nodes(failure, function_of(failure, found.node)):
        if not isinstance(node, ast.Compare) or len(node.ops) != 1 or node.lineno > found.node.lineno:
            continue
        right = node.comparators[0]
        if ast.dump(node.left) != wanted or evaluate(right, context) != found.length:
            continue
        sign = {ast.Gt: ">=", ast.LtE: "<"}.get(type(node.ops[0]))
        if sign is not None:
            text = f"{source(failure, node.left)} {sign} {source(failure, right)}"
            code = edited(failure, replace(failure, node, text))
            yield Repair(code, f"`{source(failure, node)}` lets the length itself through", 0.86)


def _of_size(found: Overrun, failure: Failure, context: Context) -> Iterator[Repair]:
    """`seen = [0] * n` → `[0] * (n + 1)`."""
    if not isinstance(found.container, ast.Name) or found.excess != 1:
        return
    for node in assignments(failure, found.container.id, found.node):
        value = node.value
        size: ast.expr | None = None
        if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mult) and isinstance(value.left, ast.List):
            size = value.right
        elif isinstance(value, ast.ListComp) and builtin_called(value.generators[0].iter, context) == "range":
            call = value.generators[0].iter
            size = call.args[0] if isinstance(call, ast.Call) and len(call.args) == 1 else None
        if size is not None and evaluate(size, context) == found.length:
            more = f"{primary(failure, size)} + 1"
            text = more if isinstance(value, ast.ListComp) else f"({more})"
            name = source(failure, found.container)
            sure = 0.35 if isinstance(size, ast.BinOp) else 0.46  # `n + 1` has its place more already
            yield Repair(edited(failure, replace(failure, size, text)), f"`{name}` is made one place too short", sure)


def _of_index(found: Overrun, failure: Failure, context: Context) -> Iterator[Repair]:
    """The index less one (and everywhere the same in the function), or without what is added to it."""
    at = found.at
    shape, container = ast.dump(at), ast.dump(found.container)
    everywhere = not _is_shifted_name(at) and not isinstance(at, ast.Constant)  # a value that counts from 1
    alike = [
        node
        for node in own_nodes(failure, function_of(failure, found.node))
        if isinstance(node, ast.Subscript)
        and ast.dump(node.slice).replace("Store()", "Load()") == shape
        and (everywhere or ast.dump(node.value) == container)
    ]
    places = [node.slice for node in alike] or [at]
    less = lowered(failure, at, found.excess)
    if found.excess > 2 and not isinstance(at, ast.Constant):
        return
    edits = [replace(failure, node, less) for node in places]
    if isinstance(at, ast.Constant):
        yield Repair(edited(failure, *edits), "indexes count from 0", 0.55 if found.excess == 1 else 0.3)
        if isinstance(found.node, ast.Subscript) and isinstance(found.node.ctx, ast.Load):
            last = [replace(failure, node, "-1") for node in places]
            if found.length > 1:
                yield Repair(edited(failure, *last), "-1 is the last one, whatever the length", 0.3)
            whole = source(failure, found.container)
            sure = 0.78 if _returns_list(found, failure) else 0.25
            yield Repair(edited(failure, replace(failure, found.node, whole)), f"`{whole}` alone may be meant", sure)
        return
    added = isinstance(at, ast.BinOp) and isinstance(at.op, ast.Add)
    yield Repair(edited(failure, *edits), "the index is one too high", 0.45 if added else 0.4)
    if added and isinstance(at, ast.BinOp) and loop_binding_of(at, failure) and isinstance(at.right, ast.Constant):
        back = [replace(failure, node, f"{source(failure, at.left)} - 1") for node in places]
        beside = _beside_itself(found, failure)
        yield Repair(edited(failure, *back), "the neighbour before may be meant", 0.5 if beside else 0.3)


def _returns_list(found: Overrun, failure: Failure) -> bool:
    """Whether this is returned as it is by a function that promises a flat list."""
    function = function_of(failure, found.node)
    if function is None or function.returns is None or not isinstance(parent(failure, found.node), ast.Return):
        return False
    promised = ast.unparse(function.returns).lower()
    return promised.startswith("list[") and promised.count("list") == 1


def _beside_itself(found: Overrun, failure: Failure) -> bool:
    """Whether a loop from 1 also takes `rows[i]` in the same line: pairs of neighbours."""
    assert isinstance(found.at, ast.BinOp)
    assert isinstance(found.at.left, ast.Name)
    loop = loop_binding(failure, found.at.left.id, found.node)
    from_one = loop is not None and isinstance(loop.iter, ast.Call) and len(loop.iter.args) == 2
    plain, container = ast.dump(found.at.left), ast.dump(found.container)
    return from_one and any(
        isinstance(node, ast.Subscript)
        and node.lineno == found.node.lineno
        and ast.dump(node.slice) == plain
        and ast.dump(node.value) == container
        for node in own_nodes(failure, function_of(failure, found.node))
    )


def loop_binding_of(at: ast.BinOp, failure: Failure) -> bool:
    """Whether the index is a loop's variable and a number."""
    return isinstance(at.left, ast.Name) and loop_binding(failure, at.left.id, at) is not None
