"""A shell command or a magic typed as Python, a magic that does not exist, or Python typed as a magic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from jupyter_quickfix.capture.source import read_cell
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.syntax.parser import fault_of, quiet
from jupyter_quickfix.fixers.syntax.repairs import mend
from jupyter_quickfix.fixers.syntax.shell_words import AS_MAGIC, BARE_MAGICS, COMMANDS, DELETING, INSTALLING
from jupyter_quickfix.fixers.syntax.source import KEYWORDS, Source
from jupyter_quickfix.records import Candidate, Context, Failure, Language, Safety


@dataclass(frozen=True, slots=True)
class _Command:
    """A line as it should be typed, another way to say it, and what running it can do."""

    line: str
    reason: str
    other: str = ""
    safety: Safety = Safety.SAFE


class ShellAsPython(Fixer):
    """Shell commands and magics among Python.

    Catches: a line that is a shell command (`git clone …`, `pip install x`) or a magic without its `%` (`matplotlib inline`),
    where Python does not understand it or does not know its first word.
    Proposes: all such lines of the cell with `!` or `%` in front: `%pip`, `%cd` and `%env` where those act on the kernel.
    Keeps silent when: the first word is a name in scope, or the line reads as Python.
    Safety: what installs or deletes is marked so; nothing is run by proposing it.
    """

    errors: ClassVar[tuple[str, ...]] = ("SyntaxError", "NameError")
    examples: ClassVar[tuple[Fixes | Silent, ...]] = (
        Fixes("pip install -q requests\nimport os", "%pip install -q requests\nimport os"),
        Fixes("git clone https://example.org/a.git", "!git clone https://example.org/a.git"),
        Fixes("import os\nls -la data", "import os\n!ls -la data"),
        Fixes("import os\nls", "import os\n!ls"),
        Fixes("x = 1\ncd ..", "x = 1\n%cd .."),
        Fixes("export DATA=/tmp/data", "%env DATA=/tmp/data"),
        Fixes("python train.py --epochs 3", "%run train.py --epochs 3"),
        Fixes("import numpy\nmatplotlib inline", "import numpy\n%matplotlib inline"),
        Fixes("$ wget https://example.org/x.csv", "!wget https://example.org/x.csv"),
        Fixes("x = 1\nrm -rf build", "x = 1\n!rm -rf build"),
        Fixes("load_ext autoreload\nautoreload 2", "%load_ext autoreload\n%autoreload 2"),
        Silent("find = 1\nfind -x", "`find` is a name of the user's, and the line is Python"),
        Silent("print('git clone'", "the command stands in a string"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if failure.language is not Language.PYTHON or failure.line is None:
            return
        commands = _commands(failure, context)
        if failure.line not in commands and not (failure.error_type != "NameError" and commands):
            return
        yield from self._rewritten(failure, context, commands, other=False)
        if any(command.other for command in commands.values()):
            yield from self._rewritten(failure, context, commands, other=True)

    def _rewritten(
        self, failure: Failure, context: Context, commands: dict[int, _Command], *, other: bool
    ) -> Iterator[Candidate]:
        lines = failure.code.split("\n")
        for number, command in commands.items():
            lines[number - 1] = command.other if other and command.other else command.line
        code = "\n".join(lines)
        safeties = [command.safety for command in commands.values()]
        safety = next((kind for kind in (Safety.DELETES, Safety.INSTALLS) if kind in safeties), Safety.SAFE)
        reason = next(iter(commands.values())).reason
        confidence = 0.55 if other else 0.93
        with quiet():
            whole = fault_of(read_cell(code).python) is None
        if not whole:
            mended = mend(code, context)
            if mended is None:
                return
            code, reason = mended.code, f"{reason} {mended.reason}"
            confidence *= 0.9 * mended.confidence
        yield self.candidate(code, reason, confidence=round(confidence, 3), safety=safety)


def _commands(failure: Failure, context: Context) -> dict[int, _Command]:
    """The lines of the cell that are commands, by number."""
    source = Source(failure.python)
    bound = {
        t.text for t in source.tokens if t.index + 1 < len(source.tokens) and source.tokens[t.index + 1].text == "="
    }
    found: dict[int, _Command] = {}
    for number, line in enumerate(failure.code.split("\n"), start=1):
        first = source.first(number)
        if not line.strip() or source.lines[number - 1] != line or (first is not None and first.opener >= 0):
            continue
        word = re.split(r"[\s;]", line.strip().removeprefix("$ "))[0]
        if word in context.names or word in bound:
            continue
        command = _command(line)
        if command is not None and (number == failure.line or not _is_python(line)):
            found[number] = command
    return found


def _is_python(line: str) -> bool:
    with quiet():
        return fault_of(line.strip()) is None


def _command(line: str) -> _Command | None:
    """The line with `!` or `%` in front, None where it is no command."""
    indent = line[: len(line) - len(line.lstrip())]
    body = re.sub(r"^[$>]\s+", "", line.strip())
    prompted = body != line.strip() and line.strip()[0] == "$"
    word, _, rest = body.partition(" ")
    rest = rest.strip()
    if word in KEYWORDS or re.match(
        r"(=(?!=)|\(|\.(?![./]|$)|,|\[|[-+*/%&|^]=|==|[-+*/%<>]\s|in |is |and |or |if |:)", rest
    ):
        return None
    safety = _safety(word, rest)
    if word in BARE_MAGICS and re.match(BARE_MAGICS[word], rest):
        return _Command(f"{indent}%{body}", f"`{word}` is a magic, typed with `%`.")
    if word in AS_MAGIC and (rest or word == "cd"):
        magic = f"{indent}%{AS_MAGIC[word]}" + (f" {rest}" if rest else "")
        return _Command(
            magic, f"`{word}` is a shell command; its magic acts on this kernel.", f"{indent}!{body}", safety
        )
    if word in ("export", "set", "setenv") and (match := re.match(r"(\w+)[= ](.*)", rest)):
        value = match.group(2).strip("'\"")
        return _Command(f"{indent}%env {match.group(1)}={value}", "An environment variable is set with `%env`.")
    if match := re.match(r"(python[\d.]*|ipython)\s+([\w./-]+\.py\b.*)", body):
        return _Command(f"{indent}%run {match.group(2)}", "A script is run with `%run`.", f"{indent}!{body}")
    if match := re.match(r"python[\d.]*\s+-m\s+pip\s+(.*)", body):
        return _Command(
            f"{indent}%pip {match.group(1)}", "`%pip` installs into this kernel.", f"{indent}!{body}", safety
        )
    if word == "cls":
        return _Command(f"{indent}%clear", "`%clear` clears the output.")
    if word in COMMANDS or prompted:
        return _Command(f"{indent}!{body}", f"`{word}` is a shell command, typed with `!`.", "", safety)
    return None


def _safety(word: str, rest: str) -> Safety:
    words = {word, *rest.split()[:3]}
    if words & DELETING:
        return Safety.DELETES
    return Safety.INSTALLS if words & INSTALLING else Safety.SAFE
