"""The plan: every job of an edition; pure, it runs nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from dxlib.errors import ConfigError, did_you_mean

if TYPE_CHECKING:  # what is known to be built is told without loading what declarations need
    from dxlib.build.briefs import Declarations


@dataclass(frozen=True, slots=True)
class Job:
    """One brief for one area, edition and language: one HTML file.

    Parameters
    ----------
    as_of
        ISO date of the knowledge it shows.
    alone
        Whether its brief is built for this area only, so that the page's address does not name it.
    languages
        Those of the brief, to which its page leads.
    """

    brief: str
    area: str
    edition: int
    language: str
    as_of: str
    alone: bool
    languages: tuple[str, ...] = ()

    @property
    def page(self) -> PurePosixPath:
        """The page's address below ``reports/``."""
        return PurePosixPath(self.id)

    @property
    def id(self) -> str:
        """What tells it from every other job: the address of its page."""
        name = self.brief if self.alone else f"{self.brief}/{self.area}"
        return f"{self.edition}/{self.language}/{name}.html"

    @property
    def parameters(self) -> dict[str, object]:
        """What its notebook is run with."""
        return {"area": self.area, "edition": self.edition, "language": self.language, "as_of": self.as_of}

    def __str__(self) -> str:
        return f"{self.brief} {self.area} {self.edition} {self.language}"


def make_plan(
    declarations: Declarations,
    *,
    briefs: Collection[str] = (),
    areas: Collection[str] = (),
    editions: Collection[int] = (),
    languages: Collection[str] = (),
    as_of: str = "",
) -> list[Job]:
    """Give the jobs of the declared briefs, in the order of their declaration.

    Parameters
    ----------
    declarations
        What is built.
    briefs, areas, editions, languages
        Only these; all when empty, of editions the latest.
    as_of
        Another day than the edition's own.

    Raises
    ------
    ConfigError
        For a selection that nothing declared fits.
    """
    _refuse_unknown("brief", briefs, declarations.briefs)
    _refuse_unknown("edition", [str(one) for one in editions], [str(one) for one in declarations.editions])
    entries = declarations.briefs.values()
    _refuse_unknown("area", areas, dict.fromkeys(area for entry in entries for area in entry.areas))
    _refuse_unknown("language", languages, dict.fromkeys(code for entry in entries for code in entry.languages))
    wanted = editions or [declarations.latest_edition]
    return [
        Job(
            brief=name,
            area=area,
            edition=edition,
            language=language,
            as_of=as_of or str(declarations.editions[edition].as_of),
            alone=len(entry.areas) == 1,
            languages=entry.languages,
        )
        for name, entry in declarations.briefs.items()
        if not briefs or name in briefs
        for edition in entry.editions
        if edition in wanted
        for area in entry.areas
        if declarations.covers(area, edition)
        if not areas or area in areas
        for language in entry.languages
        if not languages or language in languages
    ]


def list_declared(declarations: Declarations) -> list[Job]:
    """Give every job that is declared, of all editions."""
    return make_plan(declarations, editions=list(declarations.editions))


def _refuse_unknown(field: str, given: Collection[str], known: Collection[str]) -> None:
    for value in given:
        if value not in known:
            raise ConfigError(
                f"No {field} '{value}' is declared.{did_you_mean(value, known)}",
                allowed=known,
                fix=f"choose one of these, or declare the {field} in notebooks/briefs.yaml.",
            )
