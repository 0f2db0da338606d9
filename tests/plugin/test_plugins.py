"""Fixers of other packages are found, and what is wrong with them costs only themselves."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest

from jupyter_quickfix.engine import Engine
from jupyter_quickfix.fixers.plugins import load_plugins
from jupyter_quickfix.settings import QuickFix
from tests.session import Session


@pytest.fixture(autouse=True)
def toy_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parent / "site"))


def test_a_fixer_of_another_package_is_asked(ipython: Session) -> None:
    engine = Engine(QuickFix(), fixers=load_plugins())
    failure = ipython.run("print(qapla)")
    assert failure is not None
    proposal = engine.propose(failure, ipython.shell.user_ns, time.perf_counter())
    assert [candidate.code for candidate in proposal.candidates] == ["print('nuqneH')"]
    assert proposal.candidates[0].source == "silent_klingon"


def test_what_does_not_load_is_logged_and_left_out(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "jupyter_quickfix"):
        assert [fixer.id for fixer in load_plugins()] == ["silent_klingon"]
    assert "mistaken" in caplog.text
    assert "missing" in caplog.text
