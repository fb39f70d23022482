"""How parent and worker talk: a four-byte length, then that many bytes of JSON, both ways."""

from __future__ import annotations

import json
import os
import select
import struct
import time
from typing import Any

_LENGTH = struct.Struct(">I")
_PIECE = 1 << 16
MAX_FRAME = 512 * 1024 * 1024


class PipeClosedError(Exception):
    """The other side has gone."""


class DeadlineError(Exception):
    """The other side did not answer in time."""


def encode(message: dict[str, Any]) -> bytes:
    """Return the frame that carries a message."""
    body = json.dumps(message, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
    return _LENGTH.pack(len(body)) + body


def send(descriptor: int, message: dict[str, Any], *, deadline: float | None = None) -> None:
    """Write one message.

    Args:
        descriptor: Where to write. Non-blocking when there is a deadline.
        message: Plain types only.
        deadline: Monotonic time after which writing is given up.

    Raises:
        PipeClosedError: Nobody reads any more.
        DeadlineError: The reader took too long.
    """
    rest = memoryview(encode(message))
    while rest:
        _wait(descriptor, select.POLLOUT, deadline)
        try:
            rest = rest[os.write(descriptor, rest[:_PIECE]) :]
        except BlockingIOError:
            continue
        except OSError as error:
            raise PipeClosedError from error


def receive(descriptor: int, *, deadline: float | None = None) -> dict[str, Any]:
    """Return the next message.

    Raises:
        PipeClosedError: The writer has gone, or wrote something that is no frame.
        DeadlineError: The writer took too long.
    """
    (length,) = _LENGTH.unpack(_read(descriptor, _LENGTH.size, deadline))
    if length > MAX_FRAME:
        raise PipeClosedError(f"frame of {length} bytes")
    message = json.loads(_read(descriptor, length, deadline).decode("utf-8", "surrogatepass"))
    if not isinstance(message, dict):
        raise PipeClosedError("frame without an object")
    return message


def _read(descriptor: int, length: int, deadline: float | None) -> bytes:
    data = bytearray()
    while len(data) < length:
        _wait(descriptor, select.POLLIN, deadline)
        piece = os.read(descriptor, min(length - len(data), 1 << 20))
        if not piece:
            raise PipeClosedError("end of stream")
        data += piece
    return bytes(data)


def _wait(descriptor: int, event: int, deadline: float | None) -> None:
    """Wait until the pipe is ready; without a deadline the blocking call itself waits."""
    if deadline is None:
        return
    poll = select.poll()  # select.select fails beyond descriptor 1023
    poll.register(descriptor, event)
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(max(1, left * 1000)):
        raise DeadlineError
