"""What `jupyter quickfix doctor` looks at: each file examines one area and returns findings.

`EXAMINATIONS` is the order in which they are shown.
"""

from __future__ import annotations

from collections.abc import Callable

from jupyter_quickfix.cli.diagnosis import backends, database, front_ends, spark, trials, versions
from jupyter_quickfix.cli.diagnosis.finding import Finding

EXAMINATIONS: tuple[Callable[[], Finding | list[Finding]], ...] = (
    versions.versions,
    front_ends.labextension,
    front_ends.widget,
    trials.trials,
    spark.spark,
    backends.local_model,
    backends.keys,
    database.trace_database,
)


def examine() -> list[Finding]:
    """Every finding, in order. An examination that itself fails is a finding too."""
    findings: list[Finding] = []
    for examination in EXAMINATIONS:
        try:
            found = examination()
        except Exception as error:  # a doctor must not fall ill of what it looks at
            name = examination.__name__.replace("_", " ")
            found = Finding(name, "missing", f"{name} could not be examined ({type(error).__name__}: {error})")
        findings += found if isinstance(found, list) else [found]
    return findings
