"""Context: what was in scope when the cell failed.

`safe` looks at any object without running its code, `names` describes the names in scope, `tables` the columns of
DataFrames, dicts and connections, `cells` the earlier cells, and `redact` takes secrets out of text.
"""
