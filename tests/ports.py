"""Free ports for servers that tests start in processes of their own."""

from __future__ import annotations

import random
import socket
from pathlib import Path

_HANDED_OUT = Path("/proc/sys/net/ipv4/ip_local_port_range")
_LOWEST = 10_000


def find_free_port() -> int:
    """Give a free port on loopback: none that the system hands out to whoever connects or listens before it is used."""
    below = int(_HANDED_OUT.read_text().split()[0])
    while True:
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port := random.SystemRandom().randrange(_LOWEST, below)))
            except OSError:
                continue
        return port
