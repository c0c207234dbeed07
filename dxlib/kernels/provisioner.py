"""Starts Jupyter kernels by forking a template instead of starting Python anew."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, ClassVar

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Float, Int, List, Unicode

from dxlib.errors import DxError
from dxlib.kernels import client, places
from dxlib.kernels.forked import Forked
from dxlib.kernels.memory import MEMORY_VARIABLE
from dxlib.kernels.ready import PROMPT
from dxlib.kernels.recipe import DEFAULT_IDLE_S, IDLE_VARIABLE, Recipe, make_recipe

_LAUNCHER = ["-m", "ipykernel_launcher"]
_PASSED_ON = {"env", "cwd", "stdin", "stdout", "stderr"}
_IGNORED = {"extra_arguments", "kernel_id"}
_LISTEN_TIMEOUT_S = 10.0
_TICK_S = 0.002


class WarmProvisioner(LocalProvisioner):
    """A local provisioner whose kernels are forked from a template; where that is not possible, they start as usual.

    The kernel specification sets ``modules``, ``memory_limit_mb`` and ``idle_s`` under
    ``metadata.kernel_provisioner.config``; ``$DXLIB_KERNEL_MEMORY_MB`` and ``$DXLIB_KERNELS_IDLE_S`` come first.
    """

    modules = List(Unicode(), help="What the template imports beforehand.").tag(config=True)
    memory_limit_mb = Int(0, help="Memory that a kernel may take beyond the template's; 0 for no limit.").tag(
        config=True
    )
    idle_s = Float(
        DEFAULT_IDLE_S, help="How long a template waits for the next kernel after the last client has gone."
    ).tag(config=True)

    process: Any = None  # a Popen, or a Forked with its interface
    _said: ClassVar[set[str]] = set()
    _recipe: Recipe | None = None
    _folder: places.PrivateFolder | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Find or start the template, and let the kernel speak over sockets in a private folder: it needs no ports."""
        try:
            self._recipe = await self._prepare(kwargs)
        except DxError as error:
            self._recipe = None
            self._say_once(str(error))
        if self._recipe is not None:
            self._choose_sockets()
        launch: dict[str, Any] = await super().pre_launch(**kwargs)
        return launch

    async def _prepare(self, kwargs: Mapping[str, Any]) -> Recipe | None:
        """Give the recipe of the template, which is there now; none where this kernel cannot be forked."""
        reason = client.why_not() or self._find_obstacle(kwargs)
        if reason:
            self._say_once(reason)
            return None
        env = {**(kwargs.get("env") or os.environ), **(self.kernel_spec.env or {})}
        python = self.kernel_spec.argv[: self.kernel_spec.argv.index("-m")]
        idle_s = float(env.get(IDLE_VARIABLE) or self.idle_s)
        recipe = make_recipe(self.modules, python=[_find_python(python[0]), *python[1:]], env=env, idle_s=idle_s)
        await _ensure(recipe)
        return recipe

    def _find_obstacle(self, kwargs: Mapping[str, Any]) -> str:
        argv = self.kernel_spec.argv
        if "-m" not in argv or argv[argv.index("-m") :][:2] != _LAUNCHER:
            return f"the kernel specification starts {argv}, not python -m ipykernel_launcher"
        unknown = {name for name in set(kwargs) - _PASSED_ON - _IGNORED if kwargs[name]}
        # A fork is given open files, so there are no pipe ends that its starter could read from, as Popen has them.
        unknown |= {name for name in _PASSED_ON & set(kwargs) if kwargs[name] == subprocess.PIPE}
        return f"a forked process cannot be started with {', '.join(sorted(unknown))}" if unknown else ""

    def _say_once(self, reason: str) -> None:
        if reason not in self._said:
            self._said.add(reason)
            self.log.warning("Kernels start as usual, not warm. %s", reason)

    def _choose_sockets(self) -> None:
        """Name the sockets; a restarted kernel keeps its names, which its clients know."""
        if self._folder is None:
            self._folder = places.PrivateFolder("k")
            if self.parent is not None:
                self.parent.transport = "ipc"
                # With ipc, "ip" is the beginning of five paths (k-1 to k-5), and free TCP ports need not be looked for.
                self.parent.cache_ports = False
                self.parent.ip = str(self._folder.path / "k")
                self.parent.client_factory = PROMPT.get(self.parent.client_factory, self.parent.client_factory)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel."""
        if self._recipe is not None:
            try:
                self.process = self._fork(self._recipe, cmd, kwargs)
            except DxError as error:
                self._say_once(str(error))
            else:
                self.pid = self.pgid = self.process.pid
                self.cwd = kwargs.get("cwd") or Path.cwd()
                await self._wait_until_it_listens(self.process)
                return self.connection_info
        return await super().launch_kernel(cmd, **kwargs)

    @staticmethod
    async def _wait_until_it_listens(process: Forked) -> None:
        """Spare clients the tenth of a second that ZeroMQ lets pass after an attempt to connect that came too early."""
        until = time.monotonic() + _LISTEN_TIMEOUT_S
        while process.poll() is None and not process.take_messages() and time.monotonic() < until:
            await asyncio.sleep(_TICK_S)

    def _fork(self, recipe: Recipe, cmd: Sequence[str], kwargs: Mapping[str, Any]) -> Forked:
        # jupyter_client sets this variable only when it starts the process itself.
        env = {**kwargs["env"], "JPY_PARENT_PID": str(os.getpid())}
        limit = int(env.get(MEMORY_VARIABLE) or self.memory_limit_mb)
        order = client.make_order(cmd, env, kwargs.get("cwd") or Path.cwd(), memory_limit_mb=limit)
        folder = self._folder.path if self._folder else None
        with _open_standard(kwargs) as standard:
            return client.fork(recipe, "kernel", order, standard=standard, folder=folder)

    async def send_signal(self, signum: int) -> None:
        """Signal the kernel and what it started."""
        if isinstance(self.process, Forked):
            self.process.send_signal(signum)
        else:
            await super().send_signal(signum)

    async def cleanup(self, restart: bool = False) -> None:
        """Remove what the kernel leaves; what a restarted one needs stays."""
        await super().cleanup(restart=restart)
        if isinstance(self.process, Forked):
            self.process.close()
        if self._folder is not None and not restart:
            self._folder.remove()
            self._folder = None


async def _ensure(recipe: Recipe) -> None:
    """See that a template is there, which takes seconds the first time; a server has others to serve meanwhile.

    The thread is of this call alone. Those of the event loop stay, and a process that is forked later has the loop but
    not the threads: it would wait for them for ever.
    """
    threads = ThreadPoolExecutor(1)
    try:
        await asyncio.get_running_loop().run_in_executor(threads, client.ensure, recipe)
    finally:
        threads.shutdown(wait=False)


def _find_python(name: str) -> str:
    """Give the interpreter as jupyter_client chooses it: its own, unless the specification names one by its path."""
    version = sys.version_info
    return sys.executable if name in ("python", f"python{version[0]}", f"python{version[0]}.{version[1]}") else name


@contextmanager
def _open_standard(kwargs: Mapping[str, Any]) -> Iterator[list[int]]:
    """Give the descriptors of standard input, output and error as starting a process with these arguments would."""
    with ExitStack() as stack:
        nothing = stack.enter_context(open(os.devnull, "r+b", buffering=0))  # noqa: PTH123
        read_end, write_end = os.pipe()
        stack.callback(os.close, read_end)
        os.close(write_end)

        def find(given: Any, inherited: int) -> int:
            if given is None:
                return inherited if _is_open(inherited) else nothing.fileno()
            if given == subprocess.DEVNULL:
                return nothing.fileno()
            return given if isinstance(given, int) else int(given.fileno())

        read = find(kwargs.get("stdin", read_end), 0)  # as jupyter_client: a pipe into which nobody writes
        out = find(kwargs.get("stdout"), 1)
        errors = kwargs.get("stderr")
        yield [read, out, out if errors == subprocess.STDOUT else find(errors, 2)]


def _is_open(file: int) -> bool:
    try:
        os.fstat(file)
    except OSError:
        return False
    return True
