"""The command `jupyter quickfix <verb>`: one file a verb, listed in `VERBS`.

    main ─► Parser ─► Verb.run ─► exit code: 0 done · 1 done, and not all is well · 2 wrongly called or not possible ·
                                  130 interrupted · 141 nobody reads the output any more

A user's error is one line on standard error that says what to do, never a traceback.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Sequence

from jupyter_quickfix.cli import bench, disable, doctor, enable, status, traces
from jupyter_quickfix.cli.verb import Parser, Verb, add_verbs
from jupyter_quickfix.errors import QuickFixError
from jupyter_quickfix.version import __version__

#: In the order of `jupyter quickfix --help`.
VERBS: dict[str, Verb] = {
    "enable": enable,
    "disable": disable,
    "status": status,
    "doctor": doctor,
    "traces": traces,
    "bench": bench,
}

PROGRAM = "jupyter quickfix"
USAGE_ERROR = 2
INTERRUPTED = 130
BROKEN_PIPE = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without ✓ still gets its answer
    try:
        arguments = build_parser().parse_args(argv)
        verb: Verb = arguments.verb
        code = verb.run(arguments)
        sys.stdout.flush()
    except QuickFixError as error:
        print(f"{PROGRAM}: {' '.join(str(error).split())}", file=sys.stderr)
        return USAGE_ERROR
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _silence_output()
        return BROKEN_PIPE
    return code


def build_parser() -> Parser:
    """The parser with all verbs."""
    parser = Parser(prog=PROGRAM, description="Right, proved fixes for failing notebook cells.", allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"jupyter-quickfix {__version__}")
    add_verbs(parser, VERBS, "verb")
    return parser


def _silence_output() -> None:
    """Python flushes standard output once more at its end, and would complain of the broken pipe again."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
