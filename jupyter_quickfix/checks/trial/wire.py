"""Messages over a pipe: four bytes of length, then JSON. Both ends are bounded in size and in time."""

from __future__ import annotations

import json
import os
import select
import struct
import time

_HEAD = struct.Struct("!I")
#: The longest message that is read. A cell may be long; a result is text for a panel.
MAX_BYTES = 4 * 1024 * 1024


class Broken(Exception):
    """The other end is gone, or sent what is no message."""


class Late(Exception):
    """The time is up."""


def send(descriptor: int, message: object, deadline: float | None = None) -> None:
    """Write one message. While the pipe is full it waits, by a `deadline` only if the descriptor does not block.

    Raises Broken when nobody reads any more, and Late.
    """
    data = json.dumps(message, ensure_ascii=True).encode("ascii")
    if len(data) > MAX_BYTES:
        raise Broken(f"a message of {len(data)} bytes is too long")
    rest = memoryview(_HEAD.pack(len(data)) + data)
    while rest:
        try:
            rest = rest[os.write(descriptor, rest) :]
        except BlockingIOError:
            left = 1.0 if deadline is None else deadline - time.monotonic()
            if left <= 0 or not _ready([descriptor], select.POLLOUT, left):
                raise Late from None
        except OSError as error:
            raise Broken(str(error)) from error


def receive(descriptor: int, deadline: float) -> object:
    """Read one message by `deadline` (`time.monotonic()`). Raises Late or Broken."""
    (length,) = _HEAD.unpack(_read(descriptor, _HEAD.size, deadline))
    if length > MAX_BYTES:
        raise Broken(f"a message of {length} bytes is too long")
    return decode(_read(descriptor, length, deadline))


def decode(data: bytes) -> object:
    """The JSON value; raises Broken."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Broken("what came is no JSON") from error


def readable(descriptors: list[int], timeout_s: float) -> list[int]:
    """Which of the descriptors have something to read (or ended), waiting at most `timeout_s`."""
    return _ready(descriptors, select.POLLIN | select.POLLHUP, timeout_s)


def _ready(descriptors: list[int], events: int, timeout_s: float) -> list[int]:
    poll = select.poll()  # select.select cannot take numbers over 1,023
    for descriptor in descriptors:
        poll.register(descriptor, events)
    return [descriptor for descriptor, _ in poll.poll(max(0.0, timeout_s) * 1000)]


def _read(descriptor: int, number: int, deadline: float) -> bytes:
    received = bytearray()
    while len(received) < number:
        left = deadline - time.monotonic()
        if left <= 0 or not readable([descriptor], left):
            raise Late
        try:
            piece = os.read(descriptor, number - len(received))
        except OSError as error:
            raise Broken(str(error)) from error
        if not piece:
            raise Broken("the other end is closed")
        received += piece
    return bytes(received)
