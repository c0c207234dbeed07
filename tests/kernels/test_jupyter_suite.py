"""The Jupyter project's own tests of kernels, on the warm kernel and on the ordinary one."""

from __future__ import annotations

from typing import ClassVar

import jupyter_kernel_test


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


class TestWarmKernel(TestOrdinaryKernel):
    """The same for the warm kernel; it may skip nothing that the ordinary one does not skip."""

    kernel_name = "dxlib"
