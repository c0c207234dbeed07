"""What a template does all day: fork, pass signals on, tell how its children ended, leave nothing behind."""

from __future__ import annotations

import os
import selectors
import signal
import socket
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from dxlib.kernels import places, warming, wire
from dxlib.kernels.birth import Birth

_SOON_S = 0.1
_TRIES = 50  # to remove the folder of a client that is being killed: the kernel closes its files one by one


@dataclass(eq=False)
class _Link:
    """A client's connection and the process that was forked for it, if any."""

    inbox: wire.Inbox
    pid: int = 0
    folder: Path | None = None
    unsent: list[bytes] = field(default_factory=list)


class Server:
    """Serves until nobody is connected any more.

    Parameters
    ----------
    listener
        The socket that clients connect to.
    folder
        Where it lies; removed at the end.
    key
        The name under which clients find it.
    stamp
        What the loaded code was; once it differs, the template forks no more.
    idle_s
        How long to wait for the next client.
    """

    def __init__(
        self, listener: socket.socket, folder: places.PrivateFolder, key: str, stamp: warming.Stamp, idle_s: float
    ) -> None:
        self._listener, self._folder, self._key, self._stamp, self._idle_s = listener, folder, key, stamp, idle_s
        # epoll keeps its list in the system and shares it with forks: a change in one would be a change in both.
        self._selector = selectors.PollSelector()
        self._links: set[_Link] = set()
        self._children: dict[int, _Link | None] = {}
        self._abandoned: dict[Path, int] = {}
        self._retired = False
        self._last_busy = time.monotonic()
        self._born: Birth | None = None
        self._signals = _Signals()
        self._pid = os.getpid()

    def serve(self) -> Birth | None:
        """Do what clients ask; give none at the end, and in a forked process what it shall become."""
        self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
        self._selector.register(self._signals.reader, selectors.EVENT_READ, self._signals.clear)
        while not self._is_done():
            for key, _ in self._selector.select(self._get_patience()):
                key.data()
                if self._born is not None:
                    return self._born
            self._reap()
            self._clear_abandoned()
        self._end()
        return None

    def _is_done(self) -> bool:
        if self._links or self._children or self._abandoned:
            self._last_busy = time.monotonic()
            return self._signals.is_told_to_end
        idle_s = 0.0 if self._retired else self._idle_s
        return self._signals.is_told_to_end or time.monotonic() - self._last_busy >= idle_s

    def _get_patience(self) -> float | None:
        if self._abandoned:
            return _SOON_S
        return None if self._links or self._children else max(0.0, self._last_busy + self._idle_s - time.monotonic())

    def _end(self) -> None:
        self._retire()
        for pid in self._children:
            _kill_group(pid, signal.SIGKILL)
        self._folder.remove()

    def _retire(self) -> None:
        """Let nobody find this template any more; whoever has a process here keeps it."""
        if not self._retired:
            self._retired = True
            places.withdraw(self._key, self._folder.path)
            self._selector.unregister(self._listener)
            self._listener.close()

    def _accept(self) -> None:
        try:
            connected, _ = self._listener.accept()
        except OSError:  # too many open files: whoever asks has to wait, and what runs goes on
            time.sleep(_SOON_S)
            return
        link = _Link(wire.Inbox(connected))
        self._links.add(link)
        self._selector.register(connected, selectors.EVENT_READ, lambda: self._hear(link))

    def _hear(self, link: _Link) -> None:
        """Do what one client asks; its silence for ever ends its process."""
        if link.unsent:
            self._send_rest(link)
        with suppress(BlockingIOError):
            message = link.inbox.receive(wait=False)
            if message is None:
                self._drop(link)
            else:
                self._obey(link, message)

    def _obey(self, link: _Link, message: wire.Message) -> None:
        match message.content["do"]:
            case "fork":
                self._fork(link, message)
            case "signal" if link.pid in self._children:
                _kill_group(link.pid, message.content["number"])
            case "hello":
                self._say(link, {"stale": self._find_changes()})

    def _find_changes(self) -> list[str]:
        changed = warming.find_changes(self._stamp)
        if changed:
            self._retire()
        return changed

    def _fork(self, link: _Link, message: wire.Message) -> None:
        # A client that holds a connection to the template asks for forks without asking for changes first.
        changed = self._find_changes()
        if changed:
            self._say(link, {"stale": changed})
        else:
            self._try_to_fork(link, message)
        if self._born is None:
            for file in message.files:
                os.close(file)

    def _try_to_fork(self, link: _Link, message: wire.Message) -> None:
        try:
            pid = os.fork()
        except OSError as error:  # no memory, or too many processes: what runs goes on
            self._say(link, {"refused": str(error)})
            return
        if pid == 0:
            self._become(link, message)
            return
        link.pid, link.folder = pid, self._check_folder(message.content["folder"])
        self._children[pid] = link
        self._say(link, {"pid": pid})

    def _check_folder(self, name: str | None) -> Path | None:
        folder = Path(name) if name else None
        return folder if folder and folder.parent == self._folder.path.parent and folder.name[:2] == "k-" else None

    def _become(self, link: _Link, message: wire.Message) -> None:
        """In the fork: note down what to become, and close all that belongs to the template."""
        # A copy of the client's socket, as all links are closed below.
        self._born = Birth(message.content["target"], message.files, os.dup(link.inbox.link.fileno()), parent=self._pid)
        self._signals.forget()
        self._selector.close()
        self._listener.close()
        for each in self._links:
            each.inbox.link.close()
        self._folder.remove()

    def _drop(self, link: _Link) -> None:
        self._selector.unregister(link.inbox.link)
        link.inbox.link.close()
        self._links.discard(link)
        if link.folder is not None:
            self._abandoned[link.folder] = _TRIES
        if link.pid in self._children:
            # It stays listed until it is reaped; there is just nobody left to tell.
            self._children[link.pid] = None
            _kill_group(link.pid, signal.SIGKILL)

    def _clear_abandoned(self) -> None:
        """Remove the folders of clients that are gone; a client that restarts its kernel still holds it."""
        for folder, tries in list(self._abandoned.items()):
            if tries == 0 or places.remove_if_abandoned(folder):
                del self._abandoned[folder]
            else:
                self._abandoned[folder] = tries - 1

    def _reap(self) -> None:
        """Tell clients how their processes ended; what those left running ends with them."""
        for pid, link in list(self._children.items()):
            # WNOWAIT leaves the process a zombie, so its number is not given to another one before its group is killed.
            if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                continue
            _kill_group(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
            del self._children[pid]
            self._end_orphans()
            if link is not None:
                self._say(link, {"exit": os.waitstatus_to_exitcode(status)})

    def _end_orphans(self) -> None:
        """End what an ended process left running in sessions of its own: the template has become its parent."""
        # Twice, since a child may be missing in the list while another one begins or ends (proc(5)).
        while orphans := (_list_children() | _list_children()) - self._children.keys():
            for pid in orphans:
                _kill_group(pid, signal.SIGKILL)
                with suppress(ChildProcessError):
                    os.waitpid(pid, 0)

    def _say(self, link: _Link, content: dict[str, object]) -> None:
        link.unsent.append(wire.pack(content))
        self._send_rest(link)

    def _send_rest(self, link: _Link) -> None:
        """Send what is waiting; a client that does not read must not stop the others."""
        with suppress(BlockingIOError, BrokenPipeError, ConnectionResetError):
            while link.unsent:
                wire.send(link.inbox.link, link.unsent[0], sender=wire.TEMPLATE, wait=False)
                del link.unsent[0]
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if link.unsent else 0)
        self._selector.modify(link.inbox.link, wanted, lambda: self._hear(link))


def _list_children() -> set[int]:
    try:
        return set(map(int, Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii").split()))
    except FileNotFoundError:  # a kernel of Linux that was built without this list
        return set()


def _kill_group(pid: int, number: int) -> None:
    """Signal a process and those it started; one that is only just becoming a leader has no group yet."""
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


class _Signals:
    """Turns the signals that a template waits for into bytes on a socket."""

    def __init__(self) -> None:
        self.reader, self._writer = socket.socketpair()
        self.reader.setblocking(False)
        self._writer.setblocking(False)
        self.is_told_to_end = False
        self._before = {number: signal.signal(number, self._note) for number in (signal.SIGCHLD, signal.SIGTERM)}
        # Python continues select() after a signal (PEP 475); only a byte that can be read makes it return.
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)

    def _note(self, number: int, _frame: object) -> None:
        self.is_told_to_end |= number == signal.SIGTERM

    def clear(self) -> None:
        """Read away what has come."""
        with suppress(BlockingIOError):
            while self.reader.recv(64):
                pass

    def forget(self) -> None:
        """Be as if nothing had been watched."""
        signal.set_wakeup_fd(-1)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self.reader.close()
        self._writer.close()
