"""What figures must agree with."""

from decimal import Decimal

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
        "Unknown indicator 'egdi_valu' in data/catalogue/relations.yaml, line 3, character 3, rank.egdi_rank. "
        "Did you mean 'egdi_value'?",
        "Unknown indicator 'acounts' in data/catalogue/relations.yaml, line 1, character 1, cumulative.acounts. "
        "Did you mean 'accounts'?",
    ]


def test_an_unknown_relation_is_refused(toy):
    _, (problem,) = inspect(toy, "sum: {}\n")
    assert problem.startswith("Unknown key 'sum' in data/catalogue/relations.yaml, line 1, character 1, sum.")


def test_weights_must_fit_the_parts_of_a_mean(toy):
    text = (
        "mean: {egdi_value: [online_share, accounts]}\nweights:\n  egdi_value:\n    '2008': [0.5, 0.5]\n"
        "    '2010': [0.5, 0.3, 0.2]\n    '2012': [0.5, 0.6]\n    soon: [0.5, 0.5]\n  accounts: {'2008': [1]}\n"
        "within: {online_share: {'2024': 0.1}}\n"
    )
    relations, problems = inspect(toy, text)
    assert relations == Relations()
    assert [problem.splitlines()[0].partition(" in data/")[0] for problem in problems] == [
        "'soon' is no time period",
        "'accounts' is no mean",
        "'online_share' is no mean",
        "3 weights with the sum 1.0 for 2 parts",
        "2 weights with the sum 1.1 for 2 parts",
    ]
    relations, problems = inspect(toy, text.partition("    '2010'")[0])
    assert (problems, relations.weights) == ([], {"egdi_value": {"2008": (Decimal("0.5"), Decimal("0.5"))}})


def test_a_growth_is_in_the_unit_of_growth(toy):
    relations, (problem,) = inspect(toy, "growth: {online_share: accounts}\n")
    assert relations == Relations()
    assert problem == (
        "'online_share' is in PERCENT, which is no unit of a growth in data/catalogue/relations.yaml, line 1, "
        "character 10, growth.online_share.\n  Fix: give it the unit PERCENT_CHANGE in its entry and in the rows of "
        "its ledgers, or take it out here."
    )
