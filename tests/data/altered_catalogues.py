"""Catalogues of the small project that tests alter, and the problems that are found in them."""

from dxlib.data.catalogue_files import inspect_catalogue


def list_problems(toy):
    _, problems = inspect_catalogue(toy.project)
    return [str(problem).replace(f"{toy.project.catalogue}/", "") for problem in problems]


def change(toy, catalogue_files, path, edit):
    content = catalogue_files()[path]
    edit(content)
    return toy.write_catalogue(path, content)


def find_line(path, text):
    return next(number for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1) if text in line)


def write_systems(toy, catalogue_files, **systems):
    """Give every indicator of the small catalogue the system "portal", and the catalogue the systems that are named."""
    for path, content in catalogue_files().items():
        if path.startswith("indicators/"):
            toy.write_catalogue(path, {key: {**entry, "system": "portal"} for key, entry in content.items()})
    names = dict.fromkeys(("en", "vi", "fr"), "Portal")
    return toy.write_catalogue("systems.yaml", {key: {"name": names, **more} for key, more in systems.items()})
