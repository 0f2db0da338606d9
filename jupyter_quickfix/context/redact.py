"""Take secrets out of text. Everything that stores or sends a cell, a message or a value goes through `redact`.

    known forms (secret_tokens) · URLs with passwords · Authorization headers · literals under telling names
    (secret_names): assignments, keyword arguments, dict keys, settings, flags, environment, connection strings, SQL

A secret becomes `<redacted:KIND>` inside its quotes, so that Python and SQL still parse; the variable's name stays, for
it is what a reader needs. All patterns run in linear time: quantifiers are bounded or followed by what they cannot match.
"""

from __future__ import annotations

import re

from jupyter_quickfix.context.secret_names import grade, is_stand_in, kind_of_name, looks_random
from jupyter_quickfix.context.secret_tokens import placeholder, redact_tokens

#: Passes until nothing changes; one rule's placeholder can, at worst, end another's match.
_MAX_PASSES = 4
_STRING = (
    r"(?:\"\"\"(?P<t1>[^\"\\]{0,1500})\"\"\"|'''(?P<t2>[^'\\]{0,1500})'''"
    r"|\"(?P<d>(?:[^\"\\\n]|\\.){0,1500}+)\"|'(?P<s>(?:[^'\\\n]|\\.){0,1500}+)')"
)
_GROUPS = ("t1", "t2", "d", "s")
_PREFIX = r"[rRbBuUfF]{0,2}"

#: password = "x", password: str = "x", connect(password="x"), {"password": "x"}, os.environ["PASSWORD"] = "x", "x" in YAML
_ASSIGNED = re.compile(
    r"(?<![\w.-])(?:(?P<q>[\"'])(?P<quoted>[\w.\-]{2,100})(?P=q)|(?P<bare>\w{2,80}))\]?[ \t]{0,20}"
    r"(?::[ \t]{0,8}[A-Za-z][\w.\[\]]{0,60}(?: ?[,|] ?[\w.\[\]]{1,40}){0,4}[ \t]{0,8}(?==))?(?::=|=>|=(?!=)|:)\s{0,20}\(?\s{0,20}"
    rf"{_PREFIX}(?:{_STRING}|(?P<number>\d{{4,40}})(?![\w.]))"
)
_ATTRIBUTE = re.compile(rf"(?<=\.)(?P<bare>\w{{2,80}})[ \t]{{0,20}}=(?!=)[ \t]{{0,20}}{_PREFIX}{_STRING}")
#: os.environ.setdefault("API_KEY", "x"), spark.conf.set("fs.s3a.secret.key", "x"), ["--password", "x"], ("user", …)
_PAIRED = re.compile(
    r"(?:(?<=\.set\()|(?<=option\()|(?<=config\()|(?<=setdefault\()|(?<=putenv\()|(?<=getenv\()|(?<=\.get\()"
    r"|(?<=header\()|(?<=setenv\()|(?=[\"']--))\s{0,8}(?P<q>[\"'])(?P<quoted>[\w.\-]{2,100})(?P=q)\s{0,8},\s{0,8}"
    rf"{_PREFIX}{_STRING}"
)
#: CREATE USER … PASSWORD 'x', IDENTIFIED BY 'x', CREATE SECRET (…, SECRET 'x')
_SQL = re.compile(
    r"(?i)(?<![\w.])(?P<bare>password|passwd|identified[ \t]{1,8}by|secret|key_id|secret_key|access_key|token)"
    r"[ \t]{1,20}'(?P<s>[^'\n]{1,400})'"
)
#: --password x, --api-key=x
_FLAG = re.compile(
    r"(?<![\w-])--?(?P<bare>[A-Za-z][\w-]{1,60})(?:=|[ \t]{1,8})(?P<s>[^\s\"'<>(){}\[\],;$=-][^\s\"'<>]{0,400})"
)
#: %env API_KEY=x, export API_KEY=x, !API_KEY=x command
_ENVIRONMENT = re.compile(
    r"(?m)^[ \t]{0,40}(?:%(?:set_)?env[ \t]{1,8}|!?[ \t]{0,8}(?:export|set)[ \t]{1,8}|![ \t]{0,8})"
    r"(?P<bare>\w{2,80})(?:=|[ \t]{1,8})(?P<s>[^\s\"'<>{}$][^\s\"'<>]{0,400})"
)
#: The same without a prefix, where the whole cell is a shell script or a settings file.
_SCRIPT_LINE = re.compile(r"(?m)^[ \t]{0,40}(?P<bare>\w{2,80})[ \t]?[=:][ \t]?(?P<s>[^\s\"'<>{}$][^\s\"'<>]{0,400})")
_SCRIPT = re.compile(r"\s*%%(?:bash|sh|zsh|script|writefile|file|cmd|!)")
#: host=x password=y (libpq), Server=x;PWD=y (ODBC), ?token=y (URLs); inside a string only
_SETTING = re.compile(
    r"(?<![\w.])(?P<bare>[A-Za-z][\w-]{1,60})=(?P<s>[^\s;&\"'{}<>()\[\],$?:%@=][^\s;&\"'{}<>()\[\],]{0,400})"
)
_ANY_STRING = re.compile(_STRING)
_URL = re.compile(
    r"(?<!\w)(?P<before>[A-Za-z][\w+.-]{1,30}://[^\s:/@\"'<>{}]{0,200}:)(?P<s>[^\s@/\"'<>{}]{1,300})(?=@)"
)
_HEADER = re.compile(
    r"(?i)(?P<before>authorization[\"']?\]?[ \t]{0,8}[:=,][ \t]{0,8}f?[\"']?(?:(?:bearer|basic|token|digest|apikey)[ \t]{1,8})?)"
    r"(?P<s>[^\s\"'{}<>()]{6,4000}+)"
)
_BEARER = re.compile(r"(?i)(?P<before>(?<!\w)bearer[ \t]{1,8})(?P<s>[A-Za-z0-9._~+/=-]{12,4000}+)")


def redact(text: str) -> str:
    """`text` with what is or may be a secret replaced by placeholders; idempotent."""
    for _ in range(_MAX_PASSES):
        before, text = text, _pass(text)
        if text == before:
            break
    return text


def _pass(text: str) -> str:
    text = redact_tokens(text)
    text = _URL.sub(_url, text)
    text = _HEADER.sub(_header, text)
    text = _BEARER.sub(_bearer, text)
    for pattern in (_ASSIGNED, _ATTRIBUTE, _PAIRED):
        text = pattern.sub(_keyed, text)
    text = _SQL.sub(_keyed, text)
    text = _FLAG.sub(_flag, text)
    text = _ENVIRONMENT.sub(_keyed, text)
    if _SCRIPT.match(text):
        text = _SCRIPT_LINE.sub(_keyed, text)
    return _ANY_STRING.sub(lambda match: _SETTING.sub(_keyed, match[0]), text)


def _keyed(match: re.Match[str]) -> str:
    """Replace the value if its name tells that it is a secret."""
    groups = match.groupdict()
    name = groups.get("quoted") or groups.get("bare") or ""
    strength = "strong" if name.lower().startswith("identified") else grade(name.lstrip("-"))
    if not strength:
        return match[0]
    if groups.get("number"):
        return _put(match, "number", f'"{placeholder(kind_of_name(name))}"') if strength == "strong" else match[0]
    group = next((group for group in _GROUPS if groups.get(group)), "")
    value = groups.get(group) or ""
    if is_stand_in(value) or (strength == "weak" and not looks_random(value)):
        return match[0]
    return _put(match, group, placeholder(kind_of_name(name) if grade(name) else "password"))


def _flag(match: re.Match[str]) -> str:
    # A flag's value stands alone on a command line; in Python, `--` before a name is rare and a number follows.
    return match[0] if match["s"].isdigit() else _keyed(match)


def _url(match: re.Match[str]) -> str:
    value = match["s"]
    if "<redacted:" in value or re.fullmatch(r"\*+|\$.*|%s", value):
        return match[0]
    return _put(match, "s", placeholder("url-password"))


def _header(match: re.Match[str]) -> str:
    known_word = re.fullmatch(r"(?i)bearer|basic|token|digest|f|str|none|true|false", match["s"])
    return match[0] if known_word or "$" in match["s"] else _put(match, "s", placeholder("authorization"))


def _bearer(match: re.Match[str]) -> str:
    return _put(match, "s", placeholder("authorization")) if looks_random(match["s"]) else match[0]


def _put(match: re.Match[str], group: str, replacement: str) -> str:
    start, end = match.start(group) - match.start(), match.end(group) - match.start()
    return match[0][:start] + replacement + match[0][end:]
