"""The World Bank's API, ``/v2/country/…/indicator/…?format=json``: one JSON page of records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from dxlib.data import schema
from dxlib.data.catalogue import Catalogue
from dxlib.data.ingest.layouts import refuse
from dxlib.data.ingest.program_periods import format_period
from dxlib.data.ingest.reading import NOT_IN_CATALOGUE, CellOutcome, LeftOut, Reading, RowMaker, prepare
from dxlib.data.ingest.records import describe_page, is_web_page, read_head, read_text
from dxlib.errors import DataError, SchemaError, format_options
from dxlib.plain_json import parse_json

HEAD: Final = ("page", "pages", "lastupdated")
FIELDS: Final = (
    "indicator", "country", "countryiso3code", "date", "value", "unit", "obs_status", "decimal",
)  # fmt: skip
_EXPECTED: Final = (f"[{{{', '.join(HEAD)}}}, [{{{', '.join(FIELDS)}}}, …]]",)
_STARTS = re.compile(r'\s*\[\s*\{\s*"page"\s*:')


def recognises(path: Path) -> bool:
    """Say whether a file begins as a page of the API does."""
    return _STARTS.match(read_head(path)) is not None


def read_world_bank_api(path: Path, *, catalogue: Catalogue, source: str, indicators: Mapping[str, str]) -> Reading:
    """Read one answer of the API that holds all of its pages.

    Parameters
    ----------
    path
        JSON as the API gives it; ask for ``per_page=20000``, so that one page holds everything.
    catalogue
        Its countries are kept, by ISO code; aggregates and other countries are left out.
    source
        The key of the answer in the register of sources.
    indicators
        dxlib's indicator of each of the World Bank's codes that is to be kept.

    Raises
    ------
    SchemaError
        For an error of the API or a web page in its place, with what it says, for one page of several, and for
        anything else that is no answer.
    DataError
        For an answer without data, and for a code that the file does not hold.

    Notes
    -----
    The answer often stands in one line, so problems name the record instead.
    """
    head, records = _parse(path, read_text(path), indicators)
    maker = prepare(path, catalogue, source, indicators.values(), str(head["lastupdated"]))
    maker.check_given(indicators, (record["indicator"]["id"] for record in records if _is_record(record)))
    found = (_read_record(maker, f"record {at}", record, indicators) for at, record in enumerate(records, start=1))
    return maker.collect(len(records), found)


def _parse(path: Path, text: str, asked: Iterable[str]) -> tuple[dict[str, Any], list[Any]]:
    """Give both parts of an answer, figures as they are written, or raise what stands there instead."""
    try:
        content = parse_json(text, parse_float=str)
    except json.JSONDecodeError as error:
        raise _refuse_page(path, text, error) from error
    except ValueError as error:  # thousands of digits, or of lists within each other
        raise SchemaError(f"{path} is no answer of the API: {error}.", fix="ask the API again.") from error
    match content:
        # The API tells errors with the status 200, as an answer like others.
        case [{"message": [{"value": said, **rest}, *_]}]:
            what = f"{path} is an error of the API ({rest.get('id', 'without id')}), no data: '{said}'."
            raise SchemaError(what, fix="correct the request and ask again.")
        case [{"total": 0 | "0"}, *_] | [{"page": _}, None | []]:
            what = f"{path} is an empty answer: the World Bank has no data for this query of {format_options(asked)}."
            fix = (
                "correct the code, the countries or the years that are asked for: data.worldbank.org finds indicators."
            )
            raise DataError(what, fix=fix)
        case [{"lastupdated": str(day)}, list(records)] if schema.is_publication_date(day):
            _check_pages(path, content[0])
            return content[0], records
    raise refuse(path, "world_bank_api", 1, (text[:120],), _EXPECTED)


def _refuse_page(path: Path, text: str, error: json.JSONDecodeError) -> SchemaError:
    if not is_web_page(text):
        if text.lstrip().startswith("["):
            what = f"{path} is not JSON: {error.msg} in line {error.lineno}, column {error.colno}."
            return SchemaError(what, fix="the answer was cut off or edited: ask again.")
        return refuse(path, "world_bank_api", 1, (text[:120],), _EXPECTED)
    what = f"{path} is a web page, no data: '{describe_page(text)}'."
    return SchemaError(what, fix="ask the API again, with format=json.")


def _check_pages(path: Path, head: Mapping[str, Any]) -> None:
    page, pages = str(head.get("page", "")), str(head.get("pages", ""))
    if (page, pages) != ("1", "1"):
        what = f"{path} is page '{page}' of '{pages}': the other pages are not in it."
        raise SchemaError(what, fix="ask with per_page=20000 for all in one page.")


def _is_record(record: Any) -> bool:
    match record:
        case {"indicator": {"id": str()}, "country": {"value": str()}, "date": str(), "countryiso3code": str()}:
            return "value" in record
    return False


def _read_record(maker: RowMaker, place: str, record: Any, indicators: Mapping[str, str]) -> CellOutcome:
    if not _is_record(record):
        what = "A record without indicator, country, date or value"
        return maker.complain(0, place, what, "ask the API again.", FIELDS)
    theirs, code, date = record["indicator"]["id"], record["countryiso3code"], record["date"]
    locator = f"{record['country']['value']}: {theirs}, {date}"
    if theirs not in indicators:
        return LeftOut(0, locator, f"no indicator is given for '{theirs}'")
    if code not in maker.catalogue.areas:
        return LeftOut(0, locator, NOT_IN_CATALOGUE)
    # Checked before the flag: beside a missing value any flag may stand.
    if record["value"] is None:
        return LeftOut(0, locator, "null: no value")
    status = record.get("obs_status") or schema.ObsStatus.NORMAL.value
    if status not in tuple(schema.ObsStatus) or status == schema.ObsStatus.MISSING:
        what = f"Unknown obs_status '{status}' of a value"
        return maker.complain(0, f"{place}: obs_status", what, "ask what it means.", tuple(schema.ObsStatus))
    if not schema.is_period(written := format_period(date)):
        what = f"'{date}' is not a time period"
        return maker.complain(0, f"{place}: date", what, "ask the API again.", ("2024", "2024Q1", "2024M01"))
    key = (indicators[theirs], code, written)
    return maker.keep(0, f"{place}: value", str(record["value"]), key, OBS_STATUS=status, LOCATOR=locator)
