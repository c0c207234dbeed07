"""What numbers mean is forgotten between tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dxlib.audit.contradictions import spans


@pytest.fixture(autouse=True)
def _forget_spans() -> Iterator[None]:
    """Forget what numbers mean: a mutant of that meaning must see, and leave, none of another."""
    spans._read_span.cache_clear()
    yield
    spans._read_span.cache_clear()
