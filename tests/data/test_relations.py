"""What figures must agree with."""

from dxlib.data.relations import Relations, inspect_relations


def inspect(toy, text):
    toy.write("data/catalogue/relations.yaml", text)
    relations, problems = inspect_relations(toy.project, toy.catalogue)
    return relations, [str(problem).replace(f"{toy.project.root}/", "") for problem in problems]


def test_a_project_may_do_without(toy):
    assert inspect_relations(toy.project, toy.catalogue) == (Relations(), [])


def test_relations_are_read(toy):
    relations, problems = inspect(toy, "rank: {egdi_rank: egdi_value}\nmean: {egdi_value: [online_share]}\n")
    assert problems == []
    assert relations.rank == {"egdi_rank": "egdi_value"}
    assert relations.mean == {"egdi_value": ("online_share",)}


def test_an_unknown_indicator_is_answered_with_line_and_nearest(toy):
    relations, problems = inspect(toy, "cumulative: [acounts]\nrank:\n  egdi_rank: egdi_valu\n")
    assert relations == Relations()
    assert [problem.splitlines()[0] for problem in problems] == [
        "Unknown indicator 'egdi_valu' in data/catalogue/relations.yaml, line 3, rank.egdi_rank. "
        "Did you mean 'egdi_value'?",
        "Unknown indicator 'acounts' in data/catalogue/relations.yaml, line 1, cumulative.acounts. "
        "Did you mean 'accounts'?",
    ]


def test_an_unknown_relation_is_refused(toy):
    _, (problem,) = inspect(toy, "sum: {}\n")
    assert problem.startswith("Extra inputs are not permitted in data/catalogue/relations.yaml, line 1, sum.")
