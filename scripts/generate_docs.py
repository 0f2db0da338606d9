"""Write the pages that are made from the code: the index of fixers and the reference of commands and settings.

python scripts/generate_docs.py           # write them
python scripts/generate_docs.py --check   # exit code 1 and a diff if any is out of date
"""

from __future__ import annotations

import difflib
import inspect
import os
import subprocess
import sys
from pathlib import Path

from jupyter_quickfix.fixers import FIXERS, Fixer
from jupyter_quickfix.fixers.base import Fixes
from jupyter_quickfix.settings import QuickFix

ROOT = Path(__file__).parent.parent
NOTICE = "<!-- Made by `make fix` from the code; edit the code, not this page. -->\n"


def fixers_page() -> str:
    """Every fixer with its docstring and its first example."""
    parts = [f"# Fixers\n\n{NOTICE}\nIn the order in which they are asked.\n"]
    for fixer in FIXERS:
        parts.append(f"## `{fixer.id}`\n\n{_headings_bold(inspect.getdoc(type(fixer)) or '')}\n\n{_example(fixer)}")
    return "\n".join(parts)


def _headings_bold(text: str) -> str:
    for heading in ("Catches", "Proposes", "Keeps silent when", "Safety"):
        text = text.replace(f"{heading}:", f"\n**{heading}:**")
    return text.replace("\n\n\n", "\n\n")


def _example(fixer: Fixer) -> str:
    example = next(example for example in fixer.examples if isinstance(example, Fixes))
    if example.actions:
        steps = "\n".join(f"# {label} first" for label in example.actions)
        return f"```python\n{example.before.rstrip()}\n```\n→\n```python\n{steps}\n{example.after.rstrip()}\n```\n"
    changed = difflib.unified_diff(example.before.splitlines(), example.after.splitlines(), n=2, lineterm="")
    return "```diff\n" + "\n".join(list(changed)[3:]) + "\n```\n"


def reference_page() -> str:
    """Every command's help and every setting."""
    parts = [f"# Commands and settings\n\n{NOTICE}"]
    for words in [[], *_verbs()]:
        shown = " ".join(["jupyter quickfix", *words])
        parts.append(f"## `{shown}`\n\n```text\n{_help(words)}```\n")
    parts.append("## Settings\n\nIn IPython's configuration or by `%config QuickFix.name = value`.\n")
    parts.append("| name | default | what it does |\n| --- | --- | --- |")
    for name, trait in sorted(QuickFix.class_own_traits(config=True).items()):
        parts.append(f"| `{name}` | `{trait.default_value!r}` | {trait.help} |")
    return "\n".join(parts) + "\n"


def _verbs() -> list[list[str]]:
    from jupyter_quickfix.cli import VERBS, traces  # the command line imports what its verbs need

    return [*([name] for name in VERBS), *(["traces", name] for name in traces.VERBS)]


def _help(words: list[str]) -> str:
    command = [sys.executable, "-m", "jupyter_quickfix.cli", *words, "--help"]
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHON_COLORS": "0"}
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


PAGES = {"docs/fixers.md": fixers_page, "docs/reference.md": reference_page}


def main(arguments: list[str]) -> int:
    """Write the pages, or compare them."""
    stale = 0
    for name, make in PAGES.items():
        path, text = ROOT / name, make()
        if "--check" not in arguments:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            stale = 1
            old = path.read_text().splitlines() if path.exists() else []
            print("\n".join(list(difflib.unified_diff(old, text.splitlines(), name, "made now", lineterm=""))[:60]))
            print(f"{name} is out of date: run `make fix`")
    return stale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
