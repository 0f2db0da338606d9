"""Names that an import would define."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import FunctionType, ModuleType

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.data_files import load
from jupyter_quickfix.fixers.edits import parse
from jupyter_quickfix.fixers.fault.undefined import Undefined, Uses, find_undefined, raised_in_session, undefined_name
from jupyter_quickfix.fixers.names import package_index
from jupyter_quickfix.fixers.names.at_hand import modules_with
from jupyter_quickfix.fixers.names.cell_names import other_cells
from jupyter_quickfix.fixers.names.imported import module_path
from jupyter_quickfix.fixers.names.imports import is_installed, modules_of, with_import
from jupyter_quickfix.records import Candidate, Context, Failure

_ANYTHING = Uses(called=True)


@dataclass(frozen=True, slots=True)
class _Import:
    statement: str
    confidence: float
    reason: str


class MissingImport(Fixer):
    """Names that an import would define.

    Catches: NameError for an alias or a name that people import: `np`, `Path`, `train_test_split`, `F`; for one that
    another cell of this notebook imports; and for a public name of an installed package.
    Proposes: the import, below the cell's own imports or above its first statement. How the name is used decides
    between several: `datetime.now()` wants the class, `datetime.timedelta` the module.
    Keeps silent when: what would be imported is not installed, when the cell itself defines the name, when a function
    of a library raised it, or when the way it is used does not fit.
    Safety: safe; importing runs the package's own start-up code, nothing else changes.
    """

    errors = ("NameError",)
    examples = (
        Fixes("np.floor(2.5)", "import numpy as np\nnp.floor(2.5)"),
        Fixes(
            "files = [p.name for p in Path('.').iterdir()]",
            "from pathlib import Path\nfiles = [p.name for p in Path('.').iterdir()]",
        ),
        Fixes(
            "import math\n\nx = math.pi\nnp.array([x])",
            "import math\nimport numpy as np\n\nx = math.pi\nnp.array([x])",
        ),
        Fixes(
            "%%time\n# count\nc = Counter('abc')",
            "%%time\n# count\nfrom collections import Counter\nc = Counter('abc')",
        ),
        Fixes("start = datetime.now()", "from datetime import datetime\nstart = datetime.now()"),
        Fixes("wait = datetime.timedelta(days=1)", "import datetime\nwait = datetime.timedelta(days=1)"),
        Fixes(
            "@dataclass\nclass Point:\n    x: int = 0",
            "from dataclasses import dataclass\n@dataclass\nclass Point:\n    x: int = 0",
        ),
        Fixes(
            "q(2)",
            "from math import sqrt as q\nq(2)",
            cells=(("from math import sqrt as q\nfrom math import pi", False),),
        ),
        Fixes("total()", "import json\ntotal()", setup="def total():\n    return json.dumps({})"),
        Silent("pd = pd + 1", "the cell itself assigns it: a counter that was not set to zero"),
        Silent("result = col + 1", "a column-like variable: not how a function is used"),
        Silent("tf.zeros(3) if False else tf", "TensorFlow is not installed here"),
        Silent("data.describe()", "no package is known by this name"),
        Silent(
            "import pickle\npickle.loads(b'c__main__\\nnope\\n.') if False else json_dumps({})",
            "not a name of any package",
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        """One candidate for each import that fits, the likeliest first."""
        name = undefined_name(failure)
        if name is None or name.startswith("__") or not raised_in_session(failure) or name in context.namespace:
            return
        found = find_undefined(failure)
        if found is not None and found.home is not None:
            return
        uses = found.uses if found is not None else _ANYTHING
        at_hand = _modules_at_hand(found, context)
        seen: set[str] = set()
        for option in _options(name, uses, failure, context):
            if option.statement not in seen and _available(option.statement, uses):
                seen.add(option.statement)
                confidence = option.confidence - 0.15 * (len(seen) - 1)
                if at_hand and not _is_of(option.statement, at_hand):
                    confidence = min(
                        confidence, 0.5
                    )  # the module that the session works with has it: more likely meant
                yield self.candidate(with_import(failure, option.statement), option.reason, confidence=confidence)
            if len(seen) == 3:
                return


def _modules_at_hand(found: Undefined | None, context: Context) -> list[str]:
    """The paths of the imported modules that have the name."""
    aliases = modules_with(found, context) if found is not None else []
    return [path for alias in aliases if (path := module_path(context.namespace[alias]))]


def _is_of(statement: str, modules: list[str]) -> bool:
    return any(modules_of(statement)[0] == module for module in modules)


def _options(name: str, uses: Uses, failure: Failure, context: Context) -> Iterator[_Import]:
    known = False
    for option in (*_from_cells(name, failure, context), *_from_table(name, uses)):
        known = True
        yield option
    if not known:
        yield from _from_index(name, uses, context)


def _from_cells(name: str, failure: Failure, context: Context) -> Iterator[_Import]:
    """How other cells of this notebook import it."""
    for cell in other_cells(failure, context):
        if name not in cell.text or "import" not in cell.text:
            continue
        tree = parse(cell.text)
        for node in ast.walk(tree) if tree is not None else ():
            if not isinstance(node, (ast.Import, ast.ImportFrom)):
                continue
            for alias in node.names:
                if (alias.asname or alias.name.partition(".")[0]) == name:
                    where = f"cell {cell.number}" if context.cells_known else "an earlier cell"
                    reason = f"`{name}` is not imported in this session; {where} imports it this way."
                    yield _Import(_statement(node, alias), 0.9, reason)


def _statement(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> str:
    single: ast.Import | ast.ImportFrom = ast.Import([alias])
    if isinstance(node, ast.ImportFrom):
        single = ast.ImportFrom(node.module, [alias], node.level)
    return ast.unparse(single)


def _from_table(name: str, uses: Uses) -> Iterator[_Import]:
    """The imports that people use this alias or name for."""
    table = load("import_aliases")
    ranked = sorted(table["aliases"].get(name, {}).items(), key=lambda item: not _matches(item[1], uses))
    for statement, words in ranked:
        if words and not _matches(words, uses) and uses.attributes | ({"()"} if uses.called else set()):
            continue
        used_as_expected = _matches(words, uses) if words else bool(uses.attributes)
        confidence = 0.93 if used_as_expected else 0.6 if uses.called or not words else 0.35
        yield _Import(statement, confidence, f"`{name}` is not defined; it usually comes from `{statement}`.")
    for module, names in table["members"].items():
        if name in names.split():
            sure = 0.92 if name[0].isupper() else 0.85 if uses.called or uses.attributes else 0.0
            if sure or len(name) > 8:
                statement = f"from {module} import {name}"
                yield _Import(statement, sure or 0.5, f"`{name}` is not defined; it usually comes from `{module}`.")


def _matches(words: str, uses: Uses) -> bool:
    known = words.split()
    return (uses.called and "()" in known) or bool(uses.attributes.intersection(known))


def _from_index(name: str, uses: Uses, context: Context) -> Iterator[_Import]:
    """The installed packages that export it, when the index is built and the name is used like an import.

    A lower-case word may be anybody's variable: only packages that this session works with count for it.
    """
    is_class = name[0].isupper()
    if len(name) < 4 or not (is_class or uses.called) or uses.arithmetic:
        return
    session = _packages_in_use(context)
    homes = [home for home in package_index.shared().homes(name) if is_class or _top(home) in session]
    preferred = [home for home in homes if _top(home) in session] or homes
    if len(preferred) > 3:  # a common word: any choice would be a guess
        return
    for home in sorted(preferred, key=lambda home: (home.count("."), home)):
        confidence = (0.7 if _top(home) in session and is_class else 0.55) - 0.15 * (len(preferred) - 1)
        yield _Import(f"from {home} import {name}", confidence, f"`{name}` is not defined; `{home}` exports it.")


def _packages_in_use(context: Context) -> set[str]:
    """Top-level packages whose modules, classes or functions the user has in scope."""
    packages = set()
    for value in list(context.namespace.values()):
        kind = type(value)
        name: object = None
        if issubclass(kind, ModuleType):
            name = safe.lookup(value, "__name__")
        elif issubclass(kind, type):
            name = safe.lookup(value, "__module__")
        elif kind is FunctionType:
            name = value.__module__
        if type(name) is str:
            packages.add(_top(name))
    return packages - {"builtins", "__main__", "IPython"}


def _top(module: str) -> str:
    return module.partition(".")[0]


def _available(statement: str, uses: Uses) -> bool:
    """Whether the module is installed and, as far as it is loaded, has what is taken from it or used of it."""
    module, names = modules_of(statement)
    if not is_installed(module):
        return False
    loaded = sys.modules.get(module)
    if loaded is None or "__getattr__" in safe.instance_dict(loaded):
        return True
    wanted = names or (uses.attributes if module == statement.split()[-1] or " as " in statement else ())
    return all(name in safe.instance_dict(loaded) or is_installed(f"{module}.{name}") for name in wanted)
