"""Fixers: deterministic code that turns a failure of a kind it knows into candidates. One kind, one file.

`FIXERS` is their order: when two say the same, the first one's words are shown. Other packages add theirs by the entry
point group `jupyter_quickfix.fixers`.
"""

from __future__ import annotations

from jupyter_quickfix.fixers.base import Fixer
from jupyter_quickfix.fixers.python.cell_not_run import CellNotRun
from jupyter_quickfix.fixers.python.confused_attribute import ConfusedAttribute
from jupyter_quickfix.fixers.python.edited_cell import EditedCell
from jupyter_quickfix.fixers.python.failed_cell import FailedCell
from jupyter_quickfix.fixers.python.foreign_name import ForeignName
from jupyter_quickfix.fixers.python.function_as_method import FunctionAsMethod
from jupyter_quickfix.fixers.python.indentation import Indentation
from jupyter_quickfix.fixers.python.invalid_literal import InvalidLiteral
from jupyter_quickfix.fixers.python.later_cell import LaterCell
from jupyter_quickfix.fixers.python.malformed_statement import MalformedStatement
from jupyter_quickfix.fixers.python.misplaced_attribute import MisplacedAttribute
from jupyter_quickfix.fixers.python.missing_import import MissingImport
from jupyter_quickfix.fixers.python.missing_punctuation import MissingPunctuation
from jupyter_quickfix.fixers.python.misspelled_attribute import MisspelledAttribute
from jupyter_quickfix.fixers.python.misspelled_import import MisspelledImport
from jupyter_quickfix.fixers.python.misspelled_key import MisspelledKey
from jupyter_quickfix.fixers.python.misspelled_keyword import MisspelledKeyword
from jupyter_quickfix.fixers.python.misspelled_name import MisspelledName
from jupyter_quickfix.fixers.python.misused_operator import MisusedOperator
from jupyter_quickfix.fixers.python.module_not_installed import ModuleNotInstalled
from jupyter_quickfix.fixers.python.pasted_prompt import PastedPrompt
from jupyter_quickfix.fixers.python.positional_argument import PositionalArgument
from jupyter_quickfix.fixers.python.python2_syntax import Python2Syntax
from jupyter_quickfix.fixers.python.renamed_api import RenamedApi
from jupyter_quickfix.fixers.python.restarted_kernel import RestartedKernel
from jupyter_quickfix.fixers.python.shell_as_python import ShellAsPython
from jupyter_quickfix.fixers.python.stale_value import StaleValue
from jupyter_quickfix.fixers.python.uncalled_method import UncalledMethod
from jupyter_quickfix.fixers.python.undeclared_global import UndeclaredGlobal
from jupyter_quickfix.fixers.python.unknown_alias import UnknownAlias
from jupyter_quickfix.fixers.python.unknown_magic import UnknownMagic
from jupyter_quickfix.fixers.python.unprepared_value import UnpreparedValue
from jupyter_quickfix.fixers.python.unqualified_name import UnqualifiedName
from jupyter_quickfix.fixers.python.wrong_keyword_argument import WrongKeywordArgument

#: Every fixer of this package, the surest kinds first.
FIXERS: tuple[Fixer, ...] = (
    PastedPrompt(),
    ShellAsPython(),
    UnknownMagic(),
    Python2Syntax(),
    MissingPunctuation(),
    MisspelledKeyword(),
    MisusedOperator(),
    Indentation(),
    InvalidLiteral(),
    MalformedStatement(),
    CellNotRun(),
    RestartedKernel(),
    EditedCell(),
    FailedCell(),
    StaleValue(),
    LaterCell(),
    UnpreparedValue(),
    ModuleNotInstalled(),
    MisspelledImport(),
    UnknownAlias(),
    MissingImport(),
    UnqualifiedName(),
    UndeclaredGlobal(),
    ForeignName(),
    MisspelledName(),
    MisplacedAttribute(),
    UncalledMethod(),
    RenamedApi(),
    ConfusedAttribute(),
    FunctionAsMethod(),
    MisspelledAttribute(),
    MisspelledKey(),
    WrongKeywordArgument(),
    PositionalArgument(),
)

__all__ = ["FIXERS", "Fixer"]
