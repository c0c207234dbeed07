"""What the columns and codes of an observation are called and mean, for whoever meets them outside dxlib."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dxlib.data import schema
from dxlib.data.catalogue import Words
from dxlib.data.schema import Kind, ObsStatus, Qualifier


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the clean CSVs.

    Parameters
    ----------
    title
        What a person calls it, in three languages.
    meaning
        What stands in it, as one English sentence.
    """

    title: Words
    meaning: str


def _column(en: str, vi: str, fr: str, meaning: str) -> Column:
    return Column(Words(en=en, vi=vi, fr=fr), meaning)


COLUMNS: Final[Mapping[str, Column]] = {
    schema.INDICATOR: _column("Indicator", "Chỉ tiêu", "Indicateur", "What was measured."),
    schema.REF_AREA: _column(
        "Area", "Địa bàn", "Territoire",
        "Where: ISO 3166-1 alpha-3 for a country; map and official code for a province."),
    schema.TIME_PERIOD: _column(
        "Period", "Kỳ", "Période",
        "When, as SDMX writes it; a range has a slash; empty for a target without a deadline."),
    schema.OBS_VALUE: _column(
        "Value", "Giá trị", "Valeur", "How much, in UNIT_MEASURE times ten to the power UNIT_MULT; empty if missing."),
    schema.UNIT_MEASURE: _column("Unit", "Đơn vị", "Unité", "What the value is measured in; percentages are 0 to 100."),
    schema.UNIT_MULT: _column("Power of ten", "Lũy thừa của mười", "Puissance de dix", "9 for values in billions."),
    schema.OBS_STATUS: _column("Status", "Trạng thái", "Statut", "How certain the value is; M where there is none."),
    schema.KIND: _column("Kind", "Loại", "Nature", "Whether the row says what was (actual) or what shall be (target)."),
    schema.QUALIFIER: _column(
        "Bound", "Giới hạn", "Borne", "How the source hedges the value: a bound, or ~ for about; else empty."),
    schema.UPPER_VALUE: _column(
        "Upper value", "Giá trị trên", "Valeur haute", "The upper end where the source states a range."),
    schema.OUT_OF: _column("Out of", "Trên tổng số", "Sur", "N of “rank n of N”, or y of “x of y”."),
    schema.SOURCE: _column("Source", "Nguồn", "Source", "The publication that states the figure."),
    schema.LOCATOR: _column("Place", "Vị trí trong nguồn", "Emplacement", "Where in the source the figure stands."),
    schema.PUBLISHED: _column(
        "Published", "Ngày công bố", "Publié", "When the source was published, as exactly as is known."),
    schema.AS_WRITTEN: _column("As written", "Nguyên văn", "Texte d’origine", "The words of the source."),
    schema.COMMENT: _column("Comment", "Ghi chú", "Commentaire", "What a reader of the figure should know."),
    schema.KNOWN_SINCE: _column(
        "Known since", "Được biết từ", "Connu depuis", "The day from which the figure counts as known."),
    schema.KNOWN_UNTIL: _column(
        "Withdrawn on", "Bị rút lại từ", "Retiré le", "The day on which its source was withdrawn; empty for most."),
}  # fmt: skip

STATUSES: Final[Mapping[ObsStatus, Words]] = {
    ObsStatus.NORMAL: Words(en="normal", vi="bình thường", fr="normal"),
    ObsStatus.BREAK: Words(en="break in the series", vi="đứt chuỗi", fr="rupture de série"),
    ObsStatus.ESTIMATED: Words(en="estimate", vi="ước tính", fr="estimation"),
    ObsStatus.FORECAST: Words(en="forecast", vi="dự báo", fr="prévision"),
    ObsStatus.MISSING: Words(
        en="missing: the source states no value", vi="thiếu: nguồn không nêu giá trị",
        fr="manquant : la source ne donne pas de valeur"),
    ObsStatus.PROVISIONAL: Words(en="provisional", vi="sơ bộ", fr="provisoire"),
    ObsStatus.UNRELIABLE: Words(en="unreliable", vi="kém tin cậy", fr="peu fiable"),
}  # fmt: skip

KINDS: Final[Mapping[Kind, Words]] = {
    Kind.ACTUAL: Words(en="actual", vi="thực tế", fr="constaté"),
    Kind.TARGET: Words(en="target", vi="mục tiêu", fr="objectif"),
}  # fmt: skip

QUALIFIERS: Final[Mapping[Qualifier, Words]] = {
    Qualifier.MORE_THAN: Words(en="more than", vi="hơn", fr="plus de"),
    Qualifier.AT_LEAST: Words(en="at least", vi="ít nhất", fr="au moins"),
    Qualifier.LESS_THAN: Words(en="less than", vi="dưới", fr="moins de"),
    Qualifier.AT_MOST: Words(en="at most", vi="nhiều nhất", fr="au plus"),
    Qualifier.ABOUT: Words(en="about", vi="khoảng", fr="environ"),
    Qualifier.NEARLY: Words(en="nearly", vi="gần", fr="près de"),
}  # fmt: skip
