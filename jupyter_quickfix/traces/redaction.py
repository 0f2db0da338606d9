"""The `clean` that every stored text goes through: redacts, remembers what it has seen, and never lets text through on doubt."""

from __future__ import annotations

import logging
from functools import lru_cache

from jupyter_quickfix.traces.rows import Clean

log = logging.getLogger(__name__)

UNREADABLE = "[left out: it could not be searched for secrets]"
#: Cells and candidates repeat each other, from failure to failure too.
REMEMBERED = 512


def cleaner() -> Clean:
    """A new cleaner. Loads the detectors of secrets, so call it off the main thread."""
    from jupyter_quickfix.context.redact import redact  # the detectors take long to load

    @lru_cache(maxsize=REMEMBERED)
    def clean(text: str) -> str:
        if not text:
            return text
        try:
            redacted = redact(text)
        except Exception:  # whatever it stumbled on: rather lose a text than store a secret
            log.exception("A text could not be redacted and is not stored")
            return UNREADABLE
        return redacted.encode("utf-8", "backslashreplace").decode("utf-8")  # lone surrogates fit no database

    return clean
