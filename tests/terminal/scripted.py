"""A fixer with three known candidates for `pritn`, so that what a terminal shows does not move with the real fixers.

Imported in a terminal before the extension is loaded, it puts itself in front of them: `import tests.terminal.scripted`.
"""

from __future__ import annotations

from collections.abc import Iterable

from jupyter_quickfix import fixers
from jupyter_quickfix.fixers import Fixer
from jupyter_quickfix.records import Action, Candidate, Context, Failure, Safety


class Scripted(Fixer):
    """Knows the misspelled names `pritn`, `vlaue`, and the module `missing_module`."""

    errors = ("NameError", "ModuleNotFoundError")

    def propose(self, failure: Failure, context: Context) -> Iterable[Candidate]:
        if "pritn" in failure.message:
            yield self.candidate(failure.code.replace("pritn", "print"), "It is `print`.", confidence=0.95)
            yield self.candidate(failure.code.replace("pritn", "repr"), "It may be `repr`.", confidence=0.6)
            yield self.candidate(failure.code.replace("pritn", "str"), "It may be `str`.", confidence=0.5)
        elif "vlaue" in failure.message:
            # What asks for input cannot be tried out: its score stays.
            yield self.candidate(failure.code.replace("vlaue", "input()"), "Perhaps `input()`?", confidence=0.55)
        elif "missing_module" in failure.message:
            install = Action("install", "missing-module", "install missing-module")
            yield self.candidate(
                failure.code,
                "`missing_module` comes with missing-module.",
                confidence=0.9,
                safety=Safety.INSTALLS,
                actions=(install,),
            )


fixers.FIXERS = (Scripted(),)
