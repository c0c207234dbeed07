"""The commands ``dxlib init``, ``new`` and ``translate``; what they do is loaded when they are called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from dxlib.errors import count
from dxlib.paths import Project, find_project

_root = click.option("--root", type=click.Path(path_type=Path), help="The project; by default the one you are in.")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--title", default="Briefs", show_default=True, help="Of all its briefs together, in English.")
def init(*, folder: Path, title: str) -> None:
    """Begin a project that builds at once: one notebook, one ledger of ten figures, and what stands around them."""
    from dxlib.scaffold.beginning import begin_project  # noqa: PLC0415

    project = begin_project(folder, title=title)
    click.echo(
        f"Began {project.root}\nGo on there: dxlib check, dxlib clean, dxlib build; README.md says what to replace."
    )


@click.group()
def new() -> None:
    """Begin one thing in a project: a brief, an indicator, a chart, a language."""


def _say_written(paths: Sequence[Path], project: Project) -> None:
    for path in paths:
        click.echo(f"Wrote {project.show(path)}")


@new.command("brief")
@click.argument("name")
@_root
def new_brief(*, name: str, root: Path | None) -> None:
    """Write a notebook of a few cells, and what it is built for."""
    from dxlib.scaffold.adding import add_brief  # noqa: PLC0415

    _say_written(add_brief(project := find_project(root), name), project)


@new.command("indicator")
@click.argument("name")
@click.option("--topic", default="", help="A topic of the catalogue; by default the first.")
@click.option("--unit", default="PERCENT", show_default=True, help="A unit of the catalogue.")
@_root
def new_indicator(*, name: str, topic: str, unit: str, root: Path | None) -> None:
    """Write the entry of an indicator, with a placeholder for each text."""
    from dxlib.scaffold.adding import add_indicator  # noqa: PLC0415

    _say_written(add_indicator(project := find_project(root), name, topic=topic, unit=unit), project)


@new.command("chart")
@click.argument("name")
@click.option("--brief", default="", help="Into which notebook; by default the last.")
@_root
def new_chart(*, name: str, brief: str, root: Path | None) -> None:
    """Put a picture of your own into a brief: a function that draws it, and the call that shows it."""
    from dxlib.scaffold.adding import add_chart  # noqa: PLC0415

    _say_written(add_chart(project := find_project(root), name, brief=brief), project)


@new.command("language")
@click.argument("code")
@_root
def new_language(*, code: str, root: Path | None) -> None:
    """Begin a language: its translations, its units, what departs from CLDR; it counts once dxlib.yaml names it."""
    from dxlib.scaffold.adding import add_language  # noqa: PLC0415

    _say_written(add_language(project := find_project(root), code), project)


@click.command()
@_root
def translate(root: Path | None) -> None:
    """Bring the translation catalogues up to date with notebooks, library and templates."""
    from dxlib.build.briefs import list_briefs  # noqa: PLC0415
    from dxlib.data.project_file import inspect_project_file  # noqa: PLC0415
    from dxlib.language.extract import collect_messages, update_translations  # noqa: PLC0415

    project = find_project(root)
    # The slash at the end matches folders only; a stray file there is no language.
    begun = (path.name for path in project.locales.glob("*/"))
    named = inspect_project_file(project)[0].languages  # also while the catalogue lacks them
    languages = dict.fromkeys([*named, *sorted(begun)])
    template = collect_messages(list_briefs(project))
    for language, lacking in update_translations(template, languages, project.locales).items():
        click.echo(f"{language}: {count(lacking, 'text')} without a translation")
