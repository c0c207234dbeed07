"""Pure mathematics on quantities: every result knows its inputs, and what may not be compared is refused."""

from dxlib.analysis.changes import (
    compute_change,
    compute_compound_growth,
    compute_difference,
    compute_growth,
    compute_rank_change,
)
from dxlib.analysis.comparability import (
    are_comparable,
    check_comparable,
    is_bound,
    lies_between,
    refuse_nesting,
    says_less,
)
from dxlib.analysis.proportions import compute_median, compute_ratio, compute_share
from dxlib.analysis.standings import compute_count, compute_place, compute_tally
from dxlib.analysis.targets import (
    TargetStatus,
    Verdict,
    assess_target,
    compute_distance,
    compute_needed_pace,
    compute_pace,
    reaches,
)

__all__ = [
    "TargetStatus", "Verdict", "are_comparable", "assess_target", "check_comparable",
    "compute_change", "compute_compound_growth", "compute_count", "compute_difference", "compute_distance",
    "compute_growth", "compute_median", "compute_needed_pace", "compute_pace", "compute_place",
    "compute_rank_change", "compute_ratio", "compute_share", "compute_tally", "is_bound", "lies_between",
    "reaches", "refuse_nesting", "says_less",
]  # fmt: skip
