"""The Jupyter project's own tests of kernels, on the warm kernel and on the ordinary one."""

from __future__ import annotations

from typing import Any, ClassVar

import jupyter_kernel_test
from jupyter_kernel_test.msgspec_v5 import validate_message

_PATIENCE_S = 60.0


class TestOrdinaryKernel(jupyter_kernel_test.KernelTests):
    """What ipykernel's own kernel passes, with everything switched on that it can do."""

    kernel_name = "python3"
    language_name = "python"
    file_extension = ".py"
    code_hello_world = "print('hello, world')"
    code_stderr = "import sys; print('test', file=sys.stderr)"
    completion_samples: ClassVar = [{"text": "zi", "matches": {"zip"}}]
    complete_code_samples: ClassVar = ["1", "print('hello, world')", "def f(x):\n  return x*2\n\n\n"]
    incomplete_code_samples: ClassVar = ["print('''hello", "def f(x):\n  x*2"]
    invalid_code_samples: ClassVar = ["import = 7q"]
    code_page_something = "zip?"
    code_generate_error = "raise"
    code_execute_result: ClassVar = [{"code": "6*7", "result": "42"}, {"code": "'a'", "result": "'a'"}]
    code_display_data: ClassVar = [
        {"code": "from IPython.display import HTML, display; display(HTML('<b>test</b>'))", "mime": "text/html"},
        {"code": "from IPython.display import Math, display; display(Math('\\\\frac{1}{2}'))", "mime": "text/latex"},
    ]
    code_history_pattern = "6?7*"
    supported_history_operations = ("tail", "search")
    code_inspect_sample = "zip"
    code_clear_output = "from IPython.display import clear_output; clear_output()"

    def flush_channels(self) -> None:
        """Read all that was sent before: up to what a request of our own brings, not until 0.1 s have been silent."""
        request = self.kc.kernel_info()
        for read in (self.kc.get_iopub_msg, self.kc.get_shell_msg):
            while True:
                message = read(timeout=_PATIENCE_S)
                validate_message(message)
                if message["parent_header"].get("msg_id") == request and (
                    message["content"].get("execution_state", "idle") == "idle"
                ):
                    break

    def execute_helper(
        self, code: str, timeout: float = _PATIENCE_S, silent: bool = False, store_history: bool = True,
        stop_on_error: bool = False,
    ) -> tuple[dict[str, Any], list[dict[str, Any]]]:  # fmt: skip
        """Run code as the suite does, but wait longer than 1 s and 0.1 s for a message, and abort nothing after it."""
        request = self.kc.execute(code, silent=silent, store_history=store_history, stop_on_error=stop_on_error)
        reply = self.get_non_kernel_info_reply(timeout=timeout)
        validate_message(reply, "execute_reply", request)
        messages = []
        while not messages or messages[-1]["content"].get("execution_state") != "idle":
            messages.append(self.kc.get_iopub_msg(timeout=timeout))
            validate_message(messages[-1], messages[-1]["msg_type"], request)
        assert messages[0]["content"].get("execution_state") == "busy", messages[0]
        inner = messages[1:-1]
        assert all(message["content"]["code"] == code for message in inner if message["msg_type"] == "execute_input")
        return reply, [message for message in inner if message["msg_type"] != "execute_input"]


class TestWarmKernel(TestOrdinaryKernel):
    """The same for the warm kernel; it may skip nothing that the ordinary one does not skip."""

    kernel_name = "dxlib"
