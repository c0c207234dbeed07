"""Briefs that are built for the values of parameters of their own: addresses, builds, audits, selections."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html

from dxlib.audit.auditing import AuditReport, audit_reports
from dxlib.brief.opening import open_brief
from dxlib.build.run import Status
from dxlib.build.settled import Look
from dxlib.build.whole import declare
from dxlib.cli import main
from dxlib.data.catalogue_files import forget_catalogue
from dxlib.data.clean import clean
from dxlib.errors import ConfigError, ExitCode
from dxlib.export.assets import read_assets
from dxlib.freshness import drop_note
from dxlib.paths import MANIFEST, ROOT_VARIABLE, Project
from tests.audit.edition.releases import falsify
from tests.build.conftest import House
from tests.build.dimensioned import ADDRESSES, BRIEFS, SYSTEMS, write_house, write_own_brief
from tests.building import Places
from tests.conftest import Toy, make_words

PORTAL, VNEID = "2024/en/02-systems/portal.html", "2024/en/02-systems/vneid.html"
Dxlib = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def once(places: Places) -> House:
    """The project as it is built once for all tests; none alters it."""
    return House(Toy(Project(places.make(_build))), [])


def _build(folder: Path) -> None:
    assert write_house(folder).build().counts == {Status.BUILT: len(ADDRESSES)}


@pytest.fixture
def built(once: House, take_place: Callable[[], Path]) -> House:
    """A copy of the built project."""
    shutil.copytree(once.project.root, place := take_place(), symlinks=True)
    return House(Toy(type(once.project)(place)), [])


@pytest.fixture
def house(take_place: Callable[[], Path]) -> House:
    """The project before it is built."""
    return write_house(take_place())


@pytest.fixture
def dxlib(once: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Dxlib:
    """Runs a command in the built project, and gives its exit code and what it said."""

    def run(*arguments: str, root: Path | None = None) -> tuple[int, str]:
        monkeypatch.setenv(ROOT_VARIABLE, str(root or once.project.root))
        monkeypatch.setattr("sys.argv", ["dxlib", *arguments])
        forget_catalogue()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out + said.err

    return run


def audit(house: House) -> AuditReport:
    project = house.project
    return audit_reports(project, project.reports.resolve(), declare(project), read_assets())


def list_findings(house: House) -> list[str]:
    release = f"{house.project.reports.resolve()}/"
    return [str(one).replace(release, "") for one in audit(house).findings]


# Builds and audits -----------------------------------------------------------------------------


def test_each_value_has_a_page_under_its_own_address_and_the_audit_finds_nothing(once: House) -> None:
    pages = [name for name in once.read_pages() if name.endswith(".html") and not name.startswith("index.")]
    assert sorted(pages) == ADDRESSES
    report = audit(once)
    assert [str(one) for one in report.findings] == []
    assert len(report.figures) == len(ADDRESSES)


def test_a_page_is_made_of_its_value_and_says_it(once: House) -> None:
    portal, vneid = (once.read_pages()[address].decode() for address in (PORTAL, VNEID))
    assert ("share definition" in portal, "rank definition" in portal) == (False, True)
    assert ("share definition" in vneid, "rank definition" in vneid) == (True, False)
    assert '"as_of":"2024-12-31","parameters":{"system":"portal"}}' in portal
    assert html.document_fromstring(portal).xpath("string(//p[@class='kicker'])").startswith("Viet Nam · Portal · ")
    matrix = once.read_pages()["2024/en/03-matrix/SGP/rankings.html"].decode()
    assert "<p>This page is of Rankings.</p>" in matrix
    assert "<title>Are public services online, and do people use them? – Singapore, Rankings, 2024</title>" in matrix


def test_what_has_not_changed_is_skipped_and_known_to_be_settled(built: House) -> None:
    assert built.build().counts == {Status.SKIPPED: len(ADDRESSES)}
    chosen = built.list_jobs(parameters=[("system", "portal")])
    assert [job.id for job in chosen] == [PORTAL, "2024/vi/02-systems/portal.html"]
    selection = {"parameters": (("system", "portal"),)}
    look = Look(built.project, selection)
    look.settle(chosen)
    assert Look(built.project, selection).find_jobs() == chosen
    assert Look(built.project, {"parameters": (("system", "vneid"),)}).find_jobs() == []


def test_a_further_value_builds_its_own_pages_only_and_a_value_that_goes_takes_its_pages_along(built: House) -> None:
    built.toy.write_catalogue("systems.yaml", {**SYSTEMS, "other": {"name": make_words("Other")}})
    built.toy.write_briefs({"02-systems": {**BRIEFS["02-systems"], "system": ["vneid", "other"]}})
    new = [job.id for job in built.list_jobs() if "other" in job.id]
    assert len(new) == 4
    summary = built.build()
    assert summary.counts[Status.FAILED] == 0
    assert {name for name in built.read_pages() if name.startswith("2024/en/0")} == {
        "2024/en/02-systems/other.html", VNEID,
    }  # fmt: skip
    assert list_findings(built) == []


def test_a_parameter_of_one_value_is_not_in_the_address_but_on_the_page(house: House) -> None:
    house.toy.write_briefs({"02-systems": {**BRIEFS["02-systems"], "system": "portal", "language": ["en"]}})
    assert house.build().counts == {Status.BUILT: 1}
    page = house.read_pages()["2024/en/02-systems.html"].decode()
    assert html.document_fromstring(page).xpath("string(//p[@class='kicker'])").startswith("Viet Nam · Portal · ")
    assert list_findings(house) == []
    assert '<select name="own-system">' not in house.read_pages()["index.en.html"].decode()


def test_numbers_and_flags_name_pages_and_are_shown_with_their_label(house: House) -> None:
    house.toy.write_briefs(
        {"04-many": {"area": "VNM", "language": ["en", "vi"], "edition": 2024, "count": [1, 2]},
         "05-flag": {"area": "VNM", "language": "en", "edition": 2024, "long": [True, False]}}
    )  # fmt: skip
    write_own_brief(house, "04-many", "count: int = 1  # System: how many")
    write_own_brief(house, "05-flag", "long: bool = False  # Topic")
    assert house.build().counts == {Status.BUILT: 6}
    pages = house.read_pages()
    kicker = {
        address: html.document_fromstring(pages[address]).xpath("string(//p[@class='kicker'])").split(" · ")[1]
        for address in pages
        if address.startswith("2024") and address.endswith(".html")
    }
    assert kicker == {
        "2024/en/04-many/1.html": "System: 1", "2024/en/04-many/2.html": "System: 2",
        "2024/vi/04-many/1.html": "Hệ thống: 1", "2024/vi/04-many/2.html": "Hệ thống: 2",
        "2024/en/05-flag/true.html": "Topic: yes", "2024/en/05-flag/false.html": "Topic: no",
    }  # fmt: skip
    assert '"parameters":{"count":2}}' in pages["2024/en/04-many/2.html"].decode()
    assert list_findings(house) == []


def test_what_is_not_declared_has_the_value_of_the_notebook(house: House) -> None:
    house.toy.write_briefs({"02-systems": {}, "03-matrix": {"topic": "topics"}})
    assert [job.id for job in house.list_jobs()] == [
        "2024/en/02-systems.html", "2024/en/03-matrix/rankings.html", "2024/en/03-matrix/services.html",
    ]  # fmt: skip
    assert house.list_jobs()[0].parameters == {
        "area": "VNM", "edition": 2024, "language": "en", "system": "vneid", "as_of": "2024-12-31",
    }  # fmt: skip


def test_singular_and_plural_names_of_the_first_parameters_mean_the_same(house: House) -> None:
    given = BRIEFS["02-systems"]
    house.toy.write_briefs({"02-systems": given})
    one = house.list_jobs()
    plural = {"areas": ["VNM"], "editions": [2023, 2024], "languages": ["en", "vi"], "system": ["vneid", "portal"]}
    house.toy.write_briefs({"02-systems": plural})
    assert house.list_jobs() == one


def test_a_system_is_left_out_before_it_began(house: House) -> None:
    assert [job.id for job in house.list_jobs(editions=[2023], languages=["en"])] == ["2023/en/02-systems/vneid.html"]


def test_a_page_as_of_another_day_is_that_of_its_value(built: House) -> None:
    chosen = built.list_jobs(parameters=[("system", "portal")], languages=["en"], as_of="2024-06-30")
    assert [(job.id, job.as_of) for job in chosen] == [(PORTAL, "2024-06-30")]


# Alterations -----------------------------------------------------------------------------------


def test_the_page_of_another_value_is_found(built: House) -> None:
    release = built.project.reports.resolve()
    falsify(release, PORTAL, (release / VNEID).read_bytes())
    wanted = '02-systems VNM 2024 en {"system": "portal"}'
    said = [one for one in audit(built).findings if one.wanted == wanted]
    assert [one.said for one in said] == ['the page of 02-systems VNM 2024 en {"system": "vneid"}']


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"parameters":{"system":"portal"}', '"parameters":{"system":"mainframe"}'),
        (',"parameters":{"system":"portal"}', ""),
        ('data-text="Portal">Portal<', 'data-text="Identity">Identity<'),
        ("own-system=portal", "own-system=vneid"),
        ('href="../../vi/02-systems/portal.html"', 'href="../../vi/02-systems/vneid.html"'),
        ("– Viet Nam, Portal, 2024", "– Viet Nam, 2024"),
    ],
)
def test_a_page_that_says_another_value_is_found(built: House, old: str, new: str) -> None:
    release = built.project.reports.resolve()
    page = (release / PORTAL).read_text("utf-8")
    assert old in page
    falsify(release, PORTAL, page.replace(old, new).encode())
    assert any(line.startswith(PORTAL) for line in list_findings(built))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (MANIFEST, '"system": "portal"', '"system": "vneid"'),
        ("2024/" + MANIFEST, '"topic": "services"', '"topic": "rankings"'),
        ("index.en.html", '<select name="own-system">', '<select name="own-topic">'),
        ("index.en.html", "[&#34;portal&#34;, &#34;Portal&#34;]", "[&#34;vneid&#34;, &#34;Portal&#34;]"),
        ("index.en.html", ">Portal</a>", ">Identity</a>"),
        ("index.vi.html", "<label>Hệ thống", "<label>Chủ đề"),
        ("feed.xml", "Portal, Identity", "Identity, Portal"),
    ],
)
def test_a_list_that_says_another_value_is_found(built: House, file: str, old: str, new: str) -> None:
    path = built.project.reports.resolve() / file
    text = path.read_text("utf-8")
    assert old in text
    path.unlink()
    path.write_text(text.replace(old, new), "utf-8")
    assert any(line.startswith(file) for line in list_findings(built))


def test_a_page_of_a_value_that_is_not_declared_is_found(built: House) -> None:
    release = built.project.reports.resolve()
    (release / "2024/en/02-systems/mainframe.html").write_bytes((release / PORTAL).read_bytes())
    wanted = "2024/en/02-systems/mainframe.html: is not declared: address: "
    assert any(line.startswith(wanted) for line in list_findings(built))


# Selections ------------------------------------------------------------------------------------


def test_a_parameter_selects_on_the_command_line(dxlib: Dxlib) -> None:
    code, said = dxlib("plan", "-p", "system", "portal", "--language", "en")
    assert (code, said.count("\n")) == (0, 1)
    assert said.startswith("02-systems VNM portal 2024 en: skip (nothing changed)  as of 2024-12-31  -> reports/")
    both = dxlib("plan", "--parameter", "topic", "rankings", "-p", "area", "SGP", "-p", "area", "VNM")[1]
    assert [line.split(":")[0] for line in both.splitlines()] == [
        "03-matrix VNM rankings 2024 en", "03-matrix SGP rankings 2024 en",
    ]  # fmt: skip
    assert dxlib("plan", "-p", "edition", "2023", "-p", "language", "vi")[1].count("\n") == 1
    assert dxlib("build", "-p", "system", "portal", "-p", "topic", "rankings") == (
        ExitCode.NOTHING_BUILT, "Nothing to build: no declared job fits the selection.\n",
    )  # fmt: skip


def test_everything_that_is_wrong_with_a_selection_is_said_at_once(dxlib: Dxlib) -> None:
    asked = ("-p", "sistem", "x", "-p", "system", "vnied", "--area", "SPG", "--edition", "2042", "--brief", "02-system")
    code, said = dxlib("build", *asked)
    fix = "  Fix: choose one of these, or declare the {} in notebooks/briefs.yaml."
    assert code == ExitCode.BAD_INPUT
    assert said.splitlines() == [
        "5 problems found:",
        "- No brief '02-system' is declared. Did you mean '02-systems'?",
        "  Allowed: '02-systems', '03-matrix'.",
        fix.format("brief"),
        "- No parameter 'sistem' is declared. Did you mean 'system'?",
        "  Allowed: 'area', 'edition', 'language', 'system', 'topic'.",
        fix.format("parameter"),
        "- No area 'SPG' is declared. Did you mean 'SGP'?",
        "  Allowed: 'VNM', 'SGP'.",
        fix.format("area"),
        "- No edition '2042' is declared. Did you mean '2024'?",
        "  Allowed: '2023', '2024'.",
        fix.format("edition"),
        "- No system 'vnied' is declared. Did you mean 'vneid'?",
        "  Allowed: 'vneid', 'portal'.",
        fix.format("system"),
    ]


def test_plan_and_progress_tell_programs_the_values(dxlib: Dxlib) -> None:
    asked = ("-p", "system", "portal", "--language", "en")
    (one,) = json.loads(dxlib("plan", "--format", "json", *asked)[1])
    assert one == {
        "brief": "02-systems",
        "parameters": {
            "area": "VNM", "edition": 2024, "language": "en", "system": "portal", "as_of": "2024-12-31",
        },
        "page": PORTAL, "action": "skip", "causes": ["nothing changed"], "observations": [],
    }  # fmt: skip
    lines = [json.loads(line) for line in dxlib("build", "--log", "json", *asked)[1].splitlines()]
    assert [line["parameters"] for line in lines if line["event"] == "job"] == [{"system": "portal"}]


# Notebooks -------------------------------------------------------------------------------------


def test_a_parameter_that_is_not_handed_on_stops_the_page_before_it_is_run(house: House) -> None:
    write_own_brief(house, "02-systems", 'system: str = "vneid"  # System', hand_on=False)
    house.toy.write_briefs({"02-systems": {**BRIEFS["02-systems"], "language": "en"}})
    assert house.build(editions=[2024]).counts == {Status.FAILED: 2}
    assert (
        "The parameter 'system' is not handed on to the brief in notebooks/02-systems.ipynb, set-up cell.\n"
        "  Fix: write dx.open_brief(..., system=system)."
    ) in "\n".join(house.said)


def test_a_brief_is_opened_with_declared_parameters_only(house: House) -> None:
    given = {"area": "VNM", "edition": 2024, "language": "en", "root": house.project.root}
    clean(house.project)
    assert open_brief("02-systems", **given, system="portal").page.parameters == {"system": "portal"}
    with pytest.raises(ConfigError) as caught:
        open_brief("02-systems", **given, sistem="portal")
    assert str(caught.value) == (
        "02-systems.ipynb declares no parameter 'sistem'. Did you mean 'system'?\n"
        "Allowed: 'area', 'edition', 'language', 'as_of', 'system'.\n"
        "Fix: use a declared name, or declare it in the parameters cell."
    )


def test_a_label_without_a_translation_stops_a_page_that_is_not_english(house: House) -> None:
    write_own_brief(house, "02-systems", 'system: str = "vneid"  # Machine')
    house.toy.write_briefs({"02-systems": {**BRIEFS["02-systems"], "language": ["en", "vi"]}})
    assert house.build(editions=[2024]).counts == {Status.BUILT: 2, Status.FAILED: 2}
    assert "No translation of 'Machine'" in "\n".join(house.said)


def test_pages_from_before_stay_stale_when_a_notebook_gets_other_labels_and_parameters(built: House) -> None:
    declared = 'system: str = "vneid"  # Machine\ncount: int = 5  # Topic'
    write_own_brief(built, "02-systems", declared, "brief.definitions(*brief.indicators(system=system))")
    drop_note(built.project.notes, "told")
    assert built.build().counts == {Status.BUILT: 3, Status.FAILED: 3, Status.SKIPPED: 4}
    pages = json.loads((built.project.reports / MANIFEST).read_bytes())["pages"]
    found = {page["address"]: page for page in pages}
    assert found[PORTAL]["parameters"] == {"system": "portal", "count": 5}
    vietnamese = found["2024/vi/02-systems/portal.html"]
    assert vietnamese["parameters"] == {"system": "portal"}
    assert vietnamese["stale"].startswith("02-systems VNM portal 5 2024 vi: ")
    assert "<label>Hệ thống <select" in built.read_pages()["index.vi.html"].decode()
    assert "<label>Machine <select" in built.read_pages()["index.en.html"].decode()
