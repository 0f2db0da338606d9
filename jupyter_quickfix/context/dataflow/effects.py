"""What running a cell does beyond giving values to names, as far as its text tells: a warning, not a proof."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class Effect(StrEnum):
    """What a cell seems to do, in the words of the panel."""

    INSTALLS = "installs packages"
    DELETES = "deletes files or tables"
    WRITES = "writes files"
    CHANGES_TABLES = "changes tables of a database"
    NETWORK = "uses the network"
    SHELL = "runs shell commands"
    TRAINS = "trains a model"


_SIGNS: tuple[tuple[Effect, re.Pattern[str]], ...] = (
    (
        Effect.INSTALLS,
        re.compile(
            r"^\s*[%!]{1,2}\s*(?:pip3?|conda|mamba|uv|apt(?:-get)?)\b|pip\s+install|nltk\.download\(", re.MULTILINE
        ),
    ),
    (
        Effect.DELETES,
        re.compile(
            r"^\s*!\s*rm\b|\b(?:os\.(?:remove|unlink|rmdir)|shutil\.rmtree)\(|\.(?:unlink|rmdir)\(|"
            r"\b(?:drop\s+(?:table|view|schema|database)|delete\s+from|truncate\s+table)\b(?!\s*\()",
            re.MULTILINE | re.IGNORECASE,
        ),
    ),
    (
        Effect.WRITES,
        re.compile(
            r"\.(?:to_(?:csv|excel|json|parquet|pickle|feather|hdf|html|latex|stata|xml)|savefig|write_(?:text|bytes|csv|"
            r"parquet|html|image|json)|saveAsTable)\(\s*[^)\s]|\.(?:mkdir|rename|touch)\(|"
            r"\bopen\([^)\n]*['\"][wax]b?\+?['\"]|^\s*%%writefile|%(?:save|store)\b|"
            r"\b(?:os\.(?:makedirs|mkdir|rename|replace)|shutil\.(?:copy\w*|move)|np\.save\w*|pickle\.dump|joblib\.dump|"
            r"json\.dump|torch\.save)\(",
            re.MULTILINE,
        ),
    ),
    (
        Effect.CHANGES_TABLES,
        re.compile(
            r"\.to_sql\(|\.commit\(|insertInto\(|\b(?:insert\s+(?:or\s+\w+\s+)?into|update\s+\w+\s+set|"
            r"create\s+(?:or\s+replace\s+)?(?:temp\w*\s+)?(?:table|view)|alter\s+table)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Effect.NETWORK,
        re.compile(
            r"\b(?:requests|httpx|aiohttp)\.\w+\(|\burl(?:open|retrieve)\(|\bread_\w+\(\s*f?['\"](?:https?|s3|gs|ftp)://|"
            r"\bload_dataset\(|\bfetch_\w+\(|^\s*!\s*(?:wget|curl|git)\b|from_pretrained\(|\b(?:boto3|yfinance|yf)\.\w+\(",
            re.MULTILINE,
        ),
    ),
    (
        Effect.SHELL,
        re.compile(r"^\s*!(?!=)|^\s*%%(?:bash|sh|script)\b|\bsubprocess\.\w+\(|\bos\.system\(", re.MULTILINE),
    ),
    (
        Effect.TRAINS,
        re.compile(r"\.(?:fit(?:_transform|_predict)?|train|partial_fit)\(|\bcross_val_\w+\(|\blgb\.train\("),
    ),
)
_COMMENT = re.compile(r"(?m)(?<!['\"\w])#.*$")
#: A database that lives in memory is as much of the session as a variable is.
_IN_MEMORY = re.compile(r":memory:|duckdb\.connect\(\s*\)|duckdb\.sql\(")


@lru_cache(maxsize=1_024)
def effects_of(text: str) -> tuple[Effect, ...]:
    """What the cell seems to do, the gravest first."""
    code = _COMMENT.sub("", text)
    return tuple(effect for effect, sign in _SIGNS if sign.search(code))
