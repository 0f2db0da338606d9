"""An API that its library has renamed, moved or removed since the code was written."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, apply_edits, span_of, text_of
from jupyter_quickfix.fixers.fault.attribute_fault import read_fault, same_accesses
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines, parent
from jupyter_quickfix.fixers.fault.values import UNKNOWN, resolve
from jupyter_quickfix.fixers.names.imported import import_edit, name_for
from jupyter_quickfix.fixers.renaming.calls import calls_with, keyword_edits, requoted, speaks_of, value_edit
from jupyter_quickfix.fixers.renaming.dataframes import appended_text, ix_edits, sort_edits
from jupyter_quickfix.fixers.renaming.modules import modernise, without_overlaps
from jupyter_quickfix.fixers.renaming.table import Rename, by_argument, by_path
from jupyter_quickfix.fixers.renaming.templates import Rewrite, rewrite_attribute
from jupyter_quickfix.records import Candidate, Context, Failure, Safety

_UNEXPECTED = re.compile(
    r"unexpected keyword argument '(\w+)'|'(\w+)' is an invalid keyword argument|no property (\w+)"
)


class RenamedApi(Fixer):
    """Catches: errors from an API that its library has renamed, moved or removed: a module (`sklearn.grid_search`), a
    member of one (`np.float`), a method (`df.append`), an argument (`hist(normed=…)`), an argument's value
    (`criterion='mse'`), a pandas option, a Matplotlib style. `data/renamed_api.json` lists them.

    Proposes: the API of the installed version, in every place of the cell; several old imports at once.

    Keeps silent when: the live object is not of that library, the old API is still there, or the new one is not.

    Safety: safe where the new API does what the old did; marked as changing results where an argument that mattered is
    dropped.
    """

    errors: ClassVar[tuple[str, ...]] = (
        "ImportError",
        "AttributeError",
        "TypeError",
        "KeyError",
        "OSError",
        "ValueError",
    )
    examples = (
        Fixes(
            before="from sklearn.grid_search import GridSearchCV\nfrom sklearn.cross_validation import LeaveOneOut",
            after="from sklearn.model_selection import GridSearchCV\nfrom sklearn.model_selection import LeaveOneOut",
        ),
        Fixes(
            before="from sklearn.preprocessing import Imputer, StandardScaler\nimp = Imputer(strategy='mean')",
            after="from sklearn.preprocessing import StandardScaler\nfrom sklearn.impute import SimpleImputer\n"
            "imp = SimpleImputer(strategy='mean')",
        ),
        Fixes(
            setup="import numpy as np",
            before="a = np.array([1, 2], dtype=np.float)\nb = np.product(a)",
            after="a = np.array([1, 2], dtype=float)\nb = np.prod(a)",
        ),
        Fixes(
            before="import urllib2\npage = urllib2.urlopen('file:///dev/null').read()",
            after="import urllib.request\npage = urllib.request.urlopen('file:///dev/null').read()",
        ),
        Fixes(
            before="from collections import Mapping, OrderedDict",
            after="from collections import OrderedDict\nfrom collections.abc import Mapping",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'a': [2, 1]})",
            before="df = df.append({'a': 3}, ignore_index=True)",
            after="df = pd.concat([df, pd.DataFrame([{'a': 3}])], ignore_index=True)",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'a': [2, 1]}, index=['x', 'y'])",
            before="df.ix[:1, 'a']",
            after="df.iloc[:1].loc[:, 'a']",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'a': [2, 1]})",
            before="df.sort(columns='a', ascending=False)",
            after="df.sort_values(by='a', ascending=False)",
        ),
        Fixes(
            setup="from io import StringIO\nimport pandas as pd",
            before="df = pd.read_csv(StringIO('a,b'), sep=',', error_bad_lines=False)",
            after="df = pd.read_csv(StringIO('a,b'), sep=',', on_bad_lines=\"skip\")",
        ),
        Fixes(
            setup="from sklearn.model_selection import KFold",
            before="folds = KFold(n_folds=3, shuffle=True)",
            after="folds = KFold(n_splits=3, shuffle=True)",
        ),
        Fixes(
            setup="from sklearn.tree import DecisionTreeRegressor",
            before='model = DecisionTreeRegressor(criterion="mse").fit([[1], [2]], [1, 2])',
            after='model = DecisionTreeRegressor(criterion="squared_error").fit([[1], [2]], [1, 2])',
        ),
        Fixes(
            setup="import matplotlib\nmatplotlib.use('agg')\nimport matplotlib.pyplot as plt",
            before="plt.style.use('seaborn-whitegrid')",
            after="plt.style.use('seaborn-v0_8-whitegrid')",
        ),
        Fixes(
            setup="import matplotlib\nmatplotlib.use('agg')\nimport matplotlib.pyplot as plt",
            before="counts = plt.hist([1, 2, 2], bins=2, normed=True)",
            after="counts = plt.hist([1, 2, 2], bins=2, density=True)",
        ),
        Silent(
            before="class Table:\n    pass\n\nTable().append({'a': 1})",
            why="a class of the user's, not pandas' DataFrame",
        ),
        Silent(setup="def fold(k):\n    return k", before="fold(n_folds=3)", why="not scikit-learn's function"),
        Silent(before="from collections import Mappings", why="never was there"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        exception = failure.exception
        found = None
        if isinstance(exception, (ImportError, AttributeError)):
            found = _modules(failure, context) or _method(failure, context)
        if found is None and isinstance(exception, (TypeError, AttributeError)):
            found = _keyword(failure, context)
        if found is None and isinstance(exception, (KeyError, OSError)):
            found = _literal(failure, context)
        if found is None and isinstance(exception, (ValueError, KeyError, AttributeError)):
            found = _value(failure, context)
        if found is None:
            return
        entry, edits = found
        code = apply_edits(failure.code, without_overlaps(edits))
        if code != failure.code:
            safety = Safety.CHANGES_RESULTS if entry.note else Safety.SAFE
            confidence = 0.75 if entry.note or (entry.argument and not entry.new) else 0.92
            yield self.candidate(code, entry.rationale, confidence=confidence, safety=safety)


_Found = tuple[Rename, list[Edit]] | None


def _modules(failure: Failure, context: Context) -> _Found:
    """Modules and their members; only when what failed is among what the table knows."""
    fault = read_fault(failure, context)
    if isinstance(failure.exception, AttributeError) and (fault is None or not fault.receiver.is_module):
        return None
    modern = modernise(failure, context)
    wanted = fault.name if fault is not None else ""
    name = failure.exception.name if isinstance(failure.exception, ImportError) else None
    blamed = [
        entry
        for entry in modern.used
        if (wanted and entry.old.endswith(f".{wanted}"))
        or (name and (entry.old == name or entry.old.startswith(f"{name}.") or name.startswith(entry.old)))
        or entry.old.rpartition(".")[2] in failure.message
    ]
    return (blamed[0], modern.all_edits(failure)) if blamed else None


def _method(failure: Failure, context: Context) -> _Found:
    fault = read_fault(failure, context)
    if fault is None or fault.receiver.is_module:
        return None
    table = by_path("method")
    entry = next((table[path] for kind in fault.receiver.type_names if (path := f"{kind}.{fault.name}") in table), None)
    if entry is None:
        return None
    edits: list[Edit] = []
    imports: set[str] = set()
    for node in same_accesses(fault, failure, context):
        if entry.new == "ix":
            edits += ix_edits(fault, node, failure, context)
            continue
        if entry.new == "sort":
            edits += sort_edits(node, failure)
            continue
        rewrite = _rewrite(entry, node, failure, context)
        if rewrite is not None:
            edits += rewrite.edits
            imports.update(rewrite.imports)
    return (entry, [*edits, *(import_edit(failure, line) for line in sorted(imports))]) if edits else None


def _rewrite(entry: Rename, node: ast.Attribute, failure: Failure, context: Context) -> Rewrite | None:
    if "{frame0}" not in entry.new:
        return rewrite_attribute(entry.new, node, failure, context) if entry.new else None
    appended = appended_text(node, failure, context)
    if appended is None:
        return None
    template = entry.new.replace("{frame0}", appended)
    return rewrite_attribute(template, node, failure, context)


def _keyword(failure: Failure, context: Context) -> _Found:
    match = _UNEXPECTED.search(failure.message)
    if match is None:
        return None
    name = next(group for group in match.groups() if group)
    for entry in by_argument("keyword").get(name, ()):
        edits: list[Edit] = []
        hit = False
        for call, keyword in calls_with(name, failure):
            if speaks_of(entry, call, failure, context):
                edits += keyword_edits(entry, call, keyword, failure, context) or []
                hit = hit or on_failing_lines(failure, call)
        if edits and hit:
            return entry, edits
    return None


def _value(failure: Failure, context: Context) -> _Found:
    for entries in by_argument("value").values():
        for entry in entries:
            if entry.value is None or repr(entry.value) not in failure.message:
                continue
            edits = [
                value_edit(entry, keyword, failure)
                for call, keyword in calls_with(entry.argument, failure)
                if isinstance(keyword.value, ast.Constant)
                and keyword.value.value == entry.value
                and speaks_of(entry, call, failure, context)
            ]
            if edits:
                return entry, edits
    return None


def _literal(failure: Failure, context: Context) -> _Found:
    """A pandas option or a Matplotlib style, which stand in the cell as strings."""
    for kind in ("option", "style"):
        for node in nodes_of(failure, ast.Constant):
            entry = by_path(kind).get(node.value) if isinstance(node.value, str) else None
            if entry is None or f"'{entry.old}'" not in failure.message:
                continue
            call = parent(failure, node)
            if entry.template and isinstance(call, ast.Call):
                return entry, _as_statement(entry, call, failure, context)
            if kind == "option" or _is_style(entry.new):
                literal = requoted(text_of(failure.code, node), repr(entry.new))
                return entry, [Edit(*span_of(failure.python, node), literal)]
    return None


def _as_statement(entry: Rename, call: ast.Call, failure: Failure, context: Context) -> list[Edit]:
    alias, line = name_for("matplotlib.pyplot", failure, context)
    text = entry.template.replace("{plt}", alias)
    edits = [Edit(*span_of(failure.python, call), text)]
    return [*edits, import_edit(failure, line)] if line else edits


def _is_style(name: str) -> bool:
    library = resolve("matplotlib.style.library")
    return library is UNKNOWN or name in getattr(sys.modules.get("matplotlib.style"), "library", {})
