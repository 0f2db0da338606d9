"""The TypeScript types are those of the Python messages, and the check that says so can fail."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import NotRequired, TypedDict

import pytest

SCRIPT = Path(__file__).parents[1] / "scripts" / "generate_types.py"


@pytest.fixture(scope="module", name="generator")
def load_generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_types", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_committed_types_are_up_to_date(generator: ModuleType) -> None:
    assert generator.main(["--check"]) == 0


def test_check_fails_on_a_difference_and_shows_it(
    generator: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stale = tmp_path / "messages.ts"
    stale.write_text(generator.generate().replace("proposal_id: string;", "proposal_id: number;", 1))
    monkeypatch.setattr(generator, "TARGET", stale)
    assert generator.main(["--check"]) == 1
    shown = capsys.readouterr().out
    assert "-  proposal_id: number;" in shown
    assert "+  proposal_id: string;" in shown


def test_check_fails_where_the_file_is_missing(
    generator: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generator, "TARGET", tmp_path / "messages.ts")
    assert generator.main(["--check"]) == 1
    assert generator.main([]) == 0
    assert generator.main(["--check"]) == 0


class Part(TypedDict, total=False):
    number: int


class Whole(TypedDict):
    """A record."""

    part: Part | None
    pairs: list[int | str]
    named: dict[str, float]
    later: NotRequired[bool]


def test_each_kind_of_annotation(generator: ModuleType) -> None:
    assert list(generator.interface(Whole)) == [
        "/** A record. */",
        "export interface Whole {",
        "  part: Part | null;",
        "  pairs: (number | string)[];",
        "  named: { [key: string]: number };",
        "  later?: boolean;",
        "}",
    ]
    assert "  number?: number;" in list(generator.interface(Part))


def test_an_annotation_it_does_not_know_is_an_error(generator: ModuleType) -> None:
    with pytest.raises(TypeError, match="teach it there"):
        generator.typescript(tuple[int, ...])
