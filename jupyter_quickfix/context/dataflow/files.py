"""Files as values: one cell writes them, another reads them, by the same name in the text.

A file is a name of its own in the flow, `file results.txt`; the blank keeps it apart from variables.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator

PREFIX = "file "
_FILE_NAME = re.compile(r"[\w\-./ ]*\.[A-Za-z]\w{0,7}")
_WRITERS = re.compile(r"to_\w+|write_\w+|save\w*|dump")
_SUFFIXES = frozenset(
    {
        *("csv", "tsv", "txt", "json", "jsonl", "parquet", "pickle", "pkl", "feather", "xlsx", "xls", "npy", "npz"),
        *("png", "jpg", "jpeg", "svg", "pdf", "html", "md", "yaml", "yml", "toml", "ini", "db", "sqlite", "duckdb"),
        *("joblib", "h5", "hdf5", "log", "xml", "zip", "gz", "model", "pt", "onnx", "py"),
    }
)
#: Entries of the working folder and its own folders that are looked at.
_MAX_ENTRIES = 2_000


def files_written(node: ast.AST) -> Iterator[str]:
    """Files that the statement writes by a constant name."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and _writes(call):
            yield from _names(call)


def files_mentioned(node: ast.AST) -> Iterator[str]:
    """Files whose names stand in the statement."""
    yield from _names(node)


def _writes(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Attribute) and _WRITERS.fullmatch(call.func.attr):
        return True
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    modes = [*call.args, *(word.value for word in call.keywords if word.arg == "mode")]
    return name == "open" and any(
        isinstance(mode, ast.Constant) and isinstance(mode.value, str) and re.fullmatch(r"[wax]b?t?\+?", mode.value)
        for mode in modes
    )


def _names(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and len(each.value) < 200:
            text = each.value
            if _FILE_NAME.fullmatch(text) and text.rpartition(".")[2].lower() in _SUFFIXES and "//" not in text:
                yield PREFIX + text.rpartition("/")[2]


def is_there(name: str) -> bool:
    """Whether a file of this name lies in the working folder or one of its own folders; True where that is not to be told."""
    wanted = name.removeprefix(PREFIX)
    seen = 0
    try:
        with os.scandir(".") as entries:
            folders = []
            for entry in entries:
                seen += 1
                if entry.name == wanted:
                    return True
                if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                    folders.append(entry.path)
        for folder in folders:
            with os.scandir(folder) as entries:
                for entry in entries:
                    seen += 1
                    if entry.name == wanted or seen > _MAX_ENTRIES:
                        return True
    except OSError:
        return True
    return False
