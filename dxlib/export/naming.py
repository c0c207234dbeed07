"""Short names for the figures and sources of one page, and markup without what a browser adds by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain, pairwise
from typing import Final

from dxlib.brief.evidence import SOURCE_PREFIX, TOTAL_SIGN, Evidence
from dxlib.data.quantities import make_key

_SHORTEST: Final = 3
_PLACED = re.compile(r'( data-at=")([^"]*)')
_NAMED = re.compile(rf'(="#?)(?:(e-)?([a-z2-7]{{8}})|{SOURCE_PREFIX}([^"]+))"')
# End tags that HTML lets a writer leave out, each before what makes it superfluous.
_SUPERFLUOUS = re.compile(
    r"</t[dh]>(?=<t[dh]|</tr>)|</tr>(?=<tr|</t(?:body|head)>)|</thead>(?=<tbody)|</tbody>(?=</table>)"
    r"|</li>(?=<li|</ul>)|</d[td]>(?=<d[td]|</dl>|</div>)"
)


def shorten(names: Iterable[str]) -> dict[str, str]:
    """Give for each name its shortest beginning that no other one shares, of three letters or more.

    A name is a hash, so that on the next edition's page a figure has the same name, but for one in some hundreds.

    Examples
    --------
    >>> shorten(["wxfnbfbi", "wxfaaaaa", "l4s55owj"])
    {'l4s55owj': 'l4s', 'wxfaaaaa': 'wxfa', 'wxfnbfbi': 'wxfn'}
    """
    ordered = sorted(set(names))
    if not ordered:  # a page on which nothing is known
        return {}
    shared = [_count_shared(*pair) for pair in pairwise(ordered)]
    lengths = map(max, [0, *shared], [*shared, 0])
    return {name: name[: max(_SHORTEST, length + 1)] for name, length in zip(ordered, lengths, strict=True)}


def _count_shared(one: str, other: str) -> int:
    """Count the letters with which both begin."""
    return next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))


def name_figures(evidence: Evidence) -> dict[str, str]:
    """Give the name on the page of each figure and conclusion; the N beside a figure is named after it."""
    names = shorten(chain(evidence.stated, evidence.computed, evidence.verdicts))
    return {**names, **{key: f"{names[of]}{TOTAL_SIGN}" for key, of in evidence.totals.items()}}


def name_sources(evidence: Evidence) -> dict[str, str]:
    """Give the name on the page of each source that states a figure."""
    by_key = {make_key(source): source for source in (name.partition("@")[2] for name in evidence.stated.values())}
    return {by_key[key]: short for key, short in shorten(by_key).items()}


def rename_evidence(evidence: Evidence, names: Mapping[str, str]) -> Evidence:
    """Give evidence under the names of the page."""
    return Evidence(
        page=evidence.page,
        stated={names[key]: observation for key, observation in evidence.stated.items()},
        values={names[key]: value for key, value in evidence.values.items()},
        totals={names[key]: names[of] for key, of in evidence.totals.items()},
        computed={
            names[key]: one.model_copy(update={"inputs": tuple(names[part] for part in one.inputs)})
            for key, one in evidence.computed.items()
        },
        verdicts={
            names[key]: one.model_copy(
                update={"target": names[one.target], "latest": names[one.latest], "first": names.get(one.first, "")}
            )
            for key, one in evidence.verdicts.items()
        },
        earlier={names[key]: day for key, day in evidence.earlier.items()},
    )


def rename_markup(page: str, names: Mapping[str, str], sources: Mapping[str, str]) -> str:
    """Give a page whose attributes use the names of the page, without superfluous end tags."""

    def rename(match: re.Match[str]) -> str:
        before, prefix, key, source = match.groups()
        if source is not None:
            return f'{before}{SOURCE_PREFIX}{sources.get(source, source)}"'
        return f'{before}{prefix or ""}{names.get(key, key)}"'

    def rename_placed(match: re.Match[str]) -> str:
        return match[1] + re.sub(r"[a-z2-7]{8}", lambda key: names.get(key[0], key[0]), match[2])

    return _SUPERFLUOUS.sub("", _PLACED.sub(rename_placed, _NAMED.sub(rename, page)))
