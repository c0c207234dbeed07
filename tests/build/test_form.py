"""What is known of one page without running its notebook: texts without translation, a notebook without evidence."""

from __future__ import annotations

import pytest

from dxlib import freshness
from dxlib.build.form import inspect_form
from dxlib.build.outcome import Status
from tests.build.conftest import SAY, TITLE
from tests.conftest import make_cell

SETUP = "import dxlib as dx\n\nbrief = dx.open_brief('01-toy', area=area, edition=edition, language=language)"
NEW = "brief.say('Nobody has translated this.')"


def inspect(house, language):
    (job,) = (one for one in house.list_jobs(areas=["VNM"], editions=[2024]) if one.language == language)
    return [str(problem) for problem in inspect_form(job, house.project)]


def write_without_evidence(house):
    head = [
        make_cell(TITLE, kind="markdown"),
        make_cell(house.toy.parameters, tags=["parameters"]),
        make_cell(SETUP, tags=["setup"]),
    ]
    house.toy.write_notebook(*head, make_cell(SAY), head=False)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_sound_notebook_has_no_problem(house, language):
    assert inspect(house, language) == []


def test_a_text_without_translation_is_a_problem_in_that_language_with_place_and_cure(house):
    house.write_brief(SAY, NEW)
    assert inspect(house, "en") == []
    assert inspect(house, "vi") == [
        "No translation of 'Nobody has translated this.' in notebooks/locales/vi/messages.po, "
        "msgid of notebooks/01-toy.ipynb:5.\n"
        "  Fix: run 'dxlib translate' and write its msgstr."
    ]


def test_a_changed_notebook_is_read_again(house):
    house.write_brief(SAY, NEW)
    assert len(inspect(house, "vi")) == 1
    house.write_brief(SAY)
    assert inspect(house, "vi") == []


def test_one_look_serves_all_pages_of_a_notebook_in_a_language(house, monkeypatch):
    house.write_brief(SAY, NEW)
    looks = []
    monkeypatch.setattr(freshness, "_remembered", {})  # other tests look at the same notebook in the same place
    monkeypatch.setattr("dxlib.build.form.inspect_texts", lambda _project, texts, *_: looks.append(texts) or ())
    found = {job.language: [] for job in house.list_jobs()}
    for job in house.list_jobs():
        found[job.language].append([str(problem) for problem in inspect_form(job, house.project)])
    assert len(looks) == 2
    assert found["en"] == [[]] * 4
    assert all(problems == found["vi"][0] != [] for problems in found["vi"])


def test_a_changed_translation_is_read_again(house):
    house.write_brief(SAY, NEW)
    assert len(inspect(house, "vi")) == 1
    entry = 'msgid "Nobody has translated this."\nmsgstr "Chưa ai dịch câu này."\n'
    path = house.project.locales / "vi" / "messages.po"
    path.write_text(f"{path.read_text('utf-8')}\n{entry}", "utf-8")
    assert inspect(house, "vi") == []


def test_a_number_in_words_is_a_problem_until_it_is_listed_with_a_reason(house):
    house.write_brief(SAY, "brief.say('Two thirds of them are online.')")
    (problem,) = inspect(house, "en")
    assert problem.startswith(
        "A number in words (Two, thirds) in 'Two thirds of them are online.' in notebooks/01-toy.ipynb"
    )
    names = house.project.catalogue / "names.yaml"
    names.write_text(names.read_text("utf-8") + "number_words: {Two thirds of them are online.: a saying}\n", "utf-8")
    assert inspect(house, "en") == []


def test_a_notebook_without_evidence_is_a_problem_in_each_language(house):
    write_without_evidence(house)
    for language in ("en", "vi"):
        assert inspect(house, language) == [
            "No cell shows the evidence in notebooks/01-toy.ipynb, last cell.\n"
            "  Fix: end the notebook with the cell brief.evidence()."
        ]


def write_setup(house, source):
    """Write a notebook that is well but for its set-up."""
    house.toy.write_notebook(
        make_cell(TITLE, kind="markdown"),
        make_cell(house.toy.parameters, tags=["parameters"]),
        make_cell(source, tags=["setup"]),
        make_cell(SAY),
        make_cell("brief.evidence()"),
        head=False,
    )


@pytest.mark.parametrize(("opened", "shown"), [("'00-toy', ", "'00-toy'"), ("name, ", "name"), ("", "no brief")])
def test_a_notebook_that_opens_another_brief_is_a_problem_of_its_form(house, opened, shown):
    write_setup(house, SETUP.replace("'01-toy', ", opened))
    assert inspect(house, "en") == [
        f"The set-up opens {shown}, not '01-toy' in notebooks/01-toy.ipynb, set-up cell.\n"
        '  Fix: write dx.open_brief("01-toy", ...).'
    ]


@pytest.mark.parametrize("given", ["area='SGP'", "area=edition", "root=None"])
def test_a_notebook_that_opens_the_same_page_whatever_it_is_built_for_is_a_problem_of_its_form(house, given):
    write_setup(house, SETUP.replace("area=area", given))
    assert inspect(house, "en") == [
        "The parameter 'area' is not handed on to the brief in notebooks/01-toy.ipynb, set-up cell.\n"
        "  Fix: write dx.open_brief(..., area=area)."
    ]


def test_a_part_that_jupyter_would_not_show_is_a_problem_with_its_place(house):
    house.write_brief(
        f"{SAY}\n{SAY}",  # the first of them is lost
        "rank = brief.latest('egdi_rank')\nbrief.check('a rank', rank, low=1)",  # neither makes a part of the page
        "cards = brief.key_figures('egdi_rank')\nshown = brief.key_figures('egdi_rank')",
        "shown",
    )
    assert inspect(house, "en") == [
        "The page lacks brief.answer(...), which does not end its cell in notebooks/01-toy.ipynb, cell 4, line 1.\n"
        "  Fix: give it a cell of its own.",
        "The page lacks brief.key_figures(...), whose result is named and not shown in notebooks/01-toy.ipynb, cell 6, "
        "line 1.\n  Fix: delete the name before it, or end a cell with that name.",
    ]


def test_a_build_fails_the_job_before_its_notebook_runs_and_others_are_built(house):
    house.be_built()
    before = house.read_pages()
    house.write_brief("brief.answer('Nobody has translated this: {place}.', place=brief.latest('egdi_rank'))")
    summary = house.build()
    assert summary.counts == {Status.BUILT: 4, Status.FAILED: 4}
    assert {line.rpartition(" vi: ")[2] for line in (error.splitlines()[0] for error in summary.errors)} == {
        "1 thing of its form must be mended before its page can be released."
    }
    assert all("'Nobody has translated this: {place}.' in " in error for error in summary.errors)
    after = house.read_pages()
    assert after["2024/vi/01-toy/VNM.html"] == before["2024/vi/01-toy/VNM.html"]
    assert after["2024/en/01-toy/VNM.html"] != before["2024/en/01-toy/VNM.html"]


def test_a_build_refuses_a_notebook_without_evidence(house):
    write_without_evidence(house)
    summary = house.build(areas=["VNM"], languages=["en"], editions=[2024])
    assert summary.errors == [
        "01-toy VNM 2024 en: 1 thing of its form must be mended before its page can be released.\n"
        "- No cell shows the evidence in notebooks/01-toy.ipynb, last cell.\n"
        "  Fix: end the notebook with the cell brief.evidence().\n"
        "Fix: do what is said of each, or look at the page with 'dxlib build --draft'."
    ]
