"""Whether ``data/clean`` is what ``data/raw`` gives: proved once for the same files, before any page is believed."""

from __future__ import annotations

from typing import Final

from dxlib.build.fingerprint import hash_audit
from dxlib.build.outcome import list_some
from dxlib.data import schema
from dxlib.data.catalogue_files import forget_catalogue, read_catalogue
from dxlib.data.stamp import Watch, list_catalogue_files, list_changed, list_files
from dxlib.errors import DataError, DxError
from dxlib.paths import Project, keep_file
from dxlib.seals import is_sealed, make_seal

CURE: Final = "run 'dxlib clean'"
_SOURCE: Final = schema.CLEAN_COLUMNS.index(schema.SOURCE)
# Of this process: what was proved for one page serves the next.
_watches: dict[Project, Watch] = {}
_proved: dict[Project, tuple[str, tuple[str, ...]]] = {}


def prove_clean(project: Project) -> tuple[str, ...]:
    """Give what of ``data/clean`` is not what ``data/raw`` gives; nothing where all is.

    The proof takes most of a second. A note in ``.dxlib`` says for which files it was given, so that each worker of a
    build, and the next build, need not give it again.
    """
    stamp = _compute_stamp(project)
    known = _proved.get(project)
    if known is not None and known[0] == stamp:
        return known[1]
    note = project.clean_proof
    if note.is_file() and is_sealed(note.read_text("ascii", "replace"), stamp):
        faults: tuple[str, ...] = ()
    else:
        forget_catalogue()  # which may have changed since this process read it
        faults = tuple(find_faults(project))
        if not faults:
            keep_file(note, make_seal(stamp).encode())
    _proved[project] = (stamp, faults)
    return faults


def refuse_altered(project: Project) -> None:
    """Refuse to build from clean data that are not what raw data give.

    Raises
    ------
    DataError
        With each place that differs.
    """
    if faults := prove_clean(project):
        listed = "\n".join(list_some(faults))
        changed = " and ".join(list_changed(project))
        what = f"was made before {changed} changed" if changed else "is not what data/raw gives"
        raise DataError(f"{project.show(project.clean)} {what}:\n{listed}", fix=f"{CURE}.")


def _compute_stamp(project: Project) -> str:
    watch = _watches.setdefault(project, Watch())
    files = [*list_files(project.raw), *list_catalogue_files(project), *list_files(project.clean)]
    return f"{watch.hash_files(files, project.root)} {hash_audit(project)}"


def find_faults(project: Project) -> list[str]:
    """Hold ``data/clean`` against ``data/raw``, and tell each fault with its place."""
    from dxlib.audit import cleaned  # noqa: PLC0415  (only where it is not proved yet)
    from dxlib.data.formats import data_package  # noqa: PLC0415
    from dxlib.data.pull.kept import read_feeds  # noqa: PLC0415

    catalogue = read_catalogue(project)
    fetched = read_feeds(project, catalogue)
    try:
        tables = cleaned.compose_tables(project, catalogue.sources, fetched.rows)
        for name in tables:
            catalogue.get_indicator(name)
    except DxError as error:
        return [str(error)]
    contents = {name: cleaned.render_table(rows) for name, rows in tables.items()}
    sources = {name: {row[_SOURCE] for row in rows} for name, rows in tables.items()}
    wanted = {f"{name}.csv": content for name, content in contents.items()}
    wanted[data_package.PACKAGE] = data_package.render_data_package(catalogue, contents, sources)
    wanted[data_package.SCHEMA] = data_package.render_table_schema()
    return [str(fault) for fault in cleaned.list_faults(project, wanted)]
