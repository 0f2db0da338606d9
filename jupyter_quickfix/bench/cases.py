"""Read case files: JSON Lines, one failing cell a line, with what is needed to judge a repair.

`Case.visible` is all that the measured session ever gets; the rest is for judging and for grouping the report.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

from jupyter_quickfix.errors import InputFileError, UsageError

LANGUAGES = ("python", "sql")
ENGINES = ("sqlite", "duckdb", "spark")
_REQUIRED = ("id", "lang", "setup", "buggy", "error_type")


class Visible(TypedDict):
    """What the session under measurement is told about a case."""

    setup: str
    buggy: str
    lang: str
    engine: str


@dataclass(frozen=True, slots=True)
class Case:
    """One failing cell. `row` is the whole line as it was read, for the judge; `judge` a judge.py beside the file."""

    id: str
    file: str
    lang: str
    setup: str
    buggy: str
    error_type: str
    engine: str = ""
    cls: str = ""
    tier: str = ""
    category: str = ""
    quick: bool | None = None
    row: Mapping[str, object] = field(default_factory=dict, repr=False, compare=False)
    judge: str | None = None

    @property
    def visible(self) -> Visible:
        """Setup, failing code, language and engine: nothing that tells the answer or how it is graded."""
        return Visible(setup=self.setup, buggy=self.buggy, lang=self.lang, engine=self.engine)


def read_cases(paths: Sequence[str], *, limit: int | None = None, only: Sequence[str] = ()) -> list[Case]:
    """The cases of these files, at most `limit` of each, or just those whose id is in `only`.

    Raises InputFileError, naming file and line, for a file that is missing, empty, or not in the format, and
    UsageError for an id that no file holds.
    """
    cases: list[Case] = []
    for path in paths:
        found = [case for case in _read_file(Path(path)) if not only or case.id in only]
        cases.extend(found[:limit])
    unknown = sorted(set(only) - {case.id for case in cases})
    if unknown:
        raise UsageError(f"No case has the id {unknown[0]!r}; the ids are in the field 'id' of each line of the files.")
    return cases


def _read_file(path: Path) -> Iterator[Case]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InputFileError(f"{path}: not a text file in UTF-8; give a JSON Lines file of cases.") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputFileError(f"{path}: cannot be read ({reason}); give a JSON Lines file of cases.") from None
    beside = path.resolve().parent / "judge.py"
    judge = str(beside) if beside.is_file() else None
    empty = True
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            empty = False
            yield _case(line, str(path), number, judge)
    if empty:
        raise InputFileError(f"{path}: the file holds no cases; each line is one case, a JSON object.")


def _case(line: str, path: str, number: int, judge: str | None) -> Case:
    where = f"{path}, line {number}"
    try:
        row = json.loads(line)
    except ValueError as error:
        raise InputFileError(f"{where}: not JSON ({error}); each line is one case, a JSON object.") from None
    if not isinstance(row, dict):
        raise InputFileError(f"{where}: a JSON {type(row).__name__}, not an object; each line is one case.")
    for key in _REQUIRED:
        if not isinstance(row.get(key), str):
            state = "is missing" if key not in row else "is not a string"
            raise InputFileError(f"{where}: the field '{key}' {state}; a case needs {', '.join(_REQUIRED)}.")
    if row["lang"] not in LANGUAGES:
        raise InputFileError(f"{where}: 'lang' is {row['lang']!r}; it is one of {', '.join(LANGUAGES)}.")
    engine = row.get("engine") or ""
    if row["lang"] == "sql" and engine not in ENGINES:
        raise InputFileError(f"{where}: 'engine' is {engine!r}; for SQL it is one of {', '.join(ENGINES)}.")
    quick = row.get("quick")
    return Case(
        id=row["id"],
        file=path,
        lang=row["lang"],
        setup=row["setup"],
        buggy=row["buggy"],
        error_type=row["error_type"],
        engine=str(engine),
        cls=str(row.get("cls") or ""),
        tier=str(row.get("tier") or ""),
        category=str(row.get("category") or ""),
        quick=quick if isinstance(quick, bool) else None,
        row=row,
        judge=judge,
    )
