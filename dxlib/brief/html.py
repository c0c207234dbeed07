"""Elements of markup, put together from parts that are each escaped once."""

from __future__ import annotations

from markupsafe import Markup, escape


def join(*parts: str) -> Markup:
    """Put markup and texts together; texts are escaped.

    Examples
    --------
    >>> join(Markup("<b>1</b>"), " < 2")
    Markup('<b>1</b> &lt; 2')
    """
    return Markup("".join(map(escape, parts)))  # noqa: S704  (each part is markup or was escaped)


def element(tag: str, *content: str, **attributes: str | None) -> Markup:
    """Give an element; an underscore in an attribute's name stands for a hyphen, one without a value is left out.

    Examples
    --------
    >>> element("a", "R&D", href="#e-x", data_q="", lang=None)
    Markup('<a href="#e-x" data-q="">R&amp;D</a>')
    """
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{tag}{written}>{''.join(map(escape, content))}</{tag}>")  # noqa: S704  (as above)
