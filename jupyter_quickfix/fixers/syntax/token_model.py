"""How surprising a piece of code is to read, by a small n-gram model of the installed packages' own sources.

The model is a file under `models/`, made by `scripts/train_token_model.py`: log probabilities and back-off weights of
n-grams of symbols (see `symbols`), one byte each. It is loaded when the first cell fails to compile.
"""

from __future__ import annotations

import json
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jupyter_quickfix.fixers.syntax.symbols import general

PATH = Path(__file__).parents[2] / "models" / "token_model.bin"
#: Bits of a symbol's number, symbols in the longest n-gram, and nats in one unit of the stored bytes.
BITS, ORDER, UNIT = 9, 5, 1 / 16
#: The number of symbols that are in no vocabulary; 0 is no symbol.
UNKNOWN = 1
_MASKS = tuple((1 << BITS * length) - 1 for length in range(ORDER + 1))


class TokenModel:
    """Surprisal of symbols in nats. `keys` are sorted."""

    def __init__(self, vocabulary: Sequence[str], keys: Sequence[int], values: Sequence[int]) -> None:
        self._ids = {symbol: number for number, symbol in enumerate(vocabulary, start=UNKNOWN + 1)}
        self._keys, self._values = keys, values
        self._known: dict[int, int] = {}  # what was looked up: a cell asks for a few thousand, and often again

    def _lookup(self, key: int) -> int:
        """What is stored for an n-gram, -1 for nothing."""
        place = bisect_left(self._keys, key)
        found = place < len(self._keys) and self._keys[place] == key
        value = self._known[key] = self._values[place] if found else -1
        return value

    def encode(self, symbols: Sequence[str]) -> list[int]:
        """The numbers of the symbols; names that are not known stand for their class."""
        ids = self._ids
        found = []
        for symbol in symbols:
            number = ids.get(symbol)
            if number is None:
                number = ids[symbol] = ids.get(general(symbol), UNKNOWN)
            found.append(number)
        return found

    def surprisal(self, ids: Sequence[int], start: int, end: int) -> float:
        """The sum over `ids[start:end]`, each after those before it."""
        known, lookup, total = self._known.get, self._lookup, 0
        for place in range(start, end):
            key, length = 0, 0
            for number in ids[max(0, place - ORDER + 1) : place + 1]:
                key = key << BITS | number
                length += 1
            while True:
                value = known(key)
                if value is None:
                    value = lookup(key)
                if value >= 0:
                    total += value & 255
                    break
                if length == 1:
                    total += 255  # a symbol that was never seen
                    break
                context = known(key >> BITS)
                if context is None:
                    context = lookup(key >> BITS)
                total += max(context, 0) >> 8
                length -= 1
                key &= _MASKS[length]
        return total * UNIT


@cache
def token_model(path: Path = PATH) -> TokenModel | None:
    """The shipped model; None where its file is missing or damaged, which costs precision and nothing else."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        about = json.loads(head)
        return TokenModel(about["vocabulary"], *_unpack(zlib.decompress(body), int(about["ngrams"])))
    except (OSError, ValueError, KeyError, zlib.error):
        return None


def pack(keys: Sequence[int], values: Sequence[int]) -> bytes:
    """Sorted keys and values byte by byte of their places, which compresses well and unpacks without a loop over them."""
    data = array("Q", keys).tobytes()
    return b"".join(data[place::8] for place in range(8)) + array("H", values).tobytes()


def _unpack(data: bytes, count: int) -> tuple[array[int], array[int]]:
    keys, values = array("Q"), array("H")
    mixed = bytearray(count * 8)
    for place in range(8):
        mixed[place::8] = data[place * count : (place + 1) * count]
    keys.frombytes(bytes(mixed))
    values.frombytes(data[8 * count :])
    return keys, values
