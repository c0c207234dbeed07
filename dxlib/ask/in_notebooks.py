"""What a notebook gets at the first use of a name of dxlib: rich figures, tables that say their day, completion."""

from __future__ import annotations

import sys
from html import escape
from traceback import format_exception
from typing import TYPE_CHECKING, Any

from dxlib.ask.completing import complete
from dxlib.ask.figure_cards import show_missing, show_quantity
from dxlib.ask.texts import Answer
from dxlib.data.quantities import Missing, Quantity
from dxlib.errors import ConfigError
from dxlib.figures.shelf import Shelf

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

_PREPARED = "_dxlib_prepared"
_DAY = "as_of"
_PRIORITY = 1_000  # before the completion of file names, which looks into quotes as well


def prepare() -> None:
    """Teach the running notebook, if there is one, to show figures and to complete their names; once."""
    shell = _find_shell()
    if shell is None or shell.display_formatter is None or getattr(shell, _PREPARED, False):
        return
    # The shell knows it, not this module: a module that is loaded again would add the completion a second time.
    setattr(shell, _PREPARED, True)
    formatters = shell.display_formatter.formatters
    for kind in (Quantity, Missing):
        formatters["text/html"].for_type(kind, lambda one: _show(one)._repr_html_())
        formatters["text/plain"].for_type(kind, lambda one, printer, _cycle: printer.text(str(_show(one))))
    for module in ("pandas", "pandas.core.frame"):  # where pandas 3 and pandas 2 say that a DataFrame is at home
        formatters["text/html"].for_type_by_name(module, "DataFrame", _show_table)
    from IPython.core.completer import context_matcher  # noqa: PLC0415  (loaded already)

    shell.Completer.custom_matchers.append(context_matcher(priority=_PRIORITY, identifier="dxlib")(complete))


def traceback() -> None:
    """Print the whole traceback of the last error; a notebook shows only what was wrong and how to mend it.

    Raises
    ------
    ConfigError
        Where nothing has failed so far.

    Examples
    --------
    >>> import sys
    >>> sys.last_value = ValueError("no such thing")  # what Python and IPython note down of an error
    >>> traceback()
    ValueError: no such thing
    >>> del sys.last_value
    """
    error = getattr(sys, "last_value", None)
    if error is None:
        raise ConfigError("Nothing has failed so far.", fix="call it after an error.")
    sys.stdout.write("".join(format_exception(error)))


def _find_shell() -> InteractiveShell | None:
    """Give the shell of the notebook that runs; none in a program that never loaded IPython."""
    # A program that has not loaded IPython runs in no notebook, and to import it is slow.
    if "IPython" not in sys.modules:
        return None
    from IPython.core.getipython import get_ipython  # noqa: PLC0415  (loaded already)

    return get_ipython()


def _show(figure: Quantity | Missing) -> Answer:
    origin = figure.find_origin() if isinstance(figure, Quantity) else figure.origin
    if not isinstance(origin, Shelf):
        return Answer(repr(figure), "", ())
    return show_quantity(figure, origin) if isinstance(figure, Quantity) else show_missing(figure, origin)


def _write_number(value: float) -> str:
    """Write a number of a table with all digits that count; amounts of one column differ by powers of ten."""
    # A float is exact to 15 decimal digits; with 17 of them 0.1 + 0.2 is shown as 0.30000000000000004.
    return f"{value:,.15g}"


def _show_table(table: Any) -> str | None:
    """Give a table as pandas does; one of ours with plain numbers and the day that it is of."""
    day = table.attrs.get(_DAY)
    if not day:
        return table._repr_html_()  # type: ignore[no-any-return]
    import pandas as pd  # noqa: PLC0415  (loaded already)

    # A format that the analyst chose by pandas' own option goes before ours.
    with pd.option_context("display.float_format", pd.get_option("display.float_format") or _write_number):
        shown: str | None = table._repr_html_()
    # pandas gives nothing where its option display.notebook_repr_html is off.
    if shown is None:
        return None
    return f'{shown}<p style="opacity:.72;margin:.2em 0">{len(table)} rows, as of {escape(str(day))}</p>'
