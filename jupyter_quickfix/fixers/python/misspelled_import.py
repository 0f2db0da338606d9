"""Imports of a module or of a name that is near to one that exists, or that another module has."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.data_files import load
from jupyter_quickfix.fixers.edits import Edit, apply_edits, replace_node, span_of, tree_of
from jupyter_quickfix.fixers.fault.import_errors import Mention, mentions_of, missing_module, missing_name
from jupyter_quickfix.fixers.fault.locate import raised_in_cell
from jupyter_quickfix.fixers.names import package_index
from jupyter_quickfix.fixers.names.imports import is_installed, submodules, top_modules
from jupyter_quickfix.fixers.python.module_not_installed import distribution_of
from jupyter_quickfix.fixers.similar import closest
from jupyter_quickfix.records import Candidate, Context, Failure

_CUTOFF = 0.72


class MisspelledImport(Fixer):
    """Imports of a module or of a name that is near to one that exists, or that another module has.

    Catches: ModuleNotFoundError for `pands`, `matplotlib.pyplt`, `maths`; ImportError for a name that the module does
    not have: `from collections import defualtdict`, `from itertools import pi`.
    Proposes: the near module or name, everywhere in the cell; else the module that the name is usually taken from.
    Keeps silent when: the module is a known package that is not installed here, nothing is near, or code other than
    this cell's asked for it.
    Safety: safe; only modules that are installed here are named.
    """

    errors = ("ImportError",)
    examples = (
        Fixes("import maths\nmaths.sqrt(4)", "import math\nmath.sqrt(4)"),
        Fixes("import nupmy as np", "import numpy as np"),
        Fixes("import matplotlib.pyplt as plt", "import matplotlib.pyplot as plt"),
        Fixes("from colections import Counter", "from collections import Counter"),
        Fixes("from collections import defualtdict, Counter", "from collections import defaultdict, Counter"),
        Fixes("from math import pie as p", "from math import pi as p"),
        Fixes("from itertools import pi", "from math import pi"),
        Fixes("from itertools import chain, pi as p", "from itertools import chain\nfrom math import pi as p"),
        Fixes("__import__('maths')", "__import__('math')"),
        Fixes(
            "from math import sqrtt\nsqrtt(4)",
            "from math import sqrt\nsqrt(4)",
        ),
        Silent("import torchx_no_such", "nothing is near"),
        Silent("import polarsx.no_such_thing_here.deep", "too far from any module", setup="import sys"),
        Silent("import spacy", "a known package that is not installed here"),
        Silent("from math import frobnicate", "no module has such a name"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        """At most two candidates."""
        module, name = missing_module(failure), missing_name(failure)
        if name is not None and raised_in_cell(failure):
            yield from self._names(failure, *name)
        elif module is not None:
            mentions = mentions_of(failure, module)
            if mentions:
                yield from self._modules(failure, module, mentions)

    def _modules(self, failure: Failure, module: str, mentions: list[Mention]) -> Iterator[Candidate]:
        parent, _, wrong = module.rpartition(".")
        if distribution_of(module) is not None:
            return
        known = submodules(parent) if parent else top_modules()
        scored = []
        for near, likeness in closest(wrong, known, limit=8, cutoff=_CUTOFF):
            full = f"{parent}.{near}" if parent else near
            if not all(is_installed(full + mention.module[len(module) :]) for mention in mentions):
                continue
            bonus = (0.06 if full in sys.modules else 0.0) + (0.06 if _is_popular(near) else 0.0)
            scored.append((likeness + bonus + _offers(full, mentions), near, full))
        scored.sort(key=lambda item: (-item[0], item[1]))
        for place, (score, near, full) in enumerate(scored[:2]):
            margin = score - scored[1][0] if len(scored) > 1 else 1.0
            sure = min(score, 0.95) * (0.8 + 0.2 * min(1.0, margin / 0.1)) if place == 0 else 0.6 * score
            edits = [mention.edit(full + mention.module[len(module) :]) for mention in mentions]
            if not parent and any(mention.binds_top for mention in mentions):
                edits += _renamed(failure, wrong, near)
            reason = f"There is no module `{module}` here; `{full}` is installed and near."
            yield self.candidate(apply_edits(failure.code, edits), reason, confidence=sure)

    def _names(self, failure: Failure, wrong: str, module: str) -> Iterator[Candidate]:
        loaded = sys.modules.get(module)
        known = {name for name in safe.instance_dict(loaded) if not name.startswith("_")} | submodules(module)
        scored = closest(wrong, known, limit=2, cutoff=_CUTOFF)
        if scored:
            near, likeness = scored[0]
            margin = likeness - scored[1][1] if len(scored) > 1 else 1.0
            code = _with_name(failure, module, wrong, near)
            if code is not None:
                sure = min(likeness, 0.95) * (0.8 + 0.2 * min(1.0, margin / 0.1))
                yield self.candidate(code, f"`{module}` has no `{wrong}`; it has `{near}`.", confidence=sure)
        homes = _homes(wrong, module)
        if len(homes) == 1 or (homes and not scored):
            code = _from_home(failure, module, wrong, homes[0])
            if code is not None:
                reason = f"`{module}` has no `{wrong}`; `{homes[0]}` has."
                yield self.candidate(code, reason, confidence=0.85 if len(homes) == 1 else 0.6)


def _is_popular(module: str) -> bool:
    return any(
        statement.split()[1].partition(".")[0] == module
        for uses in load("import_aliases")["aliases"].values()
        for statement in uses
    )


def _offers(module: str, mentions: list[Mention]) -> float:
    """For or against a module: whether it has the names that are taken from it."""
    names = [name for mention in mentions for name in mention.names if name != "*"]
    loaded = safe.instance_dict(sys.modules.get(module))
    if not names or not loaded or "__getattr__" in loaded:
        return 0.0
    return 0.05 if all(name in loaded or is_installed(f"{module}.{name}") for name in names) else -0.2


def _renamed(failure: Failure, wrong: str, right: str) -> list[Edit]:
    """Edits for the uses of a module that the cell imports under its own, wrong name."""
    tree = tree_of(failure)
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == wrong] if tree else []
    return [
        replace_node(failure.code, node, right)
        for node in nodes
        if failure.code.startswith(wrong, span_of(failure.code, node)[0])
    ]


def _statement(failure: Failure, module: str, name: str) -> tuple[ast.ImportFrom, ast.alias] | None:
    tree = tree_of(failure)
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module == module:
            for alias in node.names:
                if alias.name == name:
                    return node, alias
    return None


def _with_name(failure: Failure, module: str, wrong: str, right: str) -> str | None:
    found = _statement(failure, module, wrong)
    if found is None:
        return None
    start, _ = span_of(failure.code, found[1])
    edits = [Edit(start, start + len(wrong), right)]
    if found[1].asname is None:
        edits += _renamed(failure, wrong, right)
    return apply_edits(failure.code, edits)


def _homes(name: str, instead_of: str) -> list[str]:
    """Installed modules that the name is usually taken from, else those of the same package that the index knows."""
    table = load("import_aliases")["members"]
    known = [module for module, names in table.items() if name in names.split() and module != instead_of]
    usual = [module for module in known if is_installed(module)]
    return usual or [home for home in package_index.shared().homes(name) if _is_kin(home, instead_of)]


def _is_kin(home: str, module: str) -> bool:
    """Whether a module is of the same package, or of the standard library: another package's is another thing."""
    top = home.partition(".")[0]
    return home != module and (top == module.partition(".")[0] or top in sys.stdlib_module_names)


def _from_home(failure: Failure, module: str, name: str, home: str) -> str | None:
    """The cell that takes the name from another module; what else the statement imports stays where it was."""
    found = _statement(failure, module, name)
    if found is None:
        return None
    node, alias = found
    new = ast.unparse(ast.ImportFrom(home, [alias], 0))
    others = [other for other in node.names if other is not alias]
    if others:
        start = span_of(failure.code, node)[0]
        before = failure.code[:start].rpartition("\n")[2]
        separator = "; " if before.strip() else f"\n{before}"
        new = ast.unparse(ast.ImportFrom(module, others, 0)) + separator + new
    return apply_edits(failure.code, [replace_node(failure.code, node, new)])
