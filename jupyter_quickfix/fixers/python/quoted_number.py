"""A number written as text, or a whole number written with a point, where a function wants the number itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.fault.locate import failing_node, library_frames, nodes_of, on_failing_lines, parent
from jupyter_quickfix.records import Candidate, Context, Failure

_NUMBER = re.compile(r"-?\d+(\.\d+)?$")
_TEXT = re.compile(r"\bstr\b|'str'|string|U\d|Got '|not found|not supported|must be|expected|cannot|could not|unsupported|"
                   r"invalid|[Nn]o axis|None of|not a valid|unknown|dtype|labels?|'-?\d+'")  # fmt: skip
_FLOAT = re.compile(r"float|must be an int|integer|Got -?\d+\.\d+ instead")


class QuotedNumber(Fixer):
    """Catches: errors from `axis='0'`, `n_estimators='10'`, `np.zeros('3')` and the like, and from `max_depth=3.0` or
    `np.zeros(3.0)` where a whole number is wanted.

    Proposes: the number without quotes; without its point.

    Keeps silent when: the failing line has no such literal, or several.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError", "ValueError", "KeyError", "InvalidParameterError", "UFuncTypeError",
                                         "AttributeError", "IndexError")  # fmt: skip
    examples = (
        Fixes(setup="import numpy as np\na = np.ones((2, 2))", before="a.sum(axis='0')", after="a.sum(axis=0)"),
        Fixes(
            setup="from sklearn.tree import DecisionTreeClassifier",
            before="m = DecisionTreeClassifier(max_depth=3.0).fit([[1], [2]], [0, 1])",
            after="m = DecisionTreeClassifier(max_depth=3).fit([[1], [2]], [0, 1])",
        ),
        Fixes(setup="import numpy as np", before="z = np.zeros((2.0, 3))", after="z = np.zeros((2, 3))"),
        Silent(before="int('123', bass=11)", why="the argument's name is wrong"),
        Silent(setup="ages = {1: 'a'}", before="ages['1']", why="a key, which is another rule's"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        call = failing_node(failure, ast.Call)
        inside = set(ast.walk(call)) if call is not None else set()
        if (call is None and not library_frames(failure)) or "keyword argument" in failure.message:
            return
        literals = [
            node
            for node in nodes_of(failure, ast.Constant)
            if (node in inside or (not inside and on_failing_lines(failure, node))) and _in_call(node, failure)
        ]
        if _TEXT.search(failure.message):
            yield from self._unquoted([node for node in literals if _is_text(node)], failure, context)
        if _FLOAT.search(failure.message):
            whole = [node for node in literals if type(node.value) is float and node.value == int(node.value)]
            if len(whole) == 1:
                draft = Draft(failure, context).replace(whole[0], str(int(whole[0].value)))  # type: ignore[arg-type]  # a float
                yield self.candidate(draft.code(), "A whole number is wanted, without a point.", confidence=0.88)

    def _unquoted(self, texts: list[ast.Constant], failure: Failure, context: Context) -> Iterator[Candidate]:
        named = [
            node for node in texts if repr(node.value) in failure.message or f"Level {node.value!s}" in failure.message
        ]
        chosen = named or texts
        if not chosen or len({node.value for node in chosen}) > 1:
            return
        draft = Draft(failure, context)
        for node in chosen:
            draft.replace(node, str(node.value))
        yield self.candidate(draft.code(), f"{chosen[0].value!s} is wanted as a number, not as text.", confidence=0.86)


def _is_text(node: ast.Constant) -> bool:
    return type(node.value) is str and _NUMBER.match(node.value) is not None


def _in_call(node: ast.Constant, failure: Failure) -> bool:
    """Whether the literal is an argument, or in a tuple or list that is one."""
    above = parent(failure, node)
    while isinstance(above, (ast.Tuple, ast.List, ast.UnaryOp, ast.keyword)):
        above = parent(failure, above)
    return isinstance(above, ast.Call)
