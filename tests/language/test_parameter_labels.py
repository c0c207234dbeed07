"""What readers are told of the parameters of a notebook."""

from dxlib.language.parameter_labels import list_labels

CELL = """\
area: str = "VNM"  # key of an area
as_of: str = ""  # ISO date
system: str = "vneid"  # System: a key of data/catalogue/systems.yaml
mark: str = "é#1"  # colour of the mark
home_area: str = "VNM"
"""


def test_the_label_of_a_parameter_is_its_comment_up_to_a_colon_or_else_its_name():
    assert list_labels(CELL) == {"system": "System", "mark": "Colour of the mark", "home_area": "Home area"}


def test_what_is_no_python_or_declares_nothing_has_no_labels():
    assert list_labels("system: str = =") == {}
    assert list_labels("x = 1\nprint(x)\na.b: int = 1") == {}
