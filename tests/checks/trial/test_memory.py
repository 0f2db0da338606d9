"""Memory that is shared stays as it is, and a trial gets only so much of its own."""

from __future__ import annotations

import mmap
import multiprocessing
from dataclasses import replace
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

import pytest

from jupyter_quickfix.checks.trial.sandbox.limits import Limits, available_memory
from tests.checks.trial.trying import Trier, needs_trials

np = pytest.importorskip("numpy")
pytestmark = needs_trials
MIB = 2**20


@pytest.mark.parametrize("mode", ["r+", "w+"])
def test_memory_maps_of_files(attempt: Trier, tmp_path: Path, mode: str) -> None:
    np.zeros(1000).tofile(tmp_path / "array.bin")
    mapped = np.memmap(tmp_path / "array.bin", dtype=float, mode=mode, shape=(1000,))
    assert attempt("assert mapped.sum() == 0", mapped=mapped).outcome == "ran"
    assert attempt("mapped[0] = 1.0", mapped=mapped).outcome == "unknown"
    assert mapped[0] == 0.0
    mapped[0] = 2.0
    assert np.fromfile(tmp_path / "array.bin")[0] == 2.0, "the session can write still"


def test_shared_memory(attempt: Trier) -> None:
    memory = SharedMemory(create=True, size=100)
    try:
        assert attempt("memory.buf[0] = 7", memory=memory).outcome == "unknown"
        assert bytes(memory.buf or b"")[0] == 0
        assert attempt("memory.unlink()", memory=memory).outcome == "unknown"
        SharedMemory(memory.name).close()
        again = "from multiprocessing.shared_memory import SharedMemory; SharedMemory(name).buf[0] = 7"
        assert attempt(again, name=memory.name).outcome == "unknown"
        assert bytes(memory.buf or b"")[0] == 0
    finally:
        memory.close()
        memory.unlink()


def test_memory_shared_without_a_file(attempt: Trier) -> None:
    numbers = multiprocessing.get_context("fork").Array("i", 3, lock=False)
    anonymous = mmap.mmap(-1, 4096)
    attempt("numbers[0] = 1", numbers=numbers)
    attempt("anonymous[0] = 1", anonymous=anonymous)
    assert (numbers[0], anonymous[0]) == (0, 0)


def test_private_memory_is_its_own(attempt: Trier) -> None:
    array, data = np.zeros(1000), bytearray(1000)
    assert (
        attempt("array += 1; data[:] = b'1' * 1000; assert array.sum() == 1000", array=array, data=data).outcome
        == "ran"
    )
    assert (array.sum(), any(data)) == (0, False)


@pytest.mark.parametrize(
    "code",
    [
        "import numpy; numpy.ones(3 * 2**30, dtype='u1')",
        "x = bytearray(3 * 2**30)",
        "x = 'a' * (3 * 2**30)",
        "x = []\nwhile True: x.append(bytearray(2**20))",
        "x = []\nwhile True: x.append([0] * 1000)",
        "try:\n    x = bytearray(3 * 2**30)\nexcept MemoryError:\n    raise ValueError",
    ],
)
def test_too_much_memory(attempt: Trier, code: str) -> None:
    attempt.limits = replace(attempt.limits, memory_bytes=512 * MIB)
    result = attempt(code)
    assert (result.outcome, result.detail) == ("unknown", "it needs more memory than a trial may take")


def test_copies_on_write_count(attempt: Trier) -> None:
    """No limit of the system's counts them; the snapshot looks at what the machine has left."""
    array = np.ones(600 * MIB, dtype="u1")
    attempt.limits = replace(attempt.limits, memory_bytes=64 * MIB)
    result = attempt("import time; array += 1; time.sleep(5)", array=array)
    assert (result.outcome, result.detail) == ("unknown", "it needs more memory than a trial may take")
    assert array[0] == 1


def test_a_moderate_amount_is_fine(attempt: Trier) -> None:
    assert attempt("import numpy; assert numpy.ones(100 * 2**20, dtype='u1').sum() == 100 * 2**20").outcome == "ran"


def test_the_share_of_what_is_free() -> None:
    assert 0 < available_memory() < 2**60
    assert 256 * MIB <= Limits().memory() <= 2048 * MIB
    assert Limits(memory_bytes=5).memory() == 5
