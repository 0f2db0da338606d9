"""The README's Python runs as written, its commands exist, and its links lead somewhere."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

import jupyter_quickfix
from tests.session import Session

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])


def blocks(language: str) -> list[str]:
    """The README's code blocks in a language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_minutes_mistake_gets_the_promised_fix(ipython: Session) -> None:
    load, mistake = blocks("python")[:2]
    ipython.shell.run_cell(load)
    try:
        failure = ipython.run(mistake)
        proposal = jupyter_quickfix.last_proposal()
    finally:
        ipython.shell.run_line_magic("unload_ext", "jupyter_quickfix")
    assert failure is not None
    assert proposal is not None
    assert proposal.candidates[0].code == mistake.replace("pirce", "price")


def test_the_settings_that_are_shown_can_be_set(ipython: Session) -> None:
    ipython.shell.run_line_magic("load_ext", "jupyter_quickfix")
    try:
        (settings,) = [block for block in blocks("python") if "%config" in block]
        assert ipython.run(settings) is None, ipython.output
    finally:
        ipython.shell.run_line_magic("unload_ext", "jupyter_quickfix")


@pytest.mark.parametrize("command", sorted(set(re.findall(r"jupyter quickfix (\w+)", README))))
def test_commands_exist(command: str) -> None:
    from jupyter_quickfix.cli import main  # the command line, as installed

    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0


@pytest.mark.parametrize("target", sorted(set(re.findall(r"[`$] ?make ([a-z-]+)", README))))
def test_make_targets_exist(target: str) -> None:
    listed = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "No rule to make target" not in listed.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text()):
        assert (page.parent / link).exists(), f"{page.name} links to {link}"
