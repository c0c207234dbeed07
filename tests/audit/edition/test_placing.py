"""Which areas an index ranks, in which order, and which share a place."""

from __future__ import annotations

from decimal import Decimal

from dxlib.audit.edition.placing import PlacedAreas, place_areas, sort_key, write_plainly
from dxlib.audit.edition.told import KeyFigure, Told
from dxlib.data.catalogue import Area
from dxlib.data.words import Words
from dxlib.export.entry import IndexEntry
from dxlib.export.index import BriefList, rank_areas


def make_page(number: int, value: str | None, *, period: str = "2024", area: str = "VN63", name: str = "") -> Told:
    figure = (
        None if value == "" else KeyFigure("abc", f"{value}", "PAPI", period, None if value is None else Decimal(value))
    )
    code = f"{area}-{number:02}" if area else f"C{number:02}"
    return Told(
        f"2025/en/07/{code}.html", "2025", "en", "07", code, "2025-12-31", "How?", "", name or f"Area {number:02}", (),
        figure,
    )  # fmt: skip


def make_areas(pages: list[Told], *, tiles: bool = True) -> dict[str, Area]:
    return {
        page.area: Area(
            name=Words(en=page.area_name, vi="x", fr="x"), kind="province",
            tile=(at % 24 + 1, at // 24 + 1) if tiles else None,
            short=Words(en="S", vi="x", fr="x") if at == 1 else None,
        )
        for at, page in enumerate(pages, 1)
    }  # fmt: skip


def rank(pages: list[Told], *, tiles: bool = True) -> list[PlacedAreas]:
    return list(place_areas(pages, make_areas(pages, tiles=tiles)))


def test_areas_with_one_figure_share_a_place_and_stand_by_their_names() -> None:
    pages = [make_page(n, str(50 - n // 2)) for n in range(1, 13)]
    (ranking,) = rank(pages)
    assert [(one.page.area[-2:], one.place) for one in ranking.areas[:4]] == [
        ("01", 1),
        ("02", 2),
        ("03", 2),
        ("04", 4),
    ]
    assert [one.third for one in ranking.areas] == [1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3]
    assert (ranking.name, ranking.period) == ("PAPI", "2024")
    assert [one.short for one in ranking.areas[:2]] == ["S", "Area 02"]


def test_eleven_areas_make_no_ranking_and_each_kind_of_area_has_its_own() -> None:
    assert rank([make_page(n, "5") for n in range(11)]) == []
    old = [make_page(n, "5", area="VN63", name=f"A {n:02}") for n in range(12)]
    new = [make_page(n, "5", area="VN34") for n in range(12)]
    countries = [make_page(n, "5", area="") for n in range(12)]
    found = rank([*old, *new, *countries])
    assert [ranking.areas[0].page.area for ranking in found] == ["C00", "VN34-00", "VN63-00"]


def test_only_the_most_frequent_figure_of_a_period_is_ranked_and_on_a_tie_that_of_the_first_name() -> None:
    most = [make_page(n, str(n)) for n in range(14)]
    rest = [make_page(n, str(n), period="2023") for n in range(14, 26)]
    (ranking,) = rank([*most, *rest, make_page(30, None), make_page(31, "")])
    assert {one.figure.period for one in ranking.areas} == {"2024"}
    assert len(ranking.areas) == 14
    (tied,) = rank([*most, *[make_page(n, str(n), period="2023", name=f"A {n}") for n in range(14, 28)]])
    assert tied.period == "2023"


def test_a_map_needs_a_tile_for_each_area() -> None:
    pages = [make_page(n, "5") for n in range(12)]
    assert rank(pages)[0].is_mapped
    assert not rank(pages, tiles=False)[0].is_mapped
    areas = make_areas(pages)
    areas[pages[0].area] = areas[pages[1].area]
    assert not next(iter(place_areas(pages, areas))).is_mapped


def test_names_are_sorted_without_accents() -> None:
    assert write_plainly("Thừa Thiên – Huế, Đắk Lắk") == "thua thien – hue, dak lak"
    pages = [make_page(n, "5", name=name) for n, name in enumerate(["Đà Nẵng", "Cần Thơ", "An Giang", "Ea Kar"])]
    assert [page.area_name for page in sorted(pages, key=sort_key)] == ["An Giang", "Cần Thơ", "Đà Nẵng", "Ea Kar"]


def test_the_library_ranks_the_same_areas_in_the_same_way() -> None:
    pages = [
        make_page(n, str(n * 7 % 10), period="2024" if n % 5 else "2023", name=f"{n * 3 % 17:02}") for n in range(40)
    ]
    entries = [
        IndexEntry(page.address, "2025", "en", "07", page.area, area_name=page.area_name, figure_of=page.figure.of,
              figure_period=page.figure.period, value=str(page.figure.rank_by), tile=f"{at} 1")
        for at, page in enumerate(pages, 1) if page.figure
    ]  # fmt: skip
    listed = sorted(entries, key=lambda entry: (entry.area_name, entry.area))
    (theirs,) = rank_areas(BriefList("07", "How?", alone=False, topics="", pages=tuple(listed)))
    (ours,) = rank(pages)
    assert [(one.entry.area, one.place, one.third) for one in theirs.places] == [
        (one.page.area, one.place, one.third) for one in ours.areas
    ]
