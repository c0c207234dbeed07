"""How ``make site`` turns README, docs/ and docstrings into pages that load nothing from the Web."""

from __future__ import annotations

import sys
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

from dxlib import __version__

sys.path.insert(0, str(Path(__file__).parent))  # for schema_tables

project = "dxlib"
author = project_copyright = "The dxlib authors"
version = release = __version__

# The sources are the repository's own files, where GitHub shows them too, so that links between them hold in both.
root_doc = "docs/index"
include_patterns = ["*.md", "deploy/*.md", "docs/**.md"]
# Not walked through: a build has thousands of files there.
exclude_patterns = [".*", "benchmarks", "data", "dxlib", "notebooks", "reports", "site", "soak", "tests"]

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click", "schema_tables"]
myst_heading_anchors = 3
napoleon_google_docstring = False
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 100

nitpicky = True  # a name in a docstring that leads nowhere is a failure
nitpick_ignore_regex = [
    # Types of other libraries, whose pages are on the Web, and types of dxlib that an analyst never makes.
    ("py:class", r"(?!dxlib\.).*"),
    (
        "py:class",
        r"dxlib\.(data|figures\.shelf|brief\.(markup|pictures)|charts\.canvas|evidence)\..*|dxlib\.ask\.texts\.ToldLine",
    ),
]

html_theme = "furo"
html_title = f"dxlib {version}"
html_copy_source = False
html_show_sourcelink = False
html_additional_pages = {"index": "first.html"}  # what a folder shows leads to docs/index.html
templates_path = ["templates"]


def setup(app: Sphinx) -> None:
    """Show CSV, of which Pygments knows nothing, as it is."""
    app.add_lexer("csv", TextLexer)
