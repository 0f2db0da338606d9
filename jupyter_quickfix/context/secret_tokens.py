"""Secrets that can be told by their own form: keys and tokens of known services, private keys.

The forms come from detect-secrets' detectors, imported when first needed: they bring `requests` with them and take a
fifth of a second. Left out are those whose patterns take quadratic time on long lines (npm, JWT, OpenAI: rewritten
below), that fire on ordinary words (Artifactory's passwords, public IP addresses), and that only add a vendor's name to
an assignment, which `redact` treats in general.
"""

from __future__ import annotations

import functools
import importlib
import logging
import re
from collections.abc import Callable

log = logging.getLogger(__name__)

_DETECTORS = (
    ("aws", "AWSKeyDetector"),
    ("azure_storage_key", "AzureStorageKeyDetector"),
    ("discord", "DiscordBotTokenDetector"),
    ("github_token", "GitHubTokenDetector"),
    ("gitlab_token", "GitLabTokenDetector"),
    ("mailchimp", "MailchimpDetector"),
    ("pypi_token", "PypiTokenDetector"),
    ("sendgrid", "SendGridDetector"),
    ("slack", "SlackDetector"),
    ("square_oauth", "SquareOAuthDetector"),
    ("stripe", "StripeDetector"),
    ("telegram_token", "TelegramBotTokenDetector"),
    ("twilio", "TwilioKeyDetector"),
)
_OWN = (
    ("json-web-token", r"(?<![\w-])eyJ[\w=-]{8,}\.[\w=-]{8,}(?:\.[\w=+/-]*)?"),
    ("openai-token", r"(?<![\w-])sk-[\w-]{20,}"),
    ("npm-token", r"(?<!\w)npm_[A-Za-z0-9]{30,}"),
    ("npm-token", r"(?<=:_authToken=)[^\s\"'<>]+"),
    ("github-token", r"(?<!\w)github_pat_\w{22,}"),
    ("hugging-face-token", r"(?<!\w)hf_[A-Za-z0-9]{30,}"),
    ("google-api-key", r"(?<![\w-])AIza[\w-]{35}"),
    ("databricks-token", r"(?<!\w)dapi[0-9a-f]{32}(?:-\d)?"),
    ("artifactory-token", r"(?<!\w)AKC[A-Za-z0-9]{20,}"),
    ("slack-token", r"(?<!\w)xapp-[\w-]{20,}"),
)
_MIN_GROUP = 16
_KEY_BEGINS = re.compile(r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----")
_KEY_ENDS = re.compile(r"-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----")
_KEY_BODY = re.compile(r"(?:[A-Za-z0-9+/=\s]|\\n)*+")


def redact_tokens(text: str) -> str:
    """`text` with every secret of a known form replaced."""
    for kind, pattern in _patterns():
        text = pattern.sub(_replacing(kind), text)
    return _without_private_keys(text)


def placeholder(kind: str) -> str:
    """What stands where a secret was. Plain ASCII without quotes or braces: it must not break a bytes or f-string."""
    return f"<redacted:{kind}>"


@functools.cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found: list[tuple[str, re.Pattern[str]]] = [(kind, re.compile(pattern)) for kind, pattern in _OWN]
    for module, name in _DETECTORS:
        try:
            detector = getattr(importlib.import_module(f"detect_secrets.plugins.{module}"), name)
        except Exception:  # not installed, or broken: the other rules still stand
            log.warning(
                "detect-secrets' %s could not be loaded; fewer kinds of secrets are redacted", name, exc_info=True
            )
            continue
        kind = re.sub(r"\W+", "-", detector.secret_type.lower()).strip("-")
        found.extend((kind, pattern) for pattern in detector.denylist)
    return tuple(found)


def _replacing(kind: str) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        # A long group is the secret within an assignment; a short one only the token's prefix (ghp, glpat).
        group = next((number for number in range(1, match.re.groups + 1) if len(match[number] or "") >= _MIN_GROUP), 0)
        secret = match[group]
        if kind == "discord-bot-token" and not re.search(r"\d", secret):  # module.path.with_long_names
            return match[0]
        start, end = match.start(group) - match.start(), match.end(group) - match.start()
        return match[0][:start] + placeholder(kind) + match[0][end:]

    return replace


def _without_private_keys(text: str) -> str:
    """Replace from BEGIN to END; without an END, what looks like the key's body."""
    parts: list[str] = []
    place = 0
    closed = _KEY_ENDS.search(text) is not None  # asked once: looking again after every BEGIN takes quadratic time
    while (begins := _KEY_BEGINS.search(text, place)) is not None:
        ends = _KEY_ENDS.search(text, begins.end()) if closed else None
        if ends is None:
            body = _KEY_BODY.match(text, begins.end())
            end = begins.end() + (len(body[0].rstrip()) if body else 0)
            closed = False
        else:
            end = ends.end()
        parts += [text[place : begins.start()], placeholder("private-key")]
        place = end
    return "".join(parts) + text[place:]
