"""Messages between clients, templates and forked processes: JSON in packets of a Unix socket, open files beside it."""

from __future__ import annotations

import json
import select
import socket
import time
from array import array
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

CLIENT: Final = b"o"
TEMPLATE: Final = b"t"
CHILD: Final = b"c"
_FIRST, _MORE, _LAST, _WHOLE = b"^", b"+", b".", b"="
_CHUNK = 60_000  # a packet must fit into the socket's buffer, 208 KiB by default
_MOST_FILES = 4  # standard input, output and error, and the order
_INT = array("i").itemsize


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody said.

    Parameters
    ----------
    sender
        Who: ``CLIENT``, ``TEMPLATE`` or ``CHILD``; the last two speak on one socket.
    content
        What, read from JSON.
    files
        Descriptors that came along; they belong to whoever received them.
    """

    sender: bytes
    content: dict[str, Any]
    files: tuple[int, ...] = ()


def open_socket(file: int | None = None) -> socket.socket:
    """Give a socket that keeps the bounds of packets, so that two writers never mix within one."""
    return socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET, fileno=file)


def pack(content: Mapping[str, Any]) -> bytes:
    """Write a message as bytes; what no encoding knows (a file name in Latin-1) stays as it is."""
    return json.dumps(content).encode("ascii")


def join(packed: Sequence[bytes]) -> bytes:
    """Give several packed messages as one; :func:`split` takes it apart."""
    return packed[0] if len(packed) == 1 else b'{"do": "several", "messages": [' + b", ".join(packed) + b"]}"


def split(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the messages that one may consist of."""
    return list(content["messages"]) if content["do"] == "several" else [content]


def send(link: socket.socket, content: bytes, *, sender: bytes, files: Sequence[int] = (), wait: bool = True) -> None:
    """Send packed content, in as many packets as it needs.

    Raises
    ------
    BlockingIOError
        When the other side does not read and `wait` is off; nothing was sent then, if the content fits in one packet.
    """
    flags = 0 if wait else socket.MSG_DONTWAIT
    for start in range(0, len(content), _CHUNK):
        is_last = start + _CHUNK >= len(content)
        mark = (_LAST if is_last else _MORE) if start else (_WHOLE if is_last else _FIRST)
        # Descriptors travel with the first packet only; sent with each, they would be opened again and again.
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array("i", files))] if files and not start else []
        link.sendmsg([sender + mark, content[start : start + _CHUNK]], rights, flags)


class Inbox:
    """Puts packets together again.

    Parameters
    ----------
    link
        The socket to read from.
    """

    def __init__(self, link: socket.socket) -> None:
        self.link = link
        self._parts: dict[bytes, list[bytes]] = {}
        self._aside: deque[Message] = deque()

    def receive(self, *, wait: bool = True) -> Message | None:
        """Give the next message, or none when the other side has gone.

        Raises
        ------
        BlockingIOError
            When `wait` is off and no whole message has come yet.
        """
        return self._aside.popleft() if self._aside else self._read(wait=wait)

    def receive_from(self, sender: bytes, timeout_s: float) -> Message | None:
        """Wait for the next message of one sender; what others say meanwhile is kept for :meth:`receive`.

        Raises
        ------
        TimeoutError
            When that sender says nothing for so long.
        """
        until = time.monotonic() + timeout_s
        while wait_readable(self.link.fileno(), max(0.0, until - time.monotonic())):
            message = self._read(wait=True)
            if message is None or message.sender == sender:
                return message
            self._aside.append(message)
        raise TimeoutError

    def _read(self, *, wait: bool) -> Message | None:
        # The flag belongs to this call; the link itself may be shared with a forked process that writes to it.
        # A descriptor that arrives without CLOEXEC would stay open in each program that this process starts.
        flags = socket.MSG_CMSG_CLOEXEC | (0 if wait else socket.MSG_DONTWAIT)
        while True:
            try:
                packet, extra, _, _ = self.link.recvmsg(_CHUNK + 2, socket.CMSG_LEN(_MOST_FILES * _INT), flags)
            except ConnectionResetError:
                return None
            if not packet:
                return None
            sender, mark = packet[:1], packet[1:2]
            if mark in (_FIRST, _WHOLE):  # what its sender began before was broken off, by a signal say
                self._parts[sender] = []
            parts = self._parts.setdefault(sender, [])
            parts.append(packet[2:])
            if mark in (_LAST, _WHOLE):
                del self._parts[sender]
                return Message(sender, json.loads(b"".join(parts)), _read_files(extra))


def wait_readable(file: int, timeout_s: float | None) -> bool:
    """Wait until something can be read from a descriptor; say whether it can."""
    poll = select.poll()  # unlike select, takes any descriptor, however many are open
    poll.register(file, select.POLLIN)
    return bool(poll.poll(None if timeout_s is None else timeout_s * 1000))


def _read_files(extra: list[tuple[int, int, bytes]]) -> tuple[int, ...]:
    """Give the descriptors that came with a packet (:func:`socket.recv_fds` drops the flags it is given)."""
    files = array("i")
    for level, kind, content in extra:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            files.frombytes(content[: len(content) - len(content) % _INT])
    return tuple(files)
