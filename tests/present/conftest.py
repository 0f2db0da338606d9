"""Panels to show, and snapshots of what the user reads.

A snapshot is a file in `snapshots/`; a missing one fails. `pytest tests/present --update-snapshots` writes them anew.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_quickfix.present.messages import Panel
from jupyter_quickfix.present.panel import build_panel
from jupyter_quickfix.proposal import Proposal
from jupyter_quickfix.records import Action, Candidate, Check, Context, Failure, Language, Safety, Verdict
from jupyter_quickfix.settings import QuickFix

SNAPSHOTS = Path(__file__).parent / "snapshots"

PARSES = Check("parses", Verdict.PASSED)
RESOLVES = Check("resolves", Verdict.PASSED)
PROVED = Check("trial", Verdict.PASSED)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-snapshots", action="store_true", help="write the snapshots of tests/present anew")


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the snapshot of this name."""
    update = request.config.getoption("--update-snapshots", default=False)

    def compare(name: str, text: str) -> None:
        path = SNAPSHOTS / name
        if update:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text + "\n", encoding="utf-8", newline="")
        assert path.exists(), (
            f"there is no snapshot {name}; look at the text, then run with --update-snapshots:\n{text}"
        )
        assert text + "\n" == path.read_bytes().decode("utf-8")

    return compare


def proposal(
    code: str,
    *candidates: Candidate,
    error_type: str = "NameError",
    message: str = "name 'pritn' is not defined",
    language: Language = Language.PYTHON,
) -> Proposal:
    """A proposal with fixed ids."""
    failure = Failure(
        id="failure-1",
        code=code,
        error_type=error_type,
        message=message,
        python=code,
        language=language,
        cell_id="cell-1",
    )
    made = Proposal(failure, Context(), candidates)
    made.id = "proposal-1"
    return made


def candidate(
    code: str,
    rationale: str,
    *,
    id: str = "candidate-1",  # noqa: A002 (the record's own name)
    score: float = 0.9,
    safety: Safety = Safety.SAFE,
    actions: tuple[Action, ...] = (),
    checks: tuple[Check, ...] = (PARSES, RESOLVES),
) -> Candidate:
    return Candidate(code, rationale, "misspelled_name", score, safety, actions, checks, score, id)


def panel_of(made: Proposal, settings: QuickFix | None = None) -> Panel:
    panel = build_panel(made, settings or QuickFix())
    assert panel is not None
    return panel


MISSPELLED = "total = 0\nfor row in rows:\n    total += row\npritn(total)"
THREE = (
    candidate(MISSPELLED.replace("pritn", "print"), "`pritn` looks like a misspelling of the builtin `print`."),
    candidate(
        "from rich import print as pritn\n" + MISSPELLED,
        "`rich` has a `print` too.",
        id="candidate-2",
        score=0.5,
        checks=(PARSES, Check("resolves", Verdict.FAILED)),
    ),
    candidate(
        MISSPELLED,
        "Cell 3 defines `pritn` and was not run.",
        id="candidate-3",
        score=0.4,
        actions=(Action("run_cell", "abc", "run cell 3"),),
        checks=(PARSES,),
    ),
)


def panels() -> dict[str, Panel]:
    """What the snapshots show, by name."""
    hostile = "x = '</script><img src=x onerror=alert(1)>' + \x1b[2Jpritn('\u202e&amp;')"
    return {
        "three": panel_of(proposal(MISSPELLED, *THREE)),
        "proved": panel_of(
            proposal(
                "pritn(1)", candidate("print(1)", "`pritn` is close to `print`.", checks=(PARSES, RESOLVES, PROVED))
            )
        ),
        "quiet": panel_of(proposal("pritn(1)", candidate("print(1)", "It may be `print` & co.", score=0.55))),
        "install": panel_of(
            proposal(
                "import sklearn",
                candidate(
                    "import sklearn",
                    "`sklearn` is part of the package scikit-learn, which is not installed.",
                    safety=Safety.INSTALLS,
                    actions=(Action("install", "scikit-learn", "install scikit-learn"),),
                    checks=(),
                ),
                error_type="ModuleNotFoundError",
                message="No module named 'sklearn'",
            )
        ),
        "hostile": panel_of(
            proposal(
                hostile,
                candidate(hostile.replace("pritn", "print"), "Not <b>bold</b> & not </pre>."),
                message="name '<script>' is not defined",
            )
        ),
        "empty_cell": panel_of(proposal("", candidate("x = 1", "The cell was empty."), message="")),
        "two_hunks": panel_of(proposal(_long("pritn"), candidate(_long("print"), "`pritn` is `print`, twice."))),
        "sql": panel_of(
            proposal(
                "%%sql\nSELECT pirce FROM orders\n",
                candidate(
                    "%%sql\nSELECT price FROM orders\n",
                    "The table orders has a column `price`.",
                    checks=(PARSES, Check("explains", Verdict.PASSED)),
                ),
                error_type="BinderException",
                message='Binder Error: Referenced column "pirce" not found in FROM clause!',
                language=Language.SQL,
            )
        ),
        "wide": panel_of(
            proposal("名前 = '表 é 😀'\npritn(名前)", candidate("名前 = '表 é 😀'\nprint(名前)", "`pritn` は `print`?"))
        ),
    }


def _long(name: str) -> str:
    lines = [f"step_{number} = {number}" for number in range(40)]
    lines[3], lines[30] = f"\t{name}(step_2)", f"{name}(step_29)"
    return "\n".join(lines)
