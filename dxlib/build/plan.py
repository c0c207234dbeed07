"""The plan: every job of an edition; pure, it runs nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

from dxlib.data.keys import Value, format_value
from dxlib.errors import ConfigError, did_you_mean

if TYPE_CHECKING:  # what is known to be built is told without loading what declarations need
    from dxlib.build.briefs import BriefEntry, Declarations

ALL_EDITIONS: Final = "all"  # how every declared edition is asked for
_PLACED: Final = ("edition", "language")  # at the head of each address

Pairs = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Job:
    """One brief with one value of each of its parameters: one HTML file.

    Parameters
    ----------
    values
        Each parameter with its value: area, edition, language, then what the brief adds.
    as_of
        ISO date of the knowledge it shows.
    opened
        The parameters of which its brief has several values, so that the page's address names them, in their order;
        edition and language apart.
    languages
        Those of the brief, to which its page leads.
    labels
        What readers are told that each added parameter is, in English.
    """

    brief: str
    values: Pairs
    as_of: str
    opened: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()

    @property
    def area(self) -> str:
        """The key of its area."""
        return str(dict(self.values)["area"])

    @property
    def edition(self) -> int:
        """The year of its edition."""
        return int(dict(self.values)["edition"])

    @property
    def language(self) -> str:
        """The language of its page."""
        return str(dict(self.values)["language"])

    @property
    def own(self) -> dict[str, Value]:
        """The parameters that its brief adds."""
        # The first three are area, edition and language in every job, see Expansion.expand().
        return dict(self.values[3:])

    @property
    def name(self) -> str:
        """The page's address within an edition and a language."""
        values = dict(self.values)
        return f"{'/'.join([self.brief, *(format_value(values[name]) for name in self.opened)])}.html"

    @property
    def id(self) -> str:
        """What tells it from every other job: the address of its page below ``reports/``."""
        return f"{self.edition}/{self.language}/{self.name}"

    @property
    def parameters(self) -> dict[str, Value]:
        """What its notebook is run with."""
        return {**dict(self.values), "as_of": self.as_of}

    def __str__(self) -> str:
        own = (format_value(value) for value in self.own.values())
        return " ".join([self.brief, self.area, *own, str(self.edition), self.language])


def make_plan(
    declarations: Declarations,
    *,
    briefs: Collection[str] = (),
    areas: Collection[str] = (),
    editions: Collection[int | str] = (),
    languages: Collection[str] = (),
    parameters: Sequence[tuple[str, str]] = (),
    as_of: str = "",
) -> list[Job]:
    """Give the jobs of the declared briefs, in the order of their declaration.

    Parameters
    ----------
    declarations
        What is built.
    briefs, areas, editions, languages
        Only these; all when empty, of editions the latest. Of editions, ``all`` stands for every one that is declared.
    parameters
        Names of parameters, each with the text of a value: only jobs that have one of the values of each.
    as_of
        Another day than the edition's own.

    Raises
    ------
    ConfigError
        For a selection that nothing declared fits, with everything that is wrong with it.
    """
    wanted: dict[str, list[str]] = {"area": [*areas], "edition": [*map(str, editions)], "language": [*languages]}
    if ALL_EDITIONS in editions:
        wanted["edition"] = [*map(str, declarations.editions)]
    for name, text in parameters:
        wanted.setdefault(name, []).append(text)
    _refuse_unknown(declarations, briefs, wanted)
    chosen = {name: texts for name, texts in wanted.items() if texts}
    chosen.setdefault("edition", [str(declarations.latest_edition)])
    return [
        job
        for name, entry in declarations.briefs.items()
        if not briefs or name in briefs
        # With '-p system vneid', briefs that have no system are not meant.
        if chosen.keys() <= entry.values.keys()
        for job in _list_jobs(name, entry, declarations, chosen, as_of)
    ]


def _list_jobs(
    brief: str, entry: BriefEntry, declarations: Declarations, chosen: Mapping[str, Collection[str]], as_of: str
) -> Iterator[Job]:  # fmt: skip
    order = ["edition", *(name for name in entry.values if name not in _PLACED), "language"]
    # What is declared decides, not what is chosen: a selection does not move a page to another address.
    opened = tuple(name for name in order[1:-1] if len(entry.values[name]) > 1)
    languages = tuple(map(str, entry.values["language"]))
    of_each = [
        [value for value in entry.values[name] if name not in chosen or format_value(value) in chosen[name]]
        for name in order
    ]
    for found in product(*of_each):
        values = dict(zip(order, found, strict=True))
        day = declarations.get_day(int(values["edition"]))
        if declarations.covers(values, day):
            pairs = tuple((name, values[name]) for name in entry.values)
            yield Job(brief, pairs, as_of or day, opened, languages, tuple(entry.labels.items()))


def list_declared(declarations: Declarations) -> list[Job]:
    """Give every job that is declared, of all editions."""
    return make_plan(declarations, editions=list(declarations.editions))


def _refuse_unknown(
    declarations: Declarations, briefs: Collection[str], wanted: Mapping[str, Collection[str]]
) -> None:  # fmt: skip
    known: dict[str, dict[str, None]] = {"area": {}, "edition": {}, "language": {}}  # also where no brief is declared
    for entry in declarations.briefs.values():
        for name, values in entry.values.items():
            known.setdefault(name, {}).update(dict.fromkeys(map(format_value, values)))
    known["edition"] = dict.fromkeys(map(str, declarations.editions))
    wrong = [*_list_unknown("brief", briefs, declarations.briefs), *_list_unknown("parameter", wanted, known)]
    wrong += [one for name, texts in wanted.items() for one in _list_unknown(name, texts, known.get(name, texts))]
    if len(wrong) == 1:
        raise wrong[0]
    if wrong:
        listed = "\n".join(f"- {one}".replace("\n", "\n  ") for one in wrong)
        raise ConfigError(f"{len(wrong)} problems found:\n{listed}")


def _list_unknown(field: str, given: Collection[str], known: Collection[str]) -> Iterator[ConfigError]:
    for value in dict.fromkeys(given):
        if value not in known:
            yield ConfigError(
                f"No {field} '{value}' is declared.{did_you_mean(value, known)}",
                allowed=known,
                fix=f"choose one of these, or declare the {field} in notebooks/briefs.yaml.",
            )
