"""Paths that the shell would expand and Python does not: `open("~/data.csv")`, `"$HOME/x"`; a file in place of its folder."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines
from jupyter_quickfix.fixers.fault.rewrite import edited, replace, source, wrap
from jupyter_quickfix.fixers.names.imported import import_edit
from jupyter_quickfix.records import Candidate, Context, Failure


class UnexpandedPath(Fixer):
    """Catches: FileNotFoundError for a path with `~` or `$NAME` in it, NotADirectoryError for a file where a folder is
    needed.

    Proposes: `os.path.expanduser(…)`, `os.path.expandvars(…)`; the file's folder.

    Keeps silent when: the variable is not set, or the path is not written in this cell.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("FileNotFoundError", "NotADirectoryError")
    examples = (
        Fixes(setup="import os", before="os.listdir('~')", after="os.listdir(os.path.expanduser('~'))"),
        Fixes(before="open('~/no_such_file.txt')", after="import os\nopen(os.path.expanduser('~/no_such_file.txt'))"),
        Fixes(
            setup="import os\nos.environ['SOME_PLACE'] = '.'",
            before="os.listdir('$SOME_PLACE')",
            after="os.listdir(os.path.expandvars('$SOME_PLACE'))",
        ),
        Silent(before="open('no_such_file.txt')", why="there is nothing to expand"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        for node in nodes_of(failure, ast.Constant):
            if not isinstance(node.value, str) or not node.value or repr(node.value)[1:-1] not in failure.message:
                continue
            if failure.error_type == "NotADirectoryError":
                yield from self._folder(node, node.value, failure)
                return
            if not on_failing_lines(failure, node) and source(failure, node).startswith("f"):
                continue
            function = _expander(node.value)
            if function is not None:
                edits = wrap(failure, node, f"os.path.{function}(")
                if type(context.namespace.get("os")).__name__ != "module":
                    edits.append(import_edit(failure, "import os"))
                why = "The shell expands this; Python takes it as it is written."
                yield self.candidate(edited(failure, *edits), why, confidence=0.9)
                return

    def _folder(self, node: ast.Constant, path: str, failure: Failure) -> Iterator[Candidate]:
        folder = os.path.dirname(path) or "."
        code = edited(failure, replace(failure, node, repr(folder)))
        yield self.candidate(code, f"`{os.path.basename(path)}` is a file; this is its folder.", confidence=0.6)


def _expander(path: str) -> str | None:
    if path.startswith("~"):
        return "expanduser"
    return "expandvars" if "$" in path and os.path.expandvars(path) != path else None
