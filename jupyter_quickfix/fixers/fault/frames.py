"""Labels of DataFrames and Series: column names and index levels, read from their own fields, never from user code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from jupyter_quickfix.context import safe

#: Labels read of one axis: enough for any table a person names columns of.
_MAX_LABELS = 2_000


@dataclass(frozen=True, slots=True)
class Labels:
    """What a table-like object can be asked for by key. `levels` are the names of its index levels."""

    kind: str  # "frame" | "series" | "polars" | "dict"
    keys: tuple[object, ...]
    levels: tuple[object, ...] = ()
    rows: tuple[object, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The keys that are plain strings."""
        return tuple(key for key in self.keys if type(key) is str)


def labels_of(value: object) -> Labels | None:
    """The labels of a pandas or polars object or a dict, None for anything else."""
    if type(value) is dict:
        return Labels("dict", tuple(_first(value)))
    root = safe.root_module(value)
    bases = safe.mro_names(value)
    try:
        if "pandas.core.frame.DataFrame" in bases:
            columns, rows = object.__getattribute__(value, "_mgr").axes
            return Labels("frame", _index_labels(columns), _level_names(rows), _index_labels(rows))
        if "pandas.core.series.Series" in bases:
            rows = object.__getattribute__(value, "_mgr").axes[0]
            return Labels("series", _index_labels(rows), _level_names(rows))
        if "pandas.core.groupby.groupby.GroupBy" in bases:
            return labels_of(safe.instance_dict(value).get("obj"))
        if root == "polars" and safe.type_name(value).endswith(".DataFrame"):
            return Labels("polars", tuple(object.__getattribute__(value, "columns"))[:_MAX_LABELS])
    except Exception:  # another version's internals: then there is nothing to tell
        return None
    return None


def is_frame(value: object) -> bool:
    labels = labels_of(value)
    return labels is not None and labels.kind in ("frame", "polars")


def _index_labels(index: Any) -> tuple[object, ...]:
    pandas = sys.modules["pandas"]
    if type(index) is pandas.RangeIndex or len(index) > 50 * _MAX_LABELS:
        return ()
    return tuple(index[:_MAX_LABELS].tolist())


def _level_names(index: Any) -> tuple[object, ...]:
    return tuple(name for name in index.names if name is not None)


def _first(mapping: dict[object, object]) -> Iterator[object]:
    for count, key in enumerate(mapping):
        if count >= _MAX_LABELS:
            return
        yield key
