"""The commands ``dxlib merge``, ``publish`` and ``verify-release``; what they do is loaded when they are called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from dxlib.bounds import FIRST_YEAR, LAST_YEAR
from dxlib.errors import ExitCode
from dxlib.letters import show_hidden
from dxlib.paths import Project, find_project

_root = click.option("--root", type=click.Path(path_type=Path), help="The project; by default the one you are in.")


def say_stale(project: Project) -> None:
    """Say which pages of the release are from before, because their jobs failed since."""
    from dxlib.build.listed import describe_stale, list_stale  # noqa: PLC0415

    if stale := list_stale(project):
        click.echo(show_hidden(describe_stale(stale)), err=True)


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
@_root
def merge(folders: Sequence[Path], root: Path | None) -> None:
    """Take what the shards of a build left (their folders .dxlib) into this project, and show all pages together."""
    from dxlib.build.briefs import read_declarations  # noqa: PLC0415
    from dxlib.build.merging import merge as merge_shards  # noqa: PLC0415
    from dxlib.data.catalogue_files import read_catalogue  # noqa: PLC0415

    project = find_project(root)
    summary = merge_shards(project, read_declarations(project, read_catalogue(project)), folders)
    for error in summary.errors:
        click.echo(show_hidden(error), err=True)
    click.echo(str(summary))
    say_stale(project)
    if summary.exit_code:
        sys.exit(summary.exit_code)


@click.command()
@click.option("--output", required=True, help="A folder, or any address that fsspec opens, as s3://bucket/briefs.")
@click.option("--revise", is_flag=True, help="Alter editions that were published; revisions.json says what changed.")
@click.option("--without", multiple=True, help="Leave out this page, as 2025/en/07-x/AREA.html; may be given often.")
@click.option("--sign", "key", type=click.Path(path_type=Path), help="Sign the checksums with this key of minisign.")
@_root
def publish(*, output: str, revise: bool, without: Sequence[str], key: Path | None, root: Path | None) -> None:
    """Bring what reports/ shows to an address; an edition that was published is never altered without --revise.

    A release in which a page is stale, or a job failed without a page, is refused, unless these are left out.
    """
    from dxlib.build.publish import publish as publish_release  # noqa: PLC0415
    from dxlib.build.signing import open_signer  # noqa: PLC0415

    sign = open_signer(key, lambda: click.prompt("Password of the key", hide_input=True, err=True)) if key else None
    click.echo(str(publish_release(find_project(root), output, revise=revise, without=without, sign=sign)))


@click.command("verify-release")
@click.argument("address")
@click.option("--key", default="", help="The public key by which the checksums must be signed: its file, or its line.")
def verify_release(*, address: str, key: str) -> None:
    """Read every file of a published release, and fail on one that is not what its checksums and manifest say.

    ADDRESS is a folder or an address of http or https: a whole release, or one edition of it. No project is needed.
    """
    from dxlib.build.verifying import verify_release as verify  # noqa: PLC0415

    found = verify(address, key)
    for name, problem in [*found.problems.items(), *found.unread.items()]:
        click.echo(show_hidden(f"- {name}: {problem}"), err=True)
    click.echo(show_hidden(str(found)), err=bool(found.problems or found.unread))
    if found.problems:
        sys.exit(ExitCode.CHECK_FAILED)
    if found.unread:
        sys.exit(ExitCode.SOME_FAILED)


class EditionChoice(click.IntRange):
    """The year of an edition, or the word for all of them."""

    def __init__(self) -> None:
        super().__init__(FIRST_YEAR, LAST_YEAR)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Give the year that a text says, or the word, or fail."""
        from dxlib.build.plan import ALL_EDITIONS  # noqa: PLC0415

        if value == ALL_EDITIONS:
            return value
        if isinstance(value, str) and not value.isdecimal():
            self.fail(f"{value!r} is neither a year nor '{ALL_EDITIONS}'.", param, ctx)
        return super().convert(value, param, ctx)
