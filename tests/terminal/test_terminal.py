"""Quick Fix in terminal IPython, as its user sees it on the screen and works it with the keyboard."""

from __future__ import annotations

import re
from pathlib import Path

from tests.terminal.conftest import Open, loaded
from tests.terminal.screen import ALT_A, ALT_R, CLEAR_LINE, Terminal

DIFF = "  - pritn(1 + 1)\n  + print(1 + 1)\n"
FOOTER = "%fix accept (Alt-a) · %fix reject (Alt-r) · 1 of 3"


def test_the_diff_stands_under_the_traceback(terminal: Terminal) -> None:
    shown = terminal.run("pritn(1 + 1)")
    assert shown.index("NameError: name 'pritn' is not defined") < shown.index("Quick Fix: `pritn` is not defined")
    assert DIFF + "It is `print`.\n" in shown
    assert shown.endswith(FOOTER)
    assert b"\x1b[31;7mpritn" in terminal.raw
    assert b"\x1b[32;7mprint" in terminal.raw


def test_nothing_is_put_at_the_prompt_unasked(terminal: Terminal) -> None:
    terminal.run("pritn(1 + 1)")
    assert terminal.prompt == ""
    terminal.run("%fix")
    assert terminal.prompt == ""
    terminal.run("%fix 2")
    assert terminal.prompt == ""


def test_fix_lists_and_shows(terminal: Terminal) -> None:
    terminal.run("pritn(1 + 1)")
    listed = terminal.run("%fix")
    assert [line[:1] for line in listed.splitlines() if line[:1].isdigit()] == ["1", "2", "3"]
    assert "  - pritn(1 + 1)\n  + repr(1 + 1)\n" in terminal.run("%fix 2")


def test_accept_puts_the_fix_at_the_next_prompt(terminal: Terminal) -> None:
    terminal.run("pritn(1 + 1)")
    terminal.run("%fix accept")
    assert terminal.prompt == "print(1 + 1)"
    assert terminal.run("") == "2"
    assert terminal.run("%fix").startswith("There is no fix to show")


def test_run_makes_it_the_next_input(terminal: Terminal) -> None:
    terminal.run("pritn(1 + 1)")
    number = terminal.number
    terminal.type("%fix run\r")
    terminal.wait_for(f"In [{number + 2}]:")
    assert f"In [{number + 1}]: print(1 + 1)\n2\n" in terminal.text
    assert terminal.prompt == ""
    assert terminal.run("In[-2]") == f"Out[{number + 2}]: 'print(1 + 1)'"


def test_run_takes_a_cell_of_several_lines(terminal: Terminal) -> None:
    terminal.type("for n in (1, 2):\rpritn(n)\r\r")
    terminal.wait_for("1 of 3")
    terminal.settle()
    number = terminal.number
    terminal.type("%fix run\r")
    terminal.wait_for(f"In [{number + 2}]:")
    assert f"In [{number + 1}]: for n in (1, 2):\n   ...:     print(n)\n" in terminal.text
    assert "\n1\n2\n" in terminal.text


def test_alt_a_puts_the_fix_at_the_prompt(terminal: Terminal) -> None:
    terminal.run("pritn(1 + 1)")
    terminal.type(ALT_A)
    terminal.settle()
    assert terminal.prompt == "print(1 + 1)"
    assert terminal.run("") == "2"


def test_alt_a_takes_a_cell_of_several_lines(terminal: Terminal) -> None:
    terminal.type("for n in (1, 2):\rpritn(n)\r\r")
    terminal.wait_for("1 of 3")
    terminal.settle()
    terminal.type(ALT_A)
    terminal.settle()
    assert terminal.prompt.rstrip() == "for n in (1, 2):\n    print(n)"


def test_alt_a_never_touches_typed_text(terminal: Terminal) -> None:
    terminal.run("pritn(1 + 1)")
    terminal.type("mine = 5")
    terminal.settle()
    before = terminal.raw.count(b"\x07")
    terminal.type(ALT_A)
    terminal.settle()
    assert terminal.prompt == "mine = 5"
    assert terminal.raw.count(b"\x07") == before + 1
    terminal.type(CLEAR_LINE + ALT_A)
    terminal.settle()
    assert terminal.prompt == "print(1 + 1)", "the fix is still there to be taken"


def test_alt_r_rejects(terminal: Terminal) -> None:
    terminal.run("pritn(1 + 1)")
    terminal.type("mine = 5" + ALT_R)
    terminal.wait_for("Quick Fix: rejected; nothing was changed.")
    terminal.settle()
    assert terminal.prompt == "mine = 5"
    terminal.type(CLEAR_LINE + ALT_A)
    terminal.settle()
    assert terminal.prompt == ""
    assert terminal.run("%fix").startswith("There is no fix to show")


def test_reject_by_magic(terminal: Terminal) -> None:
    terminal.run("pritn(1 + 1)")
    assert terminal.run("%fix reject") == "Rejected; nothing was changed."
    assert terminal.run("%fix").startswith("There is no fix to show")


def test_the_keys_do_nothing_without_a_fix(terminal: Terminal) -> None:
    assert terminal.run("1 / 0").endswith("ZeroDivisionError: division by zero")
    terminal.type(ALT_A)
    terminal.settle()
    assert terminal.prompt == ""
    terminal.type("mine" + ALT_A + ALT_R)
    terminal.settle()
    assert terminal.prompt == "miner", "IPython itself takes Alt-r for an r"


def test_a_weak_fix_is_one_quiet_line(terminal: Terminal) -> None:
    shown = terminal.run("vlaue")
    assert shown.endswith(
        "NameError: name 'vlaue' is not defined\nQuick Fix, perhaps: Perhaps `input()`? (%fix 1 shows it)"
    )
    assert "  - vlaue\n  + input()\n" in terminal.run("%fix 1")


def test_an_install_is_put_at_the_prompt_and_not_run(terminal: Terminal) -> None:
    shown = terminal.run("import missing_module")
    assert "First: install missing-module.\n" in shown
    assert "⚠ installs a package\n" in shown
    assert "installs a package; to run it all the same" in terminal.run("%fix run")
    assert terminal.prompt == ""
    assert terminal.run("%fix accept") == "Run the install that stands ready, then run your cell again."
    assert terminal.prompt == "%pip install missing-module"


def test_exceptions_stay_what_they_were(terminal: Terminal) -> None:
    terminal.run("pritn(1 + 1)")
    terminal.run("import sys")
    assert terminal.run("type(sys.last_value).__name__").endswith("'NameError'")
    assert "pritn" in terminal.run("%tb")


def test_a_wrong_request_is_one_line(terminal: Terminal) -> None:
    terminal.run("pritn(1 + 1)")
    assert terminal.run("%fix acept") == "%fix knows no 'acept'. %fix help says what can be asked."
    assert terminal.run("%fix 7") == "There are 3 fixes, and no number 7. %fix lists them."


STATE = """
def state(ip=get_ipython()):
    import sys, threading
    return {
        "magics": sorted(ip.magics_manager.magics["line"]),
        "keys": len(ip.pt_app.key_bindings.bindings),
        "events": {event: len(callbacks) for event, callbacks in ip.events.callbacks.items()},
        "settings": [type(each).__name__ for each in ip.configurables if "Quick" in type(each).__name__],
        "excepthooks": [sys.excepthook, ip.custom_exceptions, ip.showtraceback.__func__],
        "display": list(sys.meta_path),
    }
"""


def test_unloading_leaves_nothing_behind(open_terminal: Open, tmp_path: Path) -> None:
    (tmp_path / "state.py").write_text(STATE)
    terminal = open_terminal()
    terminal.run("%run -i state.py")
    terminal.run("before = state()")
    loaded(terminal)
    terminal.run("pritn(1 + 1)")
    terminal.run("during = state()")
    terminal.run("%unload_ext jupyter_quickfix")
    terminal.run("after = state()")
    changed = terminal.run("[name for name in before if before[name] != during[name]]")
    assert changed.endswith("['magics', 'keys', 'events', 'settings']")
    assert terminal.run(
        "[(name, before[name], after[name]) for name in before if before[name] != after[name]]"
    ).endswith("[]")
    assert terminal.run("pritn(1 + 1)").endswith("NameError: name 'pritn' is not defined")
    terminal.type(ALT_A)
    terminal.settle()
    assert terminal.prompt == ""
    assert "not found" in terminal.run("%fix")
    terminal.run("%load_ext jupyter_quickfix")
    assert terminal.run("pritn(1 + 1)").endswith(FOOTER), "and it can be loaded again"


def test_no_color_is_respected(open_terminal: Open) -> None:
    terminal = loaded(open_terminal(environment={"NO_COLOR": "1"}))
    assert DIFF in terminal.run("pritn(1 + 1)")
    panel = terminal.raw[terminal.raw.index(b"Quick Fix:") : terminal.raw.index(b"1 of 3")]
    assert not re.search(rb"\x1b\[\d", panel)


def test_the_colour_setting_is_respected(terminal: Terminal) -> None:
    terminal.run("%config QuickFix.colour = False")
    assert DIFF in terminal.run("pritn(1 + 1)")
    assert b"7mpritn" not in terminal.raw


def test_a_terminal_without_utf8_shows_ascii(open_terminal: Open) -> None:
    terminal = loaded(
        open_terminal(environment={"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"})
    )
    assert terminal.run("pritn('\\u00e9')").endswith("%fix accept (Alt-a) | %fix reject (Alt-r) | 1 of 3")


def test_a_narrow_terminal(open_terminal: Open) -> None:
    terminal = loaded(open_terminal(width=40))
    shown = terminal.run("pritn('a' * 30 + 'b' * 30 + 'c')")
    assert "  - pritn('a' * 30 + 'b' * 30 + 'c')\n" in shown
    assert "%fix accept (Alt-a) · %fix reject\n(Alt-r) · 1 of 3" in shown


def test_vi_users_keep_their_escape_key(open_terminal: Open) -> None:
    terminal = loaded(open_terminal("--TerminalInteractiveShell.editing_mode=vi"))
    shown = terminal.run("pritn(1 + 1)")
    assert "Alt-a" not in shown
    assert "%fix accept · %fix reject · 1 of 3" in shown
    terminal.type(ALT_A)
    terminal.settle()
    assert "print(1" not in terminal.prompt


def test_a_simple_prompt_has_the_magic_and_no_keys(open_terminal: Open) -> None:
    terminal = loaded(open_terminal("--simple-prompt"))
    assert terminal.run("pritn(1 + 1)").endswith("%fix accept · %fix reject · 1 of 3")
    terminal.type("%fix run\r")
    terminal.wait_for("In [6]:")
    assert "In [4]: %fix run\n2\n" in terminal.text


def test_the_real_fixers_propose_here(open_terminal: Open) -> None:
    terminal = open_terminal()
    terminal.run("%load_ext jupyter_quickfix")
    assert "  - [3, 1].apend(2)\n  + [3, 1].append(2)\n" in terminal.run("[3, 1].apend(2)")
