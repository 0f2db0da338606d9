"""Is Spark here, and a Java that it can use?"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from jupyter_quickfix.cli.diagnosis.finding import Finding
from jupyter_quickfix.cli.diagnosis.versions import installed

OLDEST_JAVA = 17


def spark() -> Finding:
    """PySpark with Java 17 or later; pyspark-client and Databricks Connect need no Java here."""
    connect = next((name for name in ("pyspark-client", "databricks-connect") if installed(name)), None)
    if connect is not None:
        return Finding("spark", "works", f"Spark by {connect} {installed(connect)}")
    version = installed("pyspark")
    if version is None:
        return Finding("spark", "unused", "PySpark is not installed", "pip install pyspark (needs Java 17 or later)")
    java = java_version()
    how = f"install a Java of {OLDEST_JAVA} or later (Debian: apt install default-jre-headless) or set JAVA_HOME to one"
    if java is None:
        return Finding("spark", "missing", f"PySpark {version} finds no Java", how)
    if java < OLDEST_JAVA:
        return Finding("spark", "missing", f"PySpark {version} finds Java {java}, which is too old", how)
    return Finding("spark", "works", f"PySpark {version} with Java {java}")


def java_version() -> int | None:
    """The major version of the Java that Spark would start."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if java is None:
        return None
    try:
        told = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return major(told.stderr + told.stdout)


def major(told: str) -> int | None:
    """17 from `openjdk version "17.0.2" …`, 8 from `java version "1.8.0_292"`."""
    found = re.search(r'version "(?:1\.)?(\d+)', told)
    return int(found.group(1)) if found else None
