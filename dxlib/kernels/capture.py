"""Runs the cells of a notebook in this process, with ipykernel's own kernel and shell but no socket of ZeroMQ.

Whatever an ordinary kernel would publish is sent to the client instead, message by message; the client makes outputs of
them with the same code that papermill and nbconvert use.
"""

from __future__ import annotations

import asyncio
import atexit
import codecs
import gc
import io
import logging
import os
import signal
import socket
import sys
import threading
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from types import SimpleNamespace
from typing import Any, Final

from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import Session
from tornado.ioloop import IOLoop
from traitlets.config import Config

from dxlib.bounds import PRINTED_BYTES, SHOWN_BYTES, STREAM_CHARS
from dxlib.kernels import memory, wire
from dxlib.kernels.birth import INLINE

_STREAMS: Final = {"stdout": 1, "stderr": 2}
_PIECE = 1 << 16
# How much is made before garbage is looked for; the process of a notebook lives for seconds.
_RARELY: Final = (20_000, 20, 20)


def run_notebook(order: dict[str, Any], link: int) -> None:
    """Run the cells of an order, tell the client about each, and end this process.

    Parameters
    ----------
    order
        ``cells``: index, source and whether it may fail, for each cell; ``memory_limit_mb``: 0 for none.
    link
        The connection to the client.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # but while a cell runs
    gc.set_threshold(*_RARELY)
    recorder = Recorder(wire.open_socket(link))
    app = IPKernelApp.instance()  # magic commands ask it for the kernel
    app.update_config(Config({"HistoryManager": {"enabled": False}}))  # a thread, for a history that nobody recalls
    kernel = app.kernel = CellKernel.instance(parent=app, session=recorder)
    tape = recorder.tape = Tape(recorder)
    sys.stdout, sys.stderr = (Stream(name, tape) for name in _STREAMS)
    sys.displayhook = kernel.shell.displayhook
    os.environ.setdefault("MPLBACKEND", INLINE)
    memory.limit_files(PRINTED_BYTES)
    memory.limit_memory(order["memory_limit_mb"], kernel.shell)
    recorder.tell(do="language", info=kernel.language_info, wait=True)
    try:
        left = asyncio.run(_run_cells(kernel, recorder, tape, order["cells"]))
    finally:
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    if left:
        sys.exit("exit() was called.")
    recorder.tell(do="done")
    _end(kernel)


def _end(kernel: CellKernel) -> None:
    """End as Python would, but without taking apart what the template loaded, which would first have to be copied."""
    kernel.shell.user_ns.clear()
    kernel.shell.displayhook.flush()  # collects garbage too: files that nobody closed are written now
    gc.freeze()  # whoever collects it again finds nothing to look at
    # os._exit() below skips both what waits for threads and what calls exit handlers.
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()
    os._exit(0)


async def _run_cells(kernel: CellKernel, recorder: Recorder, tape: Tape, cells: list[dict[str, Any]]) -> bool:
    """Run cells until one fails; say whether one asked to exit before the last."""
    kernel.io_loop = IOLoop.current()
    for cell in cells:
        request = recorder.msg(
            "execute_request", {"code": cell["source"], "allow_stdin": False, "stop_on_error": False}
        )
        count, name = kernel.execution_count, request["header"]["msg_id"]
        recorder.tell(do="cell", index=cell["index"], count=count, request=name)
        reply = await _run_cell(kernel, recorder, request)
        tape.flush()
        said = {name: reply.get(name) for name in ("status", "ename", "evalue")}
        recorder.tell(do="executed", reply=said, wait=cell is not cells[-1] and not kernel.shell.exit_now)
        if kernel.shell.exit_now:
            return cell is not cells[-1]
        if reply["status"] == "error" and not cell["may_fail"]:
            break
    return False


async def _run_cell(kernel: CellKernel, recorder: Recorder, request: dict[str, Any]) -> dict[str, Any]:
    # What is told when an interrupt comes before the kernel has composed a reply of its own.
    recorder.reply = {"status": "error", "ename": "KeyboardInterrupt", "evalue": ""}
    kernel.found.clear()
    kernel.set_parent([], request)
    kernel.pre_handler_hook()
    try:
        with suppress(KeyboardInterrupt):  # between the lines of the cell and those of the kernel
            await kernel.execute_request(None, [], request)
    finally:
        kernel.post_handler_hook()
    return recorder.reply


class Recorder(Session):
    """Passes on what a kernel publishes.

    Parameters
    ----------
    link
        The connection to the client.
    """

    def __init__(self, link: socket.socket) -> None:
        # Without a key messages are not signed: they go over a socket of two processes, which nobody else can write to.
        super().__init__(key=b"")
        self.link = link
        self.reply: dict[str, Any] = {}
        self.tape: Tape | None = None
        self._waiting: list[bytes] = []
        self._size = 0
        self._lock = threading.Lock()

    def send(  # type: ignore[override]
        self,
        stream: object,
        msg_or_type: Any,
        content: Any = None,
        parent: Any = None,
        _ident: object = None,
        buffers: Any = None,
        *_: object,
        **named: Any,
    ) -> Any:
        """Pass on what goes to the socket for outputs; keep the reply to the current request."""
        if os.getpid() != self.pid:
            return None  # a process that the notebook forked; it has no business with the client
        message = msg_or_type
        if isinstance(msg_or_type, str):
            message = self.msg(msg_or_type, content=content, parent=parent, metadata=named.get("metadata"))
        if message["msg_type"] == "execute_reply":
            self.reply = message["content"]
        elif stream is CellKernel.OUTPUTS:
            if self.tape is not None and message["msg_type"] != "stream":
                self.tape.flush()  # what was written before is shown before
            self._pass_on(message, buffers or message.get("buffers") or [])
        return message

    def _pass_on(self, message: dict[str, Any], buffers: list[Any]) -> None:
        facts = {
            "do": "publish",
            "type": message["msg_type"],
            "request": message["parent_header"].get("msg_id"),
            "buffers": [b64encode(buffer).decode("ascii") for buffer in buffers],
        }
        head = wire.pack(facts)[:-1]
        self._send(
            head + b', "content": ' + self.pack(message["content"]) + b"}", wait=facts["type"] == "execute_result"
        )

    def tell(self, *, wait: bool = False, **facts: object) -> None:
        """Tell the client how far this process has come, with the next that is told if it may wait so long."""
        self._send(wire.pack(facts), wait=wait)

    def _send(self, content: bytes, *, wait: bool) -> None:
        """Send a message, and those that wait, in one: to send takes as long as a small cell."""
        with self._lock:
            self._size += len(content)
            if self._size > SHOWN_BYTES:
                wire.send(self.link, wire.pack({"do": "excess", "limit": SHOWN_BYTES}), sender=wire.CHILD)
                os._exit(1)
            self._waiting.append(content)
            if not wait:
                everything, self._waiting = wire.join(self._waiting), []
                wire.send(self.link, everything, sender=wire.CHILD)


class CellKernel(IPythonKernel):
    """ipykernel's kernel without sockets and threads."""

    OUTPUTS: Final = object()
    shell: Any

    def __init__(self, **given: Any) -> None:
        main = SimpleNamespace(parent_thread=threading.main_thread())
        log = logging.getLogger(__name__)
        super().__init__(iopub_socket=self.OUTPUTS, shell_channel_thread=main, log=log, **given)
        # ipykernel sleeps 0.5 ms in each cell, as ZeroMQ may deliver output after the reply; a single socket cannot.
        self._execute_sleep = 0
        self.shell.exit_now = False
        self.found: dict[tuple[str, str], Any] = {}
        for name in ("transform_cell", "should_run_async"):
            setattr(self.shell, name, self._ask_once(getattr(self.shell, name)))

    def _ask_once(self, ask: Callable[..., Any]) -> Callable[..., Any]:
        """Let the shell find out once of each cell what it is asked twice."""

        def answer(raw_cell: str, **more: Any) -> Any:
            key = (ask.__name__, raw_cell)
            if key not in self.found:
                self.found[key] = ask(raw_cell, **more)
            return self.found[key]

        return answer

    def _publish_execute_input(self, *_: object) -> None:
        """Publish nothing: the client knows the cell, and learns its number when it begins."""

    @property
    def _supports_kernel_subshells(self) -> bool:
        return False


class Tape:
    """Puts what is written to both streams, by Python or below it, into one order.

    Parameters
    ----------
    recorder
        Where it goes.
    """

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._lock = threading.RLock()
        self._name = ""
        self._kept: list[str] = []
        self._size = 0
        self._read = {name: os.fstat(file).st_size for name, file in _STREAMS.items()}  # what comes is a cell's
        self._decoders = {name: codecs.getincrementaldecoder("utf-8")("replace") for name in _STREAMS}
        self._pid = os.getpid()

    def write(self, name: str, text: str) -> None:
        """Add to a stream."""
        if os.getpid() != self._pid:
            os.write(_STREAMS[name], text.encode("utf-8", "replace"))  # the process that forked this one reads it there
            return
        with self._lock:
            self._take_lower()
            self._append(name, text)

    def flush(self, *, lower: bool = True) -> None:
        """Pass on what is kept back, with what was written below Python if that is wanted too."""
        if os.getpid() == self._pid:
            with self._lock:
                if lower:
                    self._take_lower()
                self._pass_on()

    def _take_lower(self) -> None:
        """Take what subprocesses and libraries wrote to the descriptors since."""
        for name, file in _STREAMS.items():
            # pread leaves the offset as it is: the descriptor's offset is shared, and subprocesses write at it.
            while piece := os.pread(file, _PIECE, self._read[name]):
                self._read[name] += len(piece)
                self._append(name, self._decoders[name].decode(piece))

    def _append(self, name: str, text: str) -> None:
        if name != self._name or self._size > STREAM_CHARS:
            self._pass_on()
            self._name = name
        self._kept.append(text)
        self._size += len(text)

    def _pass_on(self) -> None:
        text = "".join(self._kept)
        self._kept, self._size = [], 0
        if text:
            content = {"name": self._name, "text": text}
            parent = CellKernel.instance().get_parent()
            self._recorder.send(CellKernel.OUTPUTS, "stream", content, parent)


class Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of a notebook's cells.

    Parameters
    ----------
    name
        ``"stdout"`` or ``"stderr"``.
    tape
        Where it is written to.
    """

    encoding = "UTF-8"

    def __init__(self, name: str, tape: Tape) -> None:
        self.name = name
        self._tape = tape

    def write(self, text: str) -> int:
        """Write text.

        Raises
        ------
        TypeError
            For what is not text.
        """
        if not issubclass(type(text), str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._tape.write(self.name, text)
        return len(text)

    def flush(self) -> None:
        """Pass on what is kept back; what was written below Python is looked for when the order counts."""
        self._tape.flush(lower=False)

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def fileno(self) -> int:
        """Give the descriptor that subprocesses may write to."""
        return _STREAMS[self.name]
