"""Words that tell what a call does to the object it is made on."""

from __future__ import annotations

_MUTATORS = """
append extend insert add update setdefault pop popitem remove discard clear sort reverse appendleft extendleft
fit fit_transform fit_predict partial_fit compile load_state_dict register connect put
add_node add_edge add_nodes_from add_edges_from add_module seek writerow
"""
_IDEMPOTENT = """
fillna dropna drop_duplicates ffill bfill interpolate astype to_datetime to_numeric sort_values sort_index sort
clip round abs strip lower upper title lstrip rstrip rename fit fit_transform fit_predict infer_objects convert_dtypes
copy normalize update
"""
_WHOLE = "shape columns index values T dtypes size empty loc iloc iat ndim axes style sparse"
_SELECTING = "pivot_table pivot groupby boxplot plot hist value_counts crosstab scatter line bar"

#: Methods that change the object they are called on.
MUTATORS = frozenset(_MUTATORS.split())
#: Methods of which a second call changes nothing more.
IDEMPOTENT = frozenset(_IDEMPOTENT.split())
#: Attributes of the accessors that lead to such methods.
ACCESSORS = frozenset({"str", "dt", "cat"})
#: Attributes that tell of a whole table.
WHOLE = frozenset(_WHOLE.split())
#: Methods of a table whose constant arguments name all the columns that they read.
SELECTING = frozenset(_SELECTING.split())
#: Modules of which the plotting functions take a table and the names of its columns.
PLOTTING = frozenset({"sns", "seaborn", "px", "alt"})
#: Methods that take SQL.
SQL_METHODS = frozenset({"execute", "sql", "query", "executescript", "executemany", "read_sql", "read_sql_query"})
