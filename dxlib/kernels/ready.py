"""Clients of warm kernels: they know when a kernel is ready, and need not wait until it has been silent for a while."""

from __future__ import annotations

import time
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.client import KernelClient
from jupyter_core.utils import ensure_async, run_sync

_PATIENCE_S = 1.0  # then the request is sent again: ZeroMQ drops what is published before a subscription is there


async def _wait_for_ready(client: KernelClient, timeout: float | None = None) -> None:
    """Wait until a kernel has answered, and everything it published until then has come.

    jupyter_client's own clients read until a kernel has said nothing for 0.2 seconds. But a kernel publishes that it is
    idle after all that belongs to a request, so it is enough to wait for that.

    Raises
    ------
    RuntimeError
        When the kernel dies, or does not answer in time.
    """
    until = time.monotonic() + (timeout or float("inf"))
    while time.monotonic() < until:
        request = client.kernel_info()
        try:
            reply = await _find(client.shell_channel, "kernel_info_reply", request)
            await _find(client.iopub_channel, "status", request, execution_state="idle")
        except Empty:
            if not await client._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info") from None
        else:
            client._handle_kernel_info_reply(reply)
            return
    raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")


async def _find(channel: Any, kind: str, request: str, **content: str) -> Any:
    """Read from a channel until a message of some kind comes that belongs to a request."""
    while True:
        message = await ensure_async(channel.get_msg(timeout=_PATIENCE_S))
        belongs = message["msg_type"] == kind and message["parent_header"].get("msg_id") == request
        if belongs and content.items() <= message["content"].items():
            return message


class PromptBlockingClient(BlockingKernelClient):
    """A blocking client that does not wait for silence."""

    wait_for_ready = run_sync(_wait_for_ready)


class PromptAsyncClient(AsyncKernelClient):
    """An asynchronous client that does not wait for silence."""

    wait_for_ready = _wait_for_ready


PROMPT = {BlockingKernelClient: PromptBlockingClient, AsyncKernelClient: PromptAsyncClient}
