"""`asyncio.run` in a notebook, where an event loop is running already; and coroutines that nobody awaits."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.fault.evaluate import kind_of
from jupyter_quickfix.fixers.fault.flow import function_of, raised_here
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines
from jupyter_quickfix.fixers.fault.rewrite import edited, primary, replace, source
from jupyter_quickfix.records import Candidate, Context, Failure

_RUNNING = re.compile(r"cannot be called from a running event loop|This event loop is already running|already running")
_COROUTINE = re.compile(r"'coroutine' object")
_RUNNERS = frozenset({"run", "run_until_complete"})


class NestedEventLoop(Fixer):
    """Catches: "asyncio.run() cannot be called from a running event loop" and "This event loop is already running"; a
    'coroutine' object used as if it were its result.

    Proposes: `await`, which a cell allows at its top level.

    Keeps silent when: the call stands in a function that is not async.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("RuntimeError", "TypeError", "AttributeError")
    examples = (
        Fixes(
            setup="async def load():\n    return [3]\nimport warnings; warnings.simplefilter('ignore')",
            before="rows = load()[0]",
            after="rows = (await load())[0]",
        ),
        Fixes(
            setup="import asyncio\nclass Loop:\n    def run(self, task):\n        "
            "raise RuntimeError('asyncio.run() cannot be called from a running event loop')\nasyncio_ = Loop()\ntask = 3",
            before="rows = asyncio_.run(task)",
            after="rows = await task",
        ),
        Silent(
            setup="async def load():\n    return [3]\nimport warnings; warnings.simplefilter('ignore')",
            before="def first():\n    return load()[0]\nfirst()",
            why="the function around is not async",
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if _RUNNING.search(failure.message):
            yield from self._running(failure)
        elif _COROUTINE.search(failure.message) and raised_here(failure):
            yield from self._unawaited(failure, context)

    def _running(self, failure: Failure) -> Iterator[Candidate]:
        for call in nodes_of(failure, ast.Call):
            runs = isinstance(call.func, ast.Attribute) and call.func.attr in _RUNNERS and len(call.args) == 1
            if runs and on_failing_lines(failure, call) and _may_await(failure, call):
                text = f"await {primary(failure, call.args[0])}"
                why = "A notebook's event loop is running already; `await` uses it."
                yield self.candidate(edited(failure, replace(failure, call, text)), why, confidence=0.95)
                return

    def _unawaited(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        for call in nodes_of(failure, ast.Call):
            kind = kind_of(call, context) if on_failing_lines(failure, call) else None
            if kind is not None and kind.__name__ == "coroutine" and _may_await(failure, call):
                text = f"(await {source(failure, call)})"
                why = f"`{source(failure, call.func)}` is async: its result comes with `await`."
                yield self.candidate(edited(failure, replace(failure, call, text)), why, confidence=0.9)
                return


def _may_await(failure: Failure, node: ast.AST) -> bool:
    function = function_of(failure, node)
    return function is None or isinstance(function, ast.AsyncFunctionDef)
