"""Where what is known of a language stands: a folder each, the library's own and a project's."""

from __future__ import annotations

from pathlib import Path
from typing import Final

SOURCE_LANGUAGE: Final = "en"  # of the library's messages and of notebooks: the key of their translations
LOCALES: Final = Path(__file__).parent / "locales"
MESSAGES: Final = "messages.po"
DEPARTURES: Final = "language.yaml"


def list_own_languages() -> tuple[str, ...]:
    """Give the codes of the languages that the library has its messages in."""
    return tuple(sorted(path.name for path in LOCALES.iterdir() if path.is_dir()))


def list_files(name: str, language: str, own: Path | None) -> list[Path]:
    """Give where a file of a language may stand: the library's, then the project's, which goes before.

    Parameters
    ----------
    name
        :data:`MESSAGES` or :data:`DEPARTURES`.
    language
        Its code, as BCP 47 writes it.
    own
        The folder of a project's languages.
    """
    return [folder / language / name for folder in (LOCALES, own) if folder is not None]
