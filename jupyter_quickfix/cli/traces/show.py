"""`jupyter quickfix traces show`."""

from __future__ import annotations

import argparse
import difflib
import json
from collections.abc import Iterator
from typing import Any

from jupyter_quickfix.cli.traces.opening import add_place, full_id, open_store
from jupyter_quickfix.cli.traces.text import printable
from jupyter_quickfix.cli.traces.when import shown
from jupyter_quickfix.traces.read import failure_tree

HELP = "Show one failure with its proposals, decisions and outcome"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which, and the format."""
    parser.add_argument("id", metavar="ID", help="the failure's id, or its beginning")
    add_place(parser)
    parser.add_argument("--json", action="store_true", help="print everything as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print it."""
    with open_store(arguments) as store:
        tree = failure_tree(store, full_id(store, arguments.id)) or {}
    if arguments.json:
        print(json.dumps(tree, ensure_ascii=False, indent=2))
    else:
        for line in lines(tree):
            print(printable(line))
    return 0


def lines(tree: dict[str, Any]) -> Iterator[str]:
    """The failure as text to read."""
    yield f"Failure {tree['id']}, {shown(tree['occurred_at'])}"
    if tree["session"]["notebook"]:
        yield f"Notebook {tree['session']['notebook']}"
    yield f"{tree['error_type']}: {tree['message']}"
    yield ""
    yield from (f"    {line}" for line in tree["code"].splitlines())
    for proposal in tree["proposals"]:
        yield ""
        yield f"Proposal {proposal['id']} after {proposal['latency_ms']:.0f} ms, ranked by {proposal['ranker_version']}"
        for candidate in proposal["candidates"]:
            yield from _candidate(candidate, tree["code"])
        for decision in proposal["decisions"]:
            yield f"Decision: {decision['kind']}, {shown(decision['decided_at'])}, candidate {decision['candidate_id']}"
    outcome = tree["outcome"]
    yield ""
    if outcome is None:
        yield "The cell has not run well since."
        return
    yield f"The cell ran well, {shown(outcome['ran_at'])}:"
    yield ""
    yield from (f"    {line}" for line in outcome["code"].splitlines())


def _candidate(candidate: dict[str, Any], code: str) -> Iterator[str]:
    rank = "withdrawn" if candidate["rank"] is None else f"{candidate['rank']}."
    yield ""
    yield f"  {rank} {candidate['rationale']} ({candidate['source']}, score {candidate['score']:.2f}, {candidate['id']})"
    checks = ", ".join(f"{check['name']} {check['verdict']}" for check in candidate["checks"])
    if checks:
        yield f"     checks: {checks}"
    for action in candidate["actions"]:
        yield f"     first: {action['label']}"
    diff = difflib.unified_diff(code.splitlines(), candidate["code"].splitlines(), lineterm="", n=1)
    yield from (f"     {line}" for line in list(diff)[2:])
