"""A notebook whose cells are running, and what becomes of it."""

from __future__ import annotations

import os
import signal
import time
from base64 import b64decode
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, TYPE_CHECKING, Any, Self

from dxlib.errors import NotebookError
from dxlib.kernels import wire
from dxlib.kernels.forked import Forked
from dxlib.kernels.memory import describe_limit

if TYPE_CHECKING:
    from nbformat import NotebookNode

_GRACE_S = 5.0
_LONGEST_S = 60.0
_MOST_SAID = 2000


class Reason(StrEnum):
    """Why a notebook was not run to its end."""

    CELL_FAILED = "cell failed"
    TIMED_OUT = "timed out"
    PROCESS_ENDED = "process ended"
    SHOWED_TOO_MUCH = "showed too much"


_FIXES = {
    Reason.CELL_FAILED: "mend the cell.",
    Reason.TIMED_OUT: "let the cell do less, or give it more time (timeout_s, or 'dxlib build --timeout').",
    Reason.SHOWED_TOO_MUCH: "let the notebook print or show less.",
    Reason.PROCESS_ENDED: "run the notebook in JupyterLab to see what ends its process.",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """Where and how a notebook failed.

    Parameters
    ----------
    reason
        What kind of failure.
    cell_index
        The cell, counted from 0 as in the notebook, text cells included.
    source
        Its code.
    ename, evalue
        The exception; where there was none, no name and what happened.
    """

    reason: Reason
    cell_index: int
    source: str
    ename: str
    evalue: str

    def explain(self) -> NotebookError:
        """Give the error for people."""
        what = f"failed with {self.ename}: {self.evalue}" if self.ename else self.evalue
        return NotebookError(f"Cell {self.cell_index} {what}\n{self.source}", fix=_FIXES[self.reason])


@dataclass(frozen=True, slots=True)
class Execution:
    """What became of a notebook.

    Parameters
    ----------
    notebook
        With the outputs of all cells that ran, also when one failed.
    failure
        What went wrong; none if nothing did.
    """

    notebook: NotebookNode
    failure: Failure | None


class Running:
    """A notebook that a process is running; one thread may watch over any number of them.

    Parameters
    ----------
    notebook
        Receives the outputs.
    process
        Runs the cells.
    errors
        What the process writes to its standard error, below Python.
    timeout_s
        How long one cell may take.
    memory_limit_mb
        Named when the process ends for no reason that it could say.
    """

    def __init__(
        self,
        notebook: NotebookNode,
        process: Forked,
        errors: IO[bytes],
        *,
        timeout_s: float | None = None,
        memory_limit_mb: int = 0,
    ) -> None:
        from nbclient import NotebookClient  # noqa: PLC0415  (slow to load)

        self._notebook, self._process, self._errors = notebook, process, errors
        self._timeout_s, self._memory_limit_mb = timeout_s, memory_limit_mb
        # nbclient would store clock times in the notebook, and equal inputs would give other bytes.
        self._client = NotebookClient(notebook, record_timing=False)
        self._cell = -1
        self._request = ""
        self._deadline: float | None = None
        self._failure: Failure | None = None
        self._is_done = self._is_late = False

    @property
    def is_lost(self) -> bool:
        """Whether it ended because somebody killed the template, so that it may be run again."""
        return self._failure is not None and self._process.is_lost

    @property
    def cell_index(self) -> int | None:
        """Which cell runs or ran last, counted from 0 as in the notebook; none before the first."""
        return None if self._cell < 0 else self._cell

    @property
    def patience_s(self) -> float:
        """How long :meth:`poll` need not be called while nothing can be read."""
        return _LONGEST_S if self._deadline is None else min(_LONGEST_S, max(0.0, self._deadline - time.monotonic()))

    def fileno(self) -> int:
        """Give the descriptor that is readable when :meth:`poll` has something to do, open until :meth:`result`."""
        return self._process.fileno()

    def poll(self) -> bool:
        """Take what has come, interrupt or kill what is late, never wait; say whether all is over."""
        code = self._process.poll()
        for message in self._process.take_messages():
            if self._failure is None:  # a late cell's process may reach the next cell before it is killed
                self._take(message)
        if code is not None:
            self._conclude(code)
        elif self._deadline is not None and time.monotonic() >= self._deadline:
            self._enforce_deadline()
        return code is not None

    def result(self) -> Execution:
        """Wait for the end and give what became of the notebook."""
        while not self.poll():
            wire.wait_readable(self.fileno(), self.patience_s)
        self.close()
        return Execution(self._notebook, self._failure)

    def kill(self) -> None:
        """End it now, with all that it started."""
        self._process.kill()

    def end(self) -> None:
        """End it from another thread than the one that watches over it."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def close(self) -> None:
        """Want nothing more from it; if it still runs, it is killed."""
        self._process.close()
        self._errors.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _take(self, message: dict[str, Any]) -> None:
        match message["do"]:
            case "language":
                self._notebook.metadata["language_info"] = message["info"]
            case "cell":
                self._cell, self._request = message["index"], message["request"]
                self._notebook.cells[self._cell].execution_count = message["count"]
                self._client.clear_before_next_output = False
                self._deadline = None if self._timeout_s is None else time.monotonic() + self._timeout_s
            case "publish" if message["request"] == self._request:
                self._publish(message)
            case "executed":
                self._finish_cell(message["reply"])
            case "excess":
                shown = f"showed more than {message['limit'] >> 20} MB, with all cells before it, and was ended."
                self._fail(Reason.SHOWED_TOO_MUCH, shown)
            case "done":
                self._expect_end()

    def _publish(self, message: dict[str, Any]) -> None:
        cell = self._notebook.cells[self._cell]
        if _is_plain(message) and not self._client.clear_before_next_output:
            _append_plain(cell, message)
            return
        published = {
            "msg_type": message["type"],
            "header": {"msg_type": message["type"]},
            "parent_header": {"msg_id": self._request},
            "content": message["content"],
            "buffers": [b64decode(buffer) for buffer in message["buffers"]],
        }
        self._client.process_message(published, cell, self._cell)
        _join_streams(cell.outputs)

    def _finish_cell(self, reply: dict[str, Any]) -> None:
        self._deadline = None
        cell = self._notebook.cells[self._cell]
        if self._is_late:  # it may have caught the interrupt and gone on
            self._fail(Reason.TIMED_OUT, f"took longer than {self._timeout_s:g} seconds.")
            self._process.kill()
        elif reply["status"] == "error" and "raises-exception" not in cell.metadata.get("tags", []):
            self._fail(Reason.CELL_FAILED, reply["evalue"], ename=reply["ename"])

    def _expect_end(self) -> None:
        """Give the process a while for what it does at its end, and not for ever."""
        self._is_done = True
        self._deadline = time.monotonic() + _GRACE_S

    def _enforce_deadline(self) -> None:
        """Interrupt a cell that is late; kill its process when that does not help."""
        if self._is_late or self._is_done:
            self._deadline = None
            self._process.kill()
        else:
            self._is_late = True
            self._deadline = time.monotonic() + _GRACE_S
            self._process.send_signal(signal.SIGINT)

    def _conclude(self, code: int) -> None:
        if self._failure is None and self._is_late:
            self._fail(Reason.TIMED_OUT, f"took longer than {self._timeout_s:g} seconds and could not be interrupted.")
        elif self._failure is None and not self._is_done:
            self._fail(Reason.PROCESS_ENDED, f"ended its process ({_describe_exit(code)}).{self._read_last_words()}")

    def _fail(self, reason: Reason, evalue: str, *, ename: str = "") -> None:
        index = max(0, self._cell)  # also what happens before the first cell has to be told somewhere
        source = self._notebook.cells[index].source if self._notebook.cells else ""
        self._failure = Failure(reason, index, source, ename, evalue)
        self._expect_end()

    def _read_last_words(self) -> str:
        said = os.pread(self._errors.fileno(), os.fstat(self._errors.fileno()).st_size, 0).decode("utf-8", "replace")
        limit = f"\n{describe_limit(self._memory_limit_mb)}" if self._memory_limit_mb and "emory" in said else ""
        return f" It said:\n{said[-_MOST_SAID:].strip()}{limit}" if said.strip() else ""


def _is_plain(message: dict[str, Any]) -> bool:
    """Say whether a message shows data that are sure to be valid: nbformat takes a millisecond to see it."""
    content = message["content"]
    if message["type"] not in ("display_data", "execute_result") or content.get("transient"):
        return False
    return all(isinstance(value, str) or name.endswith("+json") for name, value in content["data"].items())


def _append_plain(cell: NotebookNode, message: dict[str, Any]) -> None:
    """Append an output as nbclient would."""
    from nbformat import NotebookNode  # noqa: PLC0415  (slow to load)

    content = message["content"]
    output = NotebookNode(
        output_type=message["type"], metadata=NotebookNode(content["metadata"]), data=NotebookNode(content["data"])
    )
    if "execution_count" in content:
        output.execution_count = cell.execution_count = content["execution_count"]
    cell.outputs.append(output)


def _join_streams(outputs: list[Any]) -> None:
    """Let one stream's text stand in one piece, however it arrived."""
    if len(outputs) > 1 and all(output.output_type == "stream" for output in outputs[-2:]):
        last = outputs[-1]
        if outputs[-2].name == last.name:
            outputs[-2].text += last.text
            del outputs[-1]


def _describe_exit(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
