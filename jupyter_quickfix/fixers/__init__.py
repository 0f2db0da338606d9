"""Fixers: deterministic code that turns a failure of a kind it knows into candidates. One kind, one file.

`FIXERS` is their order: when two say the same, the first one's words are shown. Other packages add theirs by the entry
point group `jupyter_quickfix.fixers`.
"""

from __future__ import annotations

from jupyter_quickfix.fixers.base import Fixer
from jupyter_quickfix.fixers.python.absent_item import AbsentItem
from jupyter_quickfix.fixers.python.ambiguous_truth import AmbiguousTruth
from jupyter_quickfix.fixers.python.assignment_past_end import AssignmentPastEnd
from jupyter_quickfix.fixers.python.axis_out_of_range import AxisOutOfRange
from jupyter_quickfix.fixers.python.called_module import CalledModule
from jupyter_quickfix.fixers.python.cast_in_place import CastInPlace
from jupyter_quickfix.fixers.python.cell_not_run import CellNotRun
from jupyter_quickfix.fixers.python.changed_while_iterating import ChangedWhileIterating
from jupyter_quickfix.fixers.python.comma_for_dot import CommaForDot
from jupyter_quickfix.fixers.python.confused_attribute import ConfusedAttribute
from jupyter_quickfix.fixers.python.dedented_statement import DedentedStatement
from jupyter_quickfix.fixers.python.disordered_arguments import DisorderedArguments
from jupyter_quickfix.fixers.python.doubled_argument import DoubledArgument
from jupyter_quickfix.fixers.python.duplicate_entries import DuplicateEntries
from jupyter_quickfix.fixers.python.edited_cell import EditedCell
from jupyter_quickfix.fixers.python.endless_recursion import EndlessRecursion
from jupyter_quickfix.fixers.python.failed_cell import FailedCell
from jupyter_quickfix.fixers.python.foreign_name import ForeignName
from jupyter_quickfix.fixers.python.forgotten_quotes import ForgottenQuotes
from jupyter_quickfix.fixers.python.function_as_method import FunctionAsMethod
from jupyter_quickfix.fixers.python.imaginary_unit import ImaginaryUnit
from jupyter_quickfix.fixers.python.immutable_item import ImmutableItem
from jupyter_quickfix.fixers.python.in_place_result import InPlaceResult
from jupyter_quickfix.fixers.python.incomparable_dates import IncomparableDates
from jupyter_quickfix.fixers.python.indentation import Indentation
from jupyter_quickfix.fixers.python.index_as_set import IndexAsSet
from jupyter_quickfix.fixers.python.index_past_end import IndexPastEnd
from jupyter_quickfix.fixers.python.invalid_literal import InvalidLiteral
from jupyter_quickfix.fixers.python.later_cell import LaterCell
from jupyter_quickfix.fixers.python.list_as_array import ListAsArray
from jupyter_quickfix.fixers.python.malformed_csv import MalformedCsv
from jupyter_quickfix.fixers.python.malformed_json import MalformedJson
from jupyter_quickfix.fixers.python.malformed_statement import MalformedStatement
from jupyter_quickfix.fixers.python.misapplied_operator import MisappliedOperator
from jupyter_quickfix.fixers.python.misdirected_key import MisdirectedKey
from jupyter_quickfix.fixers.python.misjudged_emptiness import MisjudgedEmptiness
from jupyter_quickfix.fixers.python.mismatched_merge import MismatchedMerge
from jupyter_quickfix.fixers.python.mismatched_samples import MismatchedSamples
from jupyter_quickfix.fixers.python.mismatched_shapes import MismatchedShapes
from jupyter_quickfix.fixers.python.misplaced_attribute import MisplacedAttribute
from jupyter_quickfix.fixers.python.missing_file import MissingFile
from jupyter_quickfix.fixers.python.missing_import import MissingImport
from jupyter_quickfix.fixers.python.missing_in_mask import MissingInMask
from jupyter_quickfix.fixers.python.missing_initial_value import MissingInitialValue
from jupyter_quickfix.fixers.python.missing_key import MissingKey
from jupyter_quickfix.fixers.python.missing_punctuation import MissingPunctuation
from jupyter_quickfix.fixers.python.missing_return import MissingReturn
from jupyter_quickfix.fixers.python.missing_self import MissingSelf
from jupyter_quickfix.fixers.python.misspelled_attribute import MisspelledAttribute
from jupyter_quickfix.fixers.python.misspelled_expression import MisspelledExpression
from jupyter_quickfix.fixers.python.misspelled_import import MisspelledImport
from jupyter_quickfix.fixers.python.misspelled_key import MisspelledKey
from jupyter_quickfix.fixers.python.misspelled_keyword import MisspelledKeyword
from jupyter_quickfix.fixers.python.misspelled_name import MisspelledName
from jupyter_quickfix.fixers.python.misspelled_option import MisspelledOption
from jupyter_quickfix.fixers.python.misspelled_value import MisspelledValue
from jupyter_quickfix.fixers.python.misused_axes import MisusedAxes
from jupyter_quickfix.fixers.python.misused_operator import MisusedOperator
from jupyter_quickfix.fixers.python.mixed_comparison import MixedComparison
from jupyter_quickfix.fixers.python.mixed_containers import MixedContainers
from jupyter_quickfix.fixers.python.module_not_installed import ModuleNotInstalled
from jupyter_quickfix.fixers.python.nested_event_loop import NestedEventLoop
from jupyter_quickfix.fixers.python.not_an_integer import NotAnInteger
from jupyter_quickfix.fixers.python.not_callable import NotCallable
from jupyter_quickfix.fixers.python.not_iterable import NotIterable
from jupyter_quickfix.fixers.python.not_subscriptable import NotSubscriptable
from jupyter_quickfix.fixers.python.number_in_text import NumberInText
from jupyter_quickfix.fixers.python.pasted_prompt import PastedPrompt
from jupyter_quickfix.fixers.python.plain_list import PlainList
from jupyter_quickfix.fixers.python.positional_argument import PositionalArgument
from jupyter_quickfix.fixers.python.python2_syntax import Python2Syntax
from jupyter_quickfix.fixers.python.quoted_number import QuotedNumber
from jupyter_quickfix.fixers.python.renamed_api import RenamedApi
from jupyter_quickfix.fixers.python.restarted_kernel import RestartedKernel
from jupyter_quickfix.fixers.python.scalar_columns import ScalarColumns
from jupyter_quickfix.fixers.python.several_faults import SeveralFaults
from jupyter_quickfix.fixers.python.shadowed_builtin import ShadowedBuiltin
from jupyter_quickfix.fixers.python.shell_as_python import ShellAsPython
from jupyter_quickfix.fixers.python.stale_value import StaleValue
from jupyter_quickfix.fixers.python.swapped_arguments import SwappedArguments
from jupyter_quickfix.fixers.python.text_column_as_number import TextColumnAsNumber
from jupyter_quickfix.fixers.python.text_in_aggregation import TextInAggregation
from jupyter_quickfix.fixers.python.text_with_number import TextWithNumber
from jupyter_quickfix.fixers.python.unbracketed_comparison import UnbracketedComparison
from jupyter_quickfix.fixers.python.unbundled_arguments import UnbundledArguments
from jupyter_quickfix.fixers.python.uncalled_function import UncalledFunction
from jupyter_quickfix.fixers.python.uncalled_method import UncalledMethod
from jupyter_quickfix.fixers.python.unclean_samples import UncleanSamples
from jupyter_quickfix.fixers.python.unconverted_column import UnconvertedColumn
from jupyter_quickfix.fixers.python.undeclared_global import UndeclaredGlobal
from jupyter_quickfix.fixers.python.unexpanded_path import UnexpandedPath
from jupyter_quickfix.fixers.python.unfitted_estimator import UnfittedEstimator
from jupyter_quickfix.fixers.python.unhashable_item import UnhashableItem
from jupyter_quickfix.fixers.python.unjoinable_item import UnjoinableItem
from jupyter_quickfix.fixers.python.unknown_alias import UnknownAlias
from jupyter_quickfix.fixers.python.unknown_magic import UnknownMagic
from jupyter_quickfix.fixers.python.unprepared_value import UnpreparedValue
from jupyter_quickfix.fixers.python.unqualified_name import UnqualifiedName
from jupyter_quickfix.fixers.python.unquoted_column import UnquotedColumn
from jupyter_quickfix.fixers.python.unreadable_date import UnreadableDate
from jupyter_quickfix.fixers.python.unreadable_number import UnreadableNumber
from jupyter_quickfix.fixers.python.unrelated_name import UnrelatedName
from jupyter_quickfix.fixers.python.unserialisable_value import UnserialisableValue
from jupyter_quickfix.fixers.python.unsuitable_target import UnsuitableTarget
from jupyter_quickfix.fixers.python.unsummable_items import UnsummableItems
from jupyter_quickfix.fixers.python.unsupporting_class import UnsupportingClass
from jupyter_quickfix.fixers.python.wrong_argument_count import WrongArgumentCount
from jupyter_quickfix.fixers.python.wrong_axis import WrongAxis
from jupyter_quickfix.fixers.python.wrong_class_list import WrongClassList
from jupyter_quickfix.fixers.python.wrong_container import WrongContainer
from jupyter_quickfix.fixers.python.wrong_dimensions import WrongDimensions
from jupyter_quickfix.fixers.python.wrong_encoding import WrongEncoding
from jupyter_quickfix.fixers.python.wrong_index_type import WrongIndexType
from jupyter_quickfix.fixers.python.wrong_keyword_argument import WrongKeywordArgument
from jupyter_quickfix.fixers.python.wrong_unpacking import WrongUnpacking
from jupyter_quickfix.fixers.python.zero_divisor import ZeroDivisor

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
    SeveralFaults(),
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
    UnquotedColumn(),
    MisspelledName(),
    MisplacedAttribute(),
    UncalledMethod(),
    CalledModule(),
    RenamedApi(),
    ConfusedAttribute(),
    PlainList(),
    FunctionAsMethod(),
    MisspelledAttribute(),
    MisspelledKey(),
    WrongKeywordArgument(),
    MisspelledOption(),
    DisorderedArguments(),
    PositionalArgument(),
    MissingReturn(),
    ZeroDivisor(),
    WrongUnpacking(),
    WrongIndexType(),
    WrongContainer(),
    WrongClassList(),
    WrongArgumentCount(),
    UnsupportingClass(),
    UnsummableItems(),
    UnrelatedName(),
    UnreadableNumber(),
    UnjoinableItem(),
    UnhashableItem(),
    UnexpandedPath(),
    UncalledFunction(),
    TextWithNumber(),
    SwappedArguments(),
    ShadowedBuiltin(),
    NotSubscriptable(),
    NotIterable(),
    NotCallable(),
    NotAnInteger(),
    NestedEventLoop(),
    MixedContainers(),
    MixedComparison(),
    MissingSelf(),
    MissingKey(),
    MissingInitialValue(),
    MisjudgedEmptiness(),
    MisappliedOperator(),
    IndexPastEnd(),
    InPlaceResult(),
    ImmutableItem(),
    ImaginaryUnit(),
    ForgottenQuotes(),
    EndlessRecursion(),
    DoubledArgument(),
    DedentedStatement(),
    CommaForDot(),
    ChangedWhileIterating(),
    AssignmentPastEnd(),
    AbsentItem(),
    AmbiguousTruth(),
    AxisOutOfRange(),
    CastInPlace(),
    DuplicateEntries(),
    IncomparableDates(),
    ListAsArray(),
    MalformedCsv(),
    MalformedJson(),
    MisdirectedKey(),
    MismatchedMerge(),
    MismatchedSamples(),
    MismatchedShapes(),
    MissingFile(),
    MisspelledExpression(),
    MisspelledValue(),
    NumberInText(),
    QuotedNumber(),
    TextColumnAsNumber(),
    TextInAggregation(),
    UnbracketedComparison(),
    UnbundledArguments(),
    UncleanSamples(),
    UnconvertedColumn(),
    UnfittedEstimator(),
    UnreadableDate(),
    UnserialisableValue(),
    UnsuitableTarget(),
    WrongAxis(),
    WrongDimensions(),
    WrongEncoding(),
    IndexAsSet(),
    MissingInMask(),
    MisusedAxes(),
    ScalarColumns(),
)

__all__ = ["FIXERS", "Fixer"]
