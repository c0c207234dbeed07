"""Opening a brief: from a notebook's parameters to its figures and words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR
from pathlib import Path

from dxlib.brief.brief import Brief
from dxlib.brief.days import parse_as_of
from dxlib.brief.markup import Writer
from dxlib.data.catalogue import Catalogue
from dxlib.data.catalogue_files import read_catalogue
from dxlib.data.keys import Value
from dxlib.data.observations import ObservationStore
from dxlib.data.yaml_files import read_yaml
from dxlib.errors import ConfigError, did_you_mean
from dxlib.evidence.format import Page
from dxlib.evidence.render import make_speaker
from dxlib.figures.shelf import Shelf
from dxlib.language import Speaker
from dxlib.language.parameter_labels import STANDARD, list_labels
from dxlib.notebook_files import read_cells
from dxlib.paths import Project, find_project


def open_brief(
    name: str,
    /,
    *,
    area: str = "",
    edition: int = 0,
    language: str = "",
    as_of: str = "",
    root: Path | str | None = None,
    **parameters: Value,
) -> Brief:
    """Open a brief in a notebook's set-up cell.

    Parameters
    ----------
    name
        The brief's name: its notebook's file name without ending.
    area
        Key of an area in the catalogue.
    edition
        Year of an edition that ``notebooks/briefs.yaml`` declares; with ``as_of``, of any.
    language
        Code of a language that the project has.
    as_of
        ISO date; figures that became known later are not there. Empty: the edition's last day.
    root
        The project; by default the one that the working directory lies in.
    **parameters
        What the notebook declares besides, each under its name: ``system=system``. Sentences may name one that is a
        text (``{system}``): by the name of that key in the catalogue, else as it is.

    Returns
    -------
    Brief
        Whose methods give figures and the pieces of the page.

    Raises
    ------
    ConfigError
        For a brief that has no notebook, an area, edition or language that is unknown or not given, or a date that is
        none; what is allowed is listed.

    Examples
    --------
    >>> brief = open_brief("05-international-rankings", area="VNM", edition=2025, language="en")
    >>> print(brief.say("{area} ranks {rank}.", rank=brief.latest("egdi_rank")))
    Viet Nam ranks 71.
    """
    project = find_project(root)
    catalogue = read_catalogue(project)
    _refuse_unknown(name, [path.stem for path in project.notebooks.glob("*.ipynb")], area, catalogue)
    _refuse_edition(project, edition, as_of)
    if parameters:
        _refuse_parameters(project.notebooks / f"{name}.ipynb", parameters)
    day = parse_as_of(as_of, edition)
    writer = Writer(_find_speaker(language, catalogue), Shelf(ObservationStore(project, catalogue, day)), area)
    page = Page(brief=name, area=area, edition=str(edition), language=language, as_of=day.isoformat(),
                parameters=parameters)  # fmt: skip
    return Brief(page, writer)


def _refuse_unknown(name: str, briefs: Iterable[str], area: str, catalogue: Catalogue) -> None:
    """Refuse a brief or an area that does not exist; both are named at once."""
    wrong: list[str] = []
    allowed: list[str] = []
    for what, given, known in (("No brief", name, sorted(briefs)), ("Unknown area", area, list(catalogue.areas))):
        if not isinstance(given, str) or given not in known:
            missing = f"No {what.rpartition(' ')[2]} is given."
            shown = given if isinstance(given, str) else f"{given!r:.60}"
            wrong.append(f"{what} '{shown}'.{did_you_mean(shown, known)}" if shown else missing)
            allowed += known
    if wrong:
        fix = "name a notebook of notebooks/ without its ending, and an area by its key in data/catalogue/areas.yaml."
        raise ConfigError(" ".join(wrong), allowed=allowed, fix=fix)


def _refuse_parameters(notebook: Path, given: Iterable[str]) -> None:
    """Refuse parameters that the notebook does not declare: a slip in another name would pass for one."""
    sources = (cell.source for cell in read_cells(notebook) if "parameters" in cell.tags)
    declared = [*STANDARD, *(name for source in sources for name in list_labels(source))]
    if unknown := [name for name in given if name not in declared]:
        hints = " ".join(f"{notebook.name} declares no parameter '{name}'.{did_you_mean(name, declared)}"
                         for name in unknown)  # fmt: skip
        raise ConfigError(hints, allowed=declared, fix="use a declared name, or declare it in the parameters cell.")


def _refuse_edition(project: Project, edition: int, as_of: str) -> None:
    """Refuse an edition that the project does not declare; one that it may declare some day opens as of a given day."""
    # Read as plain YAML, because the module that knows declarations stands in build, on a floor above.
    stated = read_yaml(project.briefs).data.get("editions")
    declared = list(stated) if isinstance(stated, dict) else []
    # The last day of the edition is made of it, and date() takes these years only.
    is_year = isinstance(edition, int) and MINYEAR <= edition <= MAXYEAR
    if edition in declared or (is_year and (as_of or not declared)):
        return
    raise ConfigError(
        f"Unknown edition '{edition}'." if edition else "No edition is given.",
        allowed=[str(year) for year in declared] or ["2024"],
        fix=f"name a year, of an edition that {project.show(project.briefs)} declares, or give as_of too.",
    )


def _find_speaker(language: str, catalogue: Catalogue) -> Speaker:
    try:
        return make_speaker(language, catalogue)
    except ConfigError as error:
        # For an empty code the message would speak of an unknown language ''.
        if language:
            raise
        fix = "name the language of the page, as language='…'."
        raise ConfigError("No language is given.", allowed=error.allowed, fix=fix) from None
