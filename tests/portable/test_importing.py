"""Every module of dxlib can be imported where Python lacks what only Unix, or only Linux, has."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from tests.building import ROOT

# All of dxlib is imported as it is, which loads every other library; then once more, as if this were Windows.
SCRIPT = """
import importlib, json, os, pkgutil, select, signal, socket, sys
import dxlib

def list_modules():
    return [one.name for one in pkgutil.walk_packages(dxlib.__path__, "dxlib.") if one.name not in SKIPPED]

SKIPPED = {"dxlib.__main__", "dxlib.kernels.__main__"}
names = list_modules()
for name in names:
    importlib.import_module(name)
for name in [name for name in sys.modules if name.partition(".")[0] == "dxlib"]:
    del sys.modules[name]
LACKING = {
    os: "fork forkpty memfd_create geteuid getuid getegid getgid getgroups getpgrp getpgid killpg setsid setpgid "
    "getpriority setpriority PRIO_PROCESS sched_getaffinity register_at_fork pread pwrite O_DIRECTORY O_NOFOLLOW "
    "O_CLOEXEC O_NONBLOCK fchmod fchown chown statvfs mkfifo wait wait3 wait4 WNOHANG uname sysconf posix_spawn "
    "pidfd_open nice getloadavg openpty sendfile",
    signal: "SIGKILL SIGCHLD SIGHUP SIGUSR1 SIGUSR2 SIGALRM SIGQUIT SIGPIPE setitimer pthread_sigmask sigwait",
    socket: "AF_UNIX SOCK_SEQPACKET SCM_RIGHTS MSG_CMSG_CLOEXEC MSG_DONTWAIT CMSG_LEN send_fds recv_fds",
    select: "poll epoll",
}
for module, given in LACKING.items():
    for name in given.split():
        if hasattr(module, name):
            delattr(module, name)
for name in ("fcntl", "resource", "pwd", "grp", "termios", "pty", "tty"):
    sys.modules[name] = None
sys.platform = "win32"
failed = {}
for name in names:
    try:
        importlib.import_module(name)
    except Exception as error:
        failed[name] = repr(error)
from dxlib.kernels.client import why_not
print(json.dumps([len(names), failed, why_not()]))
"""


def test_every_module_can_be_imported_without_what_windows_lacks():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    count, failed, reason = json.loads(done.stdout)
    assert count > 200
    assert failed == {}
    assert reason == "forking a process that has loaded libraries is not safe on win32"
