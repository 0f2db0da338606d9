"""`jupyter quickfix doctor`: what works here, and how to get what doesn't, in plain words."""

from __future__ import annotations

import argparse
import dataclasses
import json

from jupyter_quickfix.cli.diagnosis import examine
from jupyter_quickfix.cli.diagnosis.finding import MARKS
from jupyter_quickfix.version import __version__

HELP = "Say in plain words what works here and how to get what doesn't"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The format."""
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print every finding; 1 if something without which nothing works is missing."""
    findings = examine()
    broken = any(finding.core and finding.state == "missing" for finding in findings)
    if arguments.json:
        report = {
            "version": __version__,
            "ok": not broken,
            "findings": [dataclasses.asdict(finding) for finding in findings],
        }
        print(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            print(f"{MARKS[finding.state]} {finding.says}")
            if finding.how:
                print(f"    {finding.how}")
    return 1 if broken else 0
