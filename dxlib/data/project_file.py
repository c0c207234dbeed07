"""The project file ``dxlib.yaml`` at a project's root: what holds for the whole project."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from dxlib.addresses import is_web_address
from dxlib.data.schema import DATE_PATTERN, is_publication_date, is_whole_day
from dxlib.data.words import CODE, LANGUAGES, Code, StrictModel, Text, Words
from dxlib.data.wrong_values import EMPTY_DAY, NO_ADDRESS, NO_DAY, NO_WHOLE_DAY
from dxlib.data.yaml_files import YamlFile, read_yaml
from dxlib.errors import ConfigError, Problem
from dxlib.language.available import SOURCE_LANGUAGE
from dxlib.paths import Project


def _refuse_unless(is_good: Callable[[str], bool], mistake: str, empty: str = "") -> AfterValidator:
    """Give what refuses a text that is not good, as one mistake; an empty one too, if that is a mistake."""

    def check(given: str) -> str:
        kind = mistake if given else empty
        if kind and not is_good(given):
            raise PydanticCustomError(kind, "Not good")
        return given

    return AfterValidator(check)


_IS_DAY: Final = _refuse_unless(is_publication_date, NO_DAY)
_IS_ADDRESS: Final = _refuse_unless(is_web_address, NO_ADDRESS)
Day = Annotated[str, _IS_DAY]  # or a month, or a year; or nothing
WholeDay = Annotated[str, _refuse_unless(is_whole_day, NO_WHOLE_DAY, EMPTY_DAY)]
Address = Annotated[str, StringConstraints(pattern=r"^(https?://\S+)?$"), _IS_ADDRESS]
# YAML reads days and years as such.
ReleaseDay = Annotated[str, BeforeValidator(str), StringConstraints(pattern=rf"^({DATE_PATTERN})?$"), _IS_DAY]
# SDMX wants an agency for each artefact, also of a project that names no office.
_ANY_AGENCY: Final = "OWN"
_NEEDED: Final = "write it; it needs 'title' and 'languages', as 'dxlib init' would give it."


class Owner(StrictModel):
    """Who publishes the briefs.

    Parameters
    ----------
    name
        Of the office.
    url
        Address of its site.
    id
        The name by which SDMX knows the office, as ``ESTAT``.
    """

    name: Words
    url: Address = ""
    id: Annotated[str, StringConstraints(pattern=r"^([A-Z][A-Z0-9_.-]*)?$")] = ""


class Licence(StrictModel):
    """Under which terms text, charts and arrangement stand; each figure keeps the terms of its source.

    Parameters
    ----------
    name
        As ``CC BY 4.0``.
    url
        Address of its text.
    """

    name: Text
    url: Address


class ProjectFile(StrictModel):
    """What a project says of itself.

    Parameters
    ----------
    title
        Of all its briefs together, in each language.
    languages
        Codes by BCP 47 of the languages of its pages; every text of the catalogue is written in all of them. The
        first is the one that a reader is shown who has chosen none.
    description
        One sentence for the index; a general one where it is missing.
    publisher, contact
        Who publishes the briefs, and where a reader may ask: an address of mail or of the web.
    address
        Of the folder in which ``reports/`` is published, with its slash.
    licence
        Of text, charts and arrangement.
    releases
        The calendar of releases: by the year of each edition when it was or will be released, as 2027, 2027-03 or
        2027-03-31. A page names its own release and the next one.
    home
        Key of the area that is meant where a question names none.
    """

    title: Words
    languages: tuple[Code, ...] = Field(min_length=1)
    description: Words | None = None
    publisher: Owner | None = None
    contact: str = ""
    address: Annotated[str, StringConstraints(pattern=r"^(https?://\S+/)?$"), _IS_ADDRESS] = ""
    licence: Licence | None = None
    releases: Mapping[int, ReleaseDay] = Field(default_factory=dict)
    home: str = ""

    @field_validator("languages")
    @classmethod
    def _refuse_twice(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(given)) < len(given):
            raise ValueError("A language is named twice")
        return given

    @property
    def first_language(self) -> str:
        """The one that a reader is shown who has chosen none."""
        return self.languages[0]

    @property
    def agency(self) -> str:
        """The id of the maintenance agency of SDMX exports."""
        return (self.publisher.id if self.publisher else "") or _ANY_AGENCY

    def find_next_release(self, edition: int) -> str:
        """Give when the edition after one is released; empty where the calendar does not say."""
        return next((day for year, day in sorted(self.releases.items()) if year > edition), "")

    def name_publisher(self, language: str) -> str:
        """Give the name of who publishes the briefs; the project's title where nobody is named."""
        return (self.publisher.name if self.publisher else self.title)[language]


def inspect_project_file(project: Project) -> tuple[ProjectFile, YamlFile, list[Problem]]:
    """Read a project's file.

    Returns
    -------
    ProjectFile, YamlFile, list of Problem
        One of the languages alone where the file cannot be used otherwise; the file; what is wrong, with line and key.
    """
    file = read_yaml(project.file)
    if not project.file.exists():
        return _make_up(()), file, [Problem(project.file, 0, "", "Missing file", fix=_NEEDED)]
    # The languages are needed before the file is checked, since the check asks for each text in all of them.
    given = file.data.get(LANGUAGES)
    languages = tuple(one for one in given if isinstance(one, str)) if isinstance(given, list) else ()
    known = tuple(filter(_is_known, languages))
    found, problems = file.check(ProjectFile, dict(file.data), languages=known)
    told = {problem.column for problem in problems}
    unknown = [one for one in _find_unknown_languages(file, given) if one.column not in told]
    problems = [*file.problems, *unknown, *problems]
    return (_make_up(known) if problems or not found else found), file, problems


def _make_up(languages: tuple[str, ...]) -> ProjectFile:
    return ProjectFile.model_construct(
        title=Words({SOURCE_LANGUAGE: "dxlib"}), languages=languages or (SOURCE_LANGUAGE,)
    )


def _find_unknown_languages(file: YamlFile, given: object) -> Iterator[Problem]:
    fix = "write a code of BCP 47 that CLDR knows, as 'pt-BR'."
    for number, code in enumerate(given if isinstance(given, list) else ()):
        if isinstance(code, str) and not _is_known(code):
            yield file.complain((LANGUAGES, str(number)), f"Unknown language '{code}'", fix)


def _is_known(code: str) -> bool:
    from dxlib.language.languages import parse_locale  # noqa: PLC0415  (loads Babel)

    try:
        parse_locale(code)
    except ConfigError:
        return False
    return re.match(CODE, code) is not None  # Babel knows "EN", too
