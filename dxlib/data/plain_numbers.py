"""Figures as plain numbers: what Python, numpy and pandas compute with; only a difference keeps its evidence."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dxlib.errors import DataError

if TYPE_CHECKING:
    import numpy as np

_Operation = Callable[[Any, Any], Any]
_Method = Callable[["PlainNumber", object], Any]


def _give_both(operation: _Operation) -> tuple[_Method, _Method]:
    """Give the methods that compute with the plain numbers of two operands, of the left one and of the right one."""

    def compute(self: PlainNumber, other: Any) -> Any:
        return operation(float(self), float(other)) if _is_number(other) else NotImplemented

    def compute_reflected(self: PlainNumber, other: Any) -> Any:
        return operation(float(other), float(self)) if _is_number(other) else NotImplemented

    return compute, compute_reflected


def _give_comparison(operation: _Operation) -> _Method:
    plain, _ = _give_both(operation)

    def compare(self: PlainNumber, other: object) -> Any:
        if isinstance(other, PlainNumber) and self.unit != other.unit:
            raise DataError(
                f"{self.unit} cannot be compared with {other.unit}.",
                fix="compare figures of one unit, or plain numbers: float(a) < float(b).",
            )
        return plain(self, other)

    return compare


def _is_number(value: object) -> bool:
    # Integers of numpy are none of these: with NotImplemented numpy itself computes, by way of __array__.
    return isinstance(value, (int, float, Decimal, PlainNumber))


class PlainNumber:
    """What makes a figure usable where a number is: ``float``, ``round``, ``sum``, ``numpy``, formats, comparisons.

    All of these give plain numbers in single units (25 billion is 25000000000.0), which carry no evidence. Subclasses
    say what :meth:`__float__` gives and what a difference is.
    """

    unit: str

    def __float__(self) -> float:
        raise NotImplementedError

    def __int__(self) -> int:
        return int(float(self))

    def __round__(self, ndigits: int | None = None) -> float:
        return round(float(self), ndigits)

    def __abs__(self) -> float:
        return abs(float(self))

    def __neg__(self) -> float:
        return -float(self)

    def __pos__(self) -> float:
        return float(self)

    def __format__(self, spec: str) -> str:
        return format(float(self), spec) if spec else str(self)

    # numpy 2 passes copy, numpy 1 does not.
    def __array__(self, dtype: np.dtype[Any] | None = None, copy: bool | None = None) -> np.ndarray[Any, Any]:
        import numpy as np  # noqa: PLC0415  (only where somebody computes with it)

        return np.asarray(float(self), dtype=dtype)

    __add__, __radd__ = _give_both(operator.add)
    __mul__, __rmul__ = _give_both(operator.mul)
    __truediv__, __rtruediv__ = _give_both(operator.truediv)
    __floordiv__, __rfloordiv__ = _give_both(operator.floordiv)
    __mod__, __rmod__ = _give_both(operator.mod)
    __pow__, __rpow__ = _give_both(operator.pow)
    _, __rsub__ = _give_both(operator.sub)
    __lt__, __le__ = _give_comparison(operator.lt), _give_comparison(operator.le)
    __gt__, __ge__ = _give_comparison(operator.gt), _give_comparison(operator.ge)
