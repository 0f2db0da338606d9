"""Names that are near to one that exists."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, apply_edits
from jupyter_quickfix.fixers.fault.undefined import NAME_ERRORS, Undefined, find_undefined, rename_all
from jupyter_quickfix.fixers.names.name_choices import Choice, choices, is_defined_elsewhere, is_known_elsewhere
from jupyter_quickfix.records import Candidate, Context, Failure

_LIMIT = 3
#: What a choice loses when the undefined name is a good name elsewhere: an import that is missing, a cell that did not run.
_GOOD_NAME = 0.3
_WHERE = {
    "local": "a name of this function",
    "enclosing": "a name of the function around",
    "cell": "defined in this cell",
    "session": "defined in this session",
    "builtin": "built in",
    "keyword": "a Python keyword",
}


class MisspelledName(Fixer):
    """Names that are near to one that exists.

    Catches: NameError and UnboundLocalError where a name of the function, of the cell, of the session, a builtin or a
    keyword is near: by its letters, by its words, or as the only one that the function defines and never uses.
    Proposes: that name, everywhere in the cell where the wrong one stands for the same thing, strings and comments
    left alone. Of two equally near, the one that can be used so: a called name must be callable. Where the
    definition is the odd one out (`totl = 0`, then `total` twice), the definition is renamed.
    Keeps silent when: nothing is near, a function of another cell or of a library raised it, or the cell does define
    the name, only not on this path.
    Safety: safe; only names in this cell change.
    """

    errors = NAME_ERRORS
    examples = (
        Fixes("totla + 1", "total + 1", setup="total = 3"),
        Fixes("pritn('pritn')  # pritn", "print('pritn')  # pritn"),
        Fixes("x = flase\ny = flase", "x = False\ny = False"),
        Fixes("for i in range(3):\n    contineu", "for i in range(3):\n    continue"),
        Fixes("f'{totla:>5}'", "f'{total:>5}'", setup="total = 3"),
        Fixes(
            "def scale(values):\n    return [v * 2 for v in valeus]\nscale([1])",
            "def scale(values):\n    return [v * 2 for v in values]\nscale([1])",
        ),
        Fixes(
            "def scale(values):\n    return load(vals)\nscale(3)",
            "def scale(values):\n    return load(values)\nscale(3)",
            setup="load = abs\nvial = 3",
        ),
        Fixes("count(3)", "counts(3)", setup="counts = abs\ncoun = 7\ncountx = 3"),
        Fixes(
            "def mean(xs):\n    totl = 0\n    for x in xs:\n        total += x\n    return total / len(xs)\nmean([1])",
            "def mean(xs):\n    total = 0\n    for x in xs:\n        total += x\n    return total / len(xs)\nmean([1])",
        ),
        Fixes(
            "by_two = list(range(1, 9, 4))\nby_four[0]",
            "by_four = list(range(1, 9, 4))\nby_four[0]",
            setup="by_two = [1, 3]",
            cells=(("by_two = [1, 3]", True),),
        ),
        Fixes(
            "def is_unique(date, parties):\n    return parties.count(day) == 1\nis_unique(1, [1])",
            "def is_unique(date, parties):\n    return parties.count(date) == 1\nis_unique(1, [1])",
        ),
        Silent("frobnicate(3)", "nothing is near", setup="total = 3"),
        Silent("np.zeros(3)", "a missing import, though `n` is there", setup="n = 3"),
        Silent("run()", "the misspelling is in another cell", setup="total = 1\ndef run():\n    return totla"),
        Silent(
            "def pick(xs):\n    for x in xs:\n        last = x\n    return last\npick([])",
            "the name is right; it has no value on this path",
        ),
        Silent("i + 1", "one letter is near to any other", setup="j = 3"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        """At most three candidates; the confidence falls with the distance to the runner-up."""
        found = find_undefined(failure)
        if found is None or not _may_be_misspelled(found):
            return
        ranked = choices(found, context)
        if not ranked:
            return
        doubt = (
            _GOOD_NAME if is_known_elsewhere(found.name) or is_defined_elsewhere(found.name, failure, context) else 0.0
        )
        seen = {failure.code}
        for place, choice in enumerate(ranked[:_LIMIT]):
            confidence = _confidence(ranked, place) - doubt
            if confidence < 0.3:
                continue
            for code, rationale in self._repairs(failure, found, choice, context):
                if code not in seen:
                    seen.add(code)
                    yield self.candidate(code, rationale, confidence=confidence)
                    confidence *= 0.7

    def _repairs(
        self, failure: Failure, found: Undefined, choice: Choice, context: Context
    ) -> Iterator[tuple[str, str]]:
        """The cell with the uses renamed, and with the definition renamed where that is as near; the better one first."""
        uses = [node for node in found.occurrences if _reaches(choice, found, node)]
        edits = rename_all(failure.code, tuple(uses), found.name, choice.name, found.parents)
        here = f"`{found.name}` is not defined; `{choice.name}`, {_WHERE[choice.origin]}, is near."
        repairs = [(apply_edits(failure.code, edits), here)]
        definition = _definition_edits(failure, found, choice)
        if definition is not None:
            text = (
                f"`{found.name}` is not defined; the name that is defined here, `{choice.name}`, is used nowhere else."
            )
            repairs.append((apply_edits(failure.code, definition), text))
            sure = choice.likeness >= 0.8 or not _is_parameter(choice)
            if (len(edits) > len(definition) and sure) or is_defined_elsewhere(choice.name, failure, context):
                repairs.reverse()
        yield from repairs


def _may_be_misspelled(found: Undefined) -> bool:
    """Not a name that the cell defines properly somewhere and only lacks on this path."""
    if found.home is None:
        return True
    for node in found.home.bound[found.name]:
        if not isinstance(node, ast.Name) or not isinstance(found.parents.get(node), ast.AugAssign):
            return False
    return True


def _reaches(choice: Choice, found: Undefined, node: ast.Name) -> bool:
    """Whether the chosen name can be seen from there: a function's own name not from outside of it."""
    if choice.scope is None or choice.scope.kind == "module":
        return True
    return any(
        node in inner.used.get(found.name, ()) or node in inner.bound.get(found.name, ())
        for inner in choice.scope.walk()
    )


def _is_parameter(choice: Choice) -> bool:
    return choice.scope is not None and any(isinstance(node, ast.arg) for node in choice.scope.bound[choice.name])


def _definition_edits(failure: Failure, found: Undefined, choice: Choice) -> list[Edit] | None:
    """Edits that rename the definition of a chosen name that nothing in the cell uses; None when that is no repair."""
    scope = choice.scope
    if scope is None or found.home not in (None, scope) or scope.kind == "comprehension":
        return None
    if any(choice.name in inner.used and inner.home(choice.name) is scope for inner in scope.walk()):
        return None
    nodes = scope.bound[choice.name]
    if not all(isinstance(node, (ast.Name, ast.arg)) for node in nodes):
        return None
    if any(isinstance(node, ast.keyword) and node.arg == choice.name for node in found.parents):
        return None  # a caller names the parameter
    return rename_all(failure.code, tuple(nodes), choice.name, found.name, found.parents) or None


def _confidence(ranked: list[Choice], place: int) -> float:
    """The choice's score, less where another is as near."""
    score = ranked[place].score
    if place:
        return 0.75 * score * score / ranked[0].score
    margin = score - ranked[1].score if len(ranked) > 1 else 1.0
    return min(score, 0.95) * (0.75 + 0.25 * min(1.0, margin / 0.12))
