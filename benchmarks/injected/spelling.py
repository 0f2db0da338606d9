"""Slips of the fingers and of memory, as people make them in names.

The mix (a letter left out, doubled, swapped with its neighbour, replaced by a neighbouring key) follows the classes that
Damerau found to make up four in five misspellings (CACM 7(3), 1964).
"""

from __future__ import annotations

from random import Random

_NEAR = {
    **dict(zip("qwertyuiop", ("wa", "qes", "wrd", "etf", "ryg", "tuh", "yij", "uok", "ipl", "ol"), strict=True)),
    **dict(zip("asdfghjkl", ("qsz", "adw", "sfe", "dgr", "fht", "gjy", "hku", "jli", "ko"), strict=True)),
    **dict(zip("zxcvbnm", ("xa", "zcs", "xvd", "cbf", "vng", "bmh", "nj"), strict=True)),
}


def misspelled(word: str, rng: Random) -> str:
    """The word with one slip; letters that stand first stay, as they nearly always do."""
    if len(word) < 3:
        return word + word[-1]
    for _ in range(10):
        place = rng.randrange(1, len(word))
        slip = rng.choice(("left out", "left out", "doubled", "swapped", "swapped", "neighbour"))
        if slip == "left out":
            new = word[:place] + word[place + 1 :]
        elif slip == "doubled":
            new = word[:place] + word[place] + word[place:]
        elif slip == "swapped":
            new = word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]
        else:
            keys = _NEAR.get(word[place].lower())
            new = word[:place] + rng.choice(keys) + word[place + 1 :] if keys else word
        if new != word and new.isidentifier() == word.isidentifier():
            return new
    return word + word[-1]


def miscased(word: str, rng: Random) -> str:
    """The word in another case."""
    forms = [form for form in (word.lower(), word.capitalize(), word.upper(), word.title()) if form != word]
    return rng.choice(forms) if forms else word


def other_style(word: str) -> str:
    """`snake_case` as `camelCase` or the reverse; the word itself where it has one part."""
    if "_" in word.strip("_"):
        first, *rest = word.split("_")
        return first + "".join(part.capitalize() for part in rest)
    parts = [
        f"_{letter.lower()}" if letter.isupper() and place else letter.lower() for place, letter in enumerate(word)
    ]
    return "".join(parts)


def other_number(word: str) -> str:
    """Singular for plural or the reverse."""
    return word[:-1] if word.endswith("s") and len(word) > 3 else word + "s"
