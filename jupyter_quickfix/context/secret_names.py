"""Which names say that their value is a secret, and which values can be one.

Two grades. A *strong* name (`password`, `api_key`) makes any literal a secret that is not plainly a stand-in. A *weak*
name (`token`, `key`) is ordinary in data science (`pad_token="[PAD]"`, `sort_key="name"`): there the value itself has to
look random.
"""

from __future__ import annotations

import math
import re
from collections import Counter

_STRONG = re.compile(
    r"(?:(?:^|_)(?:\w*(?:password|passwd|passwort|passphrase)|pwd|passcode|secret|secrets|api_?key|apikeys?|secret_?key|access_?key"
    r"|private_?key|account_?key|shared_?key|encryption_?key|signing_?key|credentials?|client_?secret|auth_?token"
    r"|access_?token|refresh_?token|bearer_?token|bot_?token|session_?token|db_?pass|[a-z0-9]+_pass|userpass))"
    r"(?:_?\d+|_value|_str|_text|_prod|_dev|_test|_live)?$"
)
_WEAK = re.compile(
    r"(?:^|_)(?:tokens?|auth|pat|key|sas|signature|key_?id|conn(?:ection)?_str(?:ing)?|dsn|webhook|webhook_url)$"
)
_KINDS = (
    ("password", ("pass", "pwd")),
    ("private-key", ("private",)),
    ("token", ("token", "pat", "auth")),
    ("api-key", ("api",)),
    ("key", ("key", "sas")),
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
#: Values that stand for a secret, a type or a column rather than being one.
_STAND_IN = re.compile(
    r"""(?xi)
      \W* | x+ | \.+ | --?[a-z][\w-]*
    | [<\[({%$@:?].*                         # <token>, [PAD], {password}, %s, $VAR, :name, ?
    | (?:\w+[_-])*(?:pass(?:word|wd|phrase)?|pwd|secret|token|key|credentials?|auth|id|name)s?(?:_?(?:column|field|hash))?
    | (?:your|my|enter|insert|change|replace|dummy|some)[ _-].*
    | none|null|true|false|str(?:ing)?|text|object|category|int(?:32|64|eger)?|bool(?:ean)?|varchar(?:\(\d+\))?|bytes|hidden
    | redacted|changeme|example|os\.environ.*
    """
)
_MIN_WEAK = 12


def grade(name: str) -> str:
    """How surely a value under this name is a secret: "strong", "weak", or empty for not at all."""
    plain = _CAMEL.sub("_", name).lower().replace("-", "_").replace(".", "_").strip("_")
    if _STRONG.search(plain):
        return "strong"
    return "weak" if _WEAK.search(plain) else ""


def kind_of_name(name: str) -> str:
    """The kind that the placeholder tells: password, private-key, token, api-key, key or secret."""
    plain = name.lower()
    return next((kind for kind, parts in _KINDS if any(part in plain for part in parts)), "secret")


def is_stand_in(value: str) -> bool:
    """Whether a literal under a telling name is no secret: empty, a template, a placeholder, a type, another name."""
    return "<redacted:" in value or _STAND_IN.fullmatch(value[:300]) is not None


def looks_random(value: str) -> bool:
    """Whether a value has the look of a generated key: long, no spaces, letters with digits or of mixed case."""
    if len(value) < _MIN_WEAK or re.search(r"\s", value):
        return False
    digits = any(character.isdigit() for character in value)
    letters = any(character.isalpha() for character in value)
    mixed = value.lower() != value and value.upper() != value
    if not letters or not (digits or (mixed and len(value) >= 20)):
        return False
    if re.fullmatch(r"[\w-]+(?:[./\\ ][\w-]+)+", value) and not digits:  # a path or a dotted name
        return False
    return _entropy(value) >= 2.7


def _entropy(value: str) -> float:
    """Shannon's, in bits a character; a random hexadecimal key of 16 has 2.9 or more nine times in ten."""
    total = len(value)
    return -sum(count / total * math.log2(count / total) for count in Counter(value).values())
