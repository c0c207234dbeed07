"""A correction stands on the pages that showed the figure, above what they say, and cannot be taken away."""

from __future__ import annotations

import re

import pytest

from dxlib.audit.auditing import audit_page
from dxlib.audit.facts import Facts
from dxlib.audit.finding import Rule
from dxlib.build.briefs import read_declarations
from dxlib.build.plan import make_plan
from dxlib.build.slices import Changes, Data, Slice, SliceReader, write_slices
from dxlib.build.subjects import make_subject
from dxlib.data.catalogue_files import forget_catalogue, inspect_catalogue
from dxlib.data.clean import clean
from dxlib.data.pull.vintages import Vintage, hash_content, keep_vintage
from dxlib.errors import SchemaError
from dxlib.export.assets import read_assets
from tests.conftest import Toy, list_rows, make_cell, make_words
from tests.making import make_page

FIGURE = "egdi_rank/VNM/2024/actual@un-2024"


def correct(toy: Toy, **more: object) -> None:
    """Write one correction of the rank, and let the notebook show the rank."""
    entry = {"figure": FIGURE, "was": "17", "day": "2025-02-10", "why": make_words("The digits were swapped."),
             "was_at": "https://example.org/as-it-was/", **more}  # fmt: skip
    toy.write_catalogue("corrections.yaml", {"rank": entry})
    toy.write_notebook(
        make_cell("egdi = brief.latest('egdi_rank')\nbrief.answer('{area} ranks {egdi}', egdi=egdi)"),
    )
    toy.write_ledger(list_rows())
    clean(toy.project)
    forget_catalogue()


def make(toy: Toy, language: str = "en", edition: int = 2024) -> tuple[str, list[str]]:
    """Give the page, and what the audit finds on it without its first correction."""
    (job,) = make_plan(
        read_declarations(toy.project, toy.catalogue), editions=[edition], languages=[language], briefs=["01-toy"]
    )
    page = make_page(toy.project, job)
    facts = Facts(toy.project)
    found = audit_page(page, make_subject(job), facts, read_assets(), name="page")
    assert [one for one in found if one.rule is not Rule.TRANSLATION] == []
    without = re.sub(r'<p class="correction".*?</p>\n', "", page, count=1, flags=re.DOTALL)
    return page, [one.place for one in audit_page(without, make_subject(job), facts, read_assets(), name="page")]


def read_corrections(page: str) -> list[str]:
    found = re.findall(r'<p class="correction"[^>]*>(.*?)</p>', page, re.DOTALL)
    return [re.sub(r"<[^>]*>", "", one) for one in found]


def test_it_says_old_new_and_why_above_the_heading_and_cannot_be_removed(toy: Toy) -> None:
    correct(toy)
    page, findings = make(toy)
    assert read_corrections(page) == [
        "Corrected on 10 February 2025: rank name (2024) is 71, not 17. The digits were swapped. The page as it was."
    ]
    assert 'href="https://example.org/as-it-was/2024/en/01-toy.html"' in page
    assert page.index('class="correction"') < page.index("<h1")
    assert findings
    (french,) = read_corrections(make(toy, "fr")[0])
    assert french.startswith("Correction du 10 février 2025\u00a0: rank name (français) (2024), lire 71 et non 17.")


def test_a_figure_of_another_area_is_named_with_it_or_it_would_be_taken_for_one_of_the_page(toy: Toy) -> None:
    correct(toy, figure="egdi_rank/SGP/2024/actual@un-2024")
    toy.write_notebook(
        make_cell("egdi = brief.latest('egdi_rank', area='SGP')\nbrief.answer('Singapore ranks {egdi}', egdi=egdi)"),
    )
    page, findings = make(toy)
    assert read_corrections(page) == [
        "Corrected on 10 February 2025: Singapore, rank name (2024) is 3, not 17. The digits were swapped. The page as "
        "it was."
    ]
    assert findings


def test_a_page_as_of_a_later_day_never_showed_it(toy: Toy) -> None:
    correct(toy, day="2024-12-30")
    page, findings = make(toy)
    assert (read_corrections(page), findings) == ([], [])


def test_a_page_as_of_the_very_day_may_have_been_published_before_the_correction(toy: Toy) -> None:
    correct(toy, day="2024-12-31")
    page, findings = make(toy)
    assert len(read_corrections(page)) == 1
    assert findings


def test_a_figure_that_is_no_more_is_said_on_pages_of_its_indicator_and_area(toy: Toy) -> None:
    correct(toy, figure="egdi_rank/VNM/2023/actual@un-2024", withdrawn=True)
    assert read_corrections(make(toy)[0]) == [
        "Corrected on 10 February 2025: rank name (2023) was shown as 17. The digits were swapped. The page as it was."
    ]
    correct(toy, figure="online_share/VNM/2023/actual@un-2024", withdrawn=True)
    assert read_corrections(make(toy)[0]) == []


def test_pages_of_the_indicator_are_built_again_and_no_others(toy: Toy) -> None:
    def read() -> Data:
        forget_catalogue()
        return SliceReader(toy.project, toy.catalogue).data

    correct(toy)
    before = read()
    correct(toy, was="18")
    both = [Slice(name, "VNM", "actual") for name in ("egdi_rank", "accounts")]
    assert [*Changes(before, read()).list_changed(write_slices(both), "2024-12-31")] == both[:1]


def test_a_correction_stays_where_the_source_does_not_say_when_it_was_published(toy: Toy) -> None:
    correct(toy, figure="egdi_rank/VNM/2024/actual@un-undated", withdrawn=True)
    assert len(read_corrections(make(toy)[0])) == 1


def test_a_page_of_a_day_on_which_the_source_had_not_been_published_showed_nothing_of_it(toy: Toy) -> None:
    correct(toy, figure="egdi_rank/VNM/2024/actual@mic-news-2025", withdrawn=True)
    assert read_corrections(make(toy)[0]) == []


@pytest.mark.parametrize(
    ("period", "english", "french"),
    [
        ("2030", "target for 2030: shown as 17.", "objectif pour 2030\u00a0: indiqué comme 17."),
        ("", "target: shown as 17.", "objectif\u00a0: indiqué comme 17."),
    ],
)
def test_a_target_is_called_one_since_no_figure_is_of_a_year_to_come(
    toy: Toy, period: str, english: str, french: str
) -> None:
    correct(toy, figure=f"egdi_rank/VNM/{period}/target@un-2024", withdrawn=True)
    said = [read_corrections(make(toy, language)[0])[0] for language in ("en", "fr")]
    assert said[0].startswith(f"Corrected on 10 February 2025: rank name, {english}")
    assert said[1].startswith(f"Correction du 10 février 2025\u00a0: rank name (français), {french}")


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"day": "2025-02-31"}, "'2025-02-31' is not a date"),
        ({"figure": "egdi_rank"}, "'egdi_rank' names no figure"),
        ({"figure": FIGURE.replace("egdi_rank", "edgi_rank")}, "Unknown indicator 'edgi_rank'"),
        ({"figure": FIGURE.replace("VNM", "VMN")}, "Unknown area 'VMN'"),
        ({"figure": FIGURE.replace("un-2024", "un-2042")}, "Unknown source 'un-2042'"),
        ({"figure": FIGURE.replace("2024/", "24/")}, "'24' is not a period"),
        ({"was": "17%"}, "'17%'"),
        ({"was": "9" * 30}, f"'{'9' * 30}'"),
        ({"was_at": "https://example.org/x"}, "'https://example.org/x'"),
    ],
)
def test_what_is_wrong_with_a_correction_is_a_problem(toy: Toy, more: dict[str, str], problem: str) -> None:
    correct(toy)
    entry = {"figure": FIGURE, "was": "17", "day": "2025-02-10", "why": make_words("Why."),
             "was_at": "https://example.org/as-it-was/", **more}  # fmt: skip
    toy.write_catalogue("corrections.yaml", {"rank": entry})
    (found,) = inspect_catalogue(toy.project)[1]
    assert problem in str(found)
    assert found.file.name == "corrections.yaml"


def test_a_figure_of_a_fetched_file_is_corrected_where_its_mapping_had_misread_it(toy: Toy) -> None:
    content = b"geo,time,rank\nvnm,2024,71\n"
    mapping = {"header": [1], "area": {"column": "geo"}, "period": {"column": "time"}, "values": [{"column": "rank"}]}
    feed = {"publisher": "UN", "title": "Ranks", "language": "en", "terms": "free", "layout": "spreadsheet",
            "url": "https://example.org/ranks.csv", "mapping": "data/catalogue/mappings/ranks.yaml",
            "indicators": {"rank": "egdi_rank"}}  # fmt: skip
    toy.write_catalogue("mappings/ranks.yaml", mapping)
    toy.write_catalogue("feeds.yaml", {"ranks": feed})
    draft = Vintage("a.csv", hash_content(content), "", "2024-10-01", str(feed["url"]), str(len(content)))
    keep_vintage(toy.project.feeds / "ranks", content, draft, lock=toy.project.locks / "ranks.lock")
    correct(toy, figure="egdi_rank/VNM/2024/actual@ranks@2024-10-01")
    assert read_corrections(make(toy)[0])[0].startswith(
        "Corrected on 10 February 2025: rank name (2024) is 71, not 17."
    )
    with pytest.raises(SchemaError, match="Unknown source 'ranks@2024-11-01'"):
        correct(toy, figure="egdi_rank/VNM/2024/actual@ranks@2024-11-01")


@pytest.mark.parametrize("was", ["71", "71.0"])
def test_a_figure_that_still_is_what_pages_showed_is_no_correction(toy: Toy, was: str) -> None:
    correct(toy)
    entry = {"figure": FIGURE, "was": was, "day": "2025-02-10", "why": make_words("Why."),
             "was_at": "https://example.org/as-it-was/"}  # fmt: skip
    toy.write_catalogue("corrections.yaml", {"rank": entry})
    with pytest.raises(SchemaError) as caught:
        clean(toy.project)
    assert str(caught.value).splitlines()[1:] == [
        f"- The figure is '{was}', which is what pages showed in data/catalogue/corrections.yaml, line 3, character 3, "
        "rank.was.",
        "  Fix: put its row in the ledger right, or delete the correction.",
    ]


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        (
            {"figure": "egdi_rank/VNM/2023/actual@un-2024"},
            [
                "- No row states 'egdi_rank/VNM/2023/actual@un-2024' in data/catalogue/corrections.yaml, line 2, "
                "character 3, rank.figure.",
                "  Allowed: 'egdi_rank/VNM/2024/actual@un-2024', 'egdi_rank/VNM/2022/actual@mic-2022'.",
                "  Fix: name a row as it is now, or add 'withdrawn: true' where it was taken out.",
            ],
        ),
        (
            {"withdrawn": True},
            [
                f"- A row still states '{FIGURE}' in data/catalogue/corrections.yaml, line 10, character 3, "
                "rank.withdrawn.",
                "  Fix: take the row out, or leave out 'withdrawn'.",
            ],
        ),
    ],
)
def test_a_row_that_was_taken_out_is_told_from_a_name_that_is_wrong(
    toy: Toy, more: dict[str, object], problem: list[str]
) -> None:
    with pytest.raises(SchemaError) as caught:
        correct(toy, **more)
    assert str(caught.value).splitlines()[1:] == problem
