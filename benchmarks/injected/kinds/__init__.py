"""The kinds of bugs: each takes a cell and yields the cell with one such bug, at every place where it can be.

`KINDS` names them all; the name is the `category` of the cases that it makes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from benchmarks.injected.cells import Cell
from benchmarks.injected.kinds import calls, columns, names, operators, punctuation, statements, values

Kind = Callable[[Cell], Iterable[str]]

#: Kind → its maker and its weight: how many cases of it are kept beside those of others.
KINDS: Mapping[str, tuple[Kind, float]] = {
    "name misspelled": (names.name_misspelled, 1.0),
    "name in another case": (names.name_in_another_case, 0.5),
    "attribute misspelled": (names.attribute_misspelled, 1.6),
    "attribute in another case": (names.attribute_in_another_case, 0.6),
    "attribute of a sibling library": (names.attribute_of_a_sibling, 1.4),
    "function taken for a method": (names.function_for_method, 0.6),
    "import misspelled": (names.import_misspelled, 0.7),
    "import missing": (names.import_missing, 1.0),
    "module under another name": (names.module_under_another_name, 0.7),
    "module left out": (names.module_left_out, 0.6),
    "column misspelled": (columns.column_misspelled, 2.0),
    "column in another case": (columns.column_in_another_case, 1.2),
    "column with a blank": (columns.column_with_a_blank, 0.8),
    "column in another number": (columns.column_in_another_number, 1.0),
    "column without quotes": (columns.column_without_quotes, 0.8),
    "column brackets missing": (columns.brackets_missing, 0.7),
    "keyword misspelled": (calls.keyword_misspelled, 1.5),
    "keyword of a sibling library": (calls.keyword_of_a_sibling, 1.0),
    "argument missing": (calls.argument_missing, 0.3),
    "argument too many": (calls.argument_too_many, 0.5),
    "arguments swapped": (calls.arguments_swapped, 0.7),
    "list brackets missing": (calls.list_brackets_missing, 0.9),
    "tuple parentheses missing": (calls.tuple_parentheses_missing, 0.9),
    "call in square brackets": (calls.call_in_square_brackets, 1.0),
    "subscript in parentheses": (calls.subscript_in_parentheses, 1.0),
    "method not called": (calls.method_not_called, 1.0),
    "property called": (calls.property_called, 1.0),
    "text for a number": (values.text_for_a_number, 1.0),
    "number for text": (values.number_for_text, 0.3),
    "list for an array": (values.list_for_an_array, 1.0),
    "option misspelled": (values.option_misspelled, 1.2),
    "index off by one": (values.index_off_by_one, 0.8),
    "axis out of range": (values.axis_out_of_range, 0.5),
    "transposed": (values.transposed, 0.6),
    "reshape missing": (values.reshape_missing, 0.8),
    "size off by one": (values.size_off_by_one, 0.5),
    "result of an in-place method": (statements.in_place_result, 0.6),
    "and for &": (operators.word_for_symbol, 1.0),
    "comparison without parentheses": (operators.parentheses_missing, 1.0),
    "operator misused": (operators.misused, 0.6),
    "bracket damaged": (punctuation.bracket_damaged, 1.1),
    "quote damaged": (punctuation.quote_damaged, 0.9),
    "comma missing": (punctuation.comma_missing, 1.1),
    "dot or colon damaged": (punctuation.dot_or_colon_damaged, 0.7),
    "statements swapped": (statements.swapped, 0.6),
    "statement left out": (statements.left_out, 0.2),
    "indentation damaged": (statements.indentation_damaged, 0.4),
}
