"""A repair being drafted: edits to the failing cell, and the imports that they need."""

from __future__ import annotations

import ast

from jupyter_quickfix.fixers.edits import Edit, apply_edits, span_of, text_of
from jupyter_quickfix.fixers.fault.rewrite import ATOMS
from jupyter_quickfix.fixers.names.imported import import_edit, name_for
from jupyter_quickfix.records import Context, Failure

#: Expressions that need no brackets of their own beside an operator; a number does where a dot follows.
TIGHT = (*ATOMS, ast.Constant)


class Draft:
    """Collects edits and makes them all at once."""

    def __init__(self, failure: Failure, context: Context) -> None:
        self.failure = failure
        self.context = context
        self._edits: list[Edit] = []
        self._imports: dict[str, None] = {}

    def text(self, node: ast.AST) -> str:
        """The node as the cell writes it."""
        return text_of(self.failure.code, node)

    def tight(self, node: ast.AST) -> str:
        """The node's text, in brackets where something is to be put behind or before it."""
        text = self.text(node)
        return text if isinstance(node, TIGHT) or self.is_bracketed(node) else f"({text})"

    def is_bracketed(self, node: ast.AST) -> bool:
        """Whether the node stands alone in round brackets, which its own span does not include."""
        start, end = span_of(self.failure.python, node)
        before, after = self.failure.python[:start].rstrip(), self.failure.python[end:].lstrip()
        if isinstance(node, ast.Tuple):
            return False
        opened = before.endswith("(") and not (before[:-1].rstrip()[-1:] or " ")[0].isidentifier()
        return opened and before[:-1].rstrip()[-1:] not in (")", "]") and after.startswith(")")

    def replace(self, node: ast.AST, text: str) -> Draft:
        """Write `text` where the node stands."""
        return self.put(*span_of(self.failure.python, node), text)

    def put(self, start: int, end: int, text: str) -> Draft:
        """Write `text` for the characters from `start` to `end`."""
        self._edits.append(Edit(start, end, text))
        return self

    def before(self, node: ast.AST, text: str) -> Draft:
        start = span_of(self.failure.python, node)[0]
        return self.put(start, start, text)

    def after(self, node: ast.AST, text: str) -> Draft:
        end = span_of(self.failure.python, node)[1]
        return self.put(end, end, text)

    def add_argument(self, call: ast.Call, text: str) -> Draft:
        """One more argument at the end of the call."""
        end = span_of(self.failure.python, call)[1] - 1
        inside = self.failure.python[: self._last_of(call)[1]]
        given = [*call.args, *call.keywords]
        trailing = self.failure.python[len(inside) : end].strip()
        separator = "" if not given else " " if trailing == "," else ", "
        at = len(inside) if given and trailing != "," else end
        return self.put(at, at, separator + text)

    def _last_of(self, call: ast.Call) -> tuple[int, int]:
        given: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
        if not given:
            end = span_of(self.failure.python, call)[1] - 1
            return end, end
        start, end = max((span_of(self.failure.python, node) for node in given), key=lambda span: span[1])
        brackets = self.failure.python[end : span_of(self.failure.python, call)[1] - 1]
        closing = len(brackets) - len(brackets.lstrip()) if brackets.lstrip().startswith(")") else -1
        while closing >= 0:  # the last argument may stand in brackets of its own
            end += closing + 1
            brackets = brackets[closing + 1 :]
            closing = len(brackets) - len(brackets.lstrip()) if brackets.lstrip().startswith(")") else -1
        return start, end

    def module(self, path: str) -> str:
        """The name by which the repaired cell reaches a module; its import is added where there is none."""
        name, line = name_for(path, self.failure, self.context)
        if line:
            self._imports[line] = None
        return name

    def add_import(self, line: str) -> None:
        """An import line that the repaired cell needs."""
        self._imports[line] = None

    def code(self) -> str:
        """The repaired cell. Raises ValueError where edits overlap."""
        imports = [import_edit(self.failure, line) for line in sorted(self._imports)]
        return apply_edits(self.failure.code, [*imports, *self._edits])
