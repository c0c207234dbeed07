"""Target bullets on a page."""

from __future__ import annotations

from dataclasses import dataclass

from dxlib.brief.markup import Period, Writer
from dxlib.brief.pictures.assembly import Picture, Twin, show_standing
from dxlib.charts.bullets import Bullet, BulletChart, describe_bullets, draw_bullets
from dxlib.data.quantities import Missing, Quantity
from dxlib.evidence.evidence_words import STATUS_WORDS
from dxlib.evidence.parts import Part, join, say_plain
from dxlib.figures.shelf import Shelf
from dxlib.language import sentence

_NO_NUMBER = "MILESTONE"  # it is reached on a day and has no place on a scale


@dataclass(frozen=True, slots=True)
class TargetsAsked:
    """Which indicators of which area a chart of targets is asked to show."""

    indicators: tuple[str, ...]
    area: str


def make_bullets(shelf: Shelf, writer: Writer, asked: TargetsAsked) -> Picture | Missing:
    """Give the targets with a deadline, or what is missing where there is none with a figure."""
    bullets = [bullet for name in asked.indicators if (bullet := _make_bullet(shelf, writer, name, asked.area))]
    if not bullets:
        return Missing(asked.indicators[0], asked.area, "no target with a deadline and a figure")
    chart = BulletChart(tuple(bullets), writer.speaker)
    # The status stands in the drawing too, which has no evidence of its own.
    for bullet in bullets:
        writer.collector.add_verdict(bullet.verdict)
    day = Period(shelf.as_of.isoformat())
    name = shelf.catalogue.areas[asked.area].name[writer.speaker.language]
    # Rows of different units cannot be compared by their lengths, and readers do compare lengths.
    own = [] if chart.shares_scale else [say_plain(sentence("Each row has a scale of its own."))]
    return Picture(
        writer.fill(sentence("Latest figures and targets, {area}", area=name)),
        writer.fill(sentence("Latest figures and targets, {area}, as known on {day}", area=name, day=day)),
        lambda width: draw_bullets(chart, width),
        describe_bullets(chart),
        [figure for bullet in bullets for figure in (bullet.latest, *bullet.targets)],
        _make_twin(shelf, writer, bullets),
        own,
    )


def _make_bullet(shelf: Shelf, writer: Writer, indicator: str, area: str) -> Bullet | None:
    """Give an indicator's targets with its figure; nothing where one of the two is not known."""
    targets = [target for target in shelf.list_targets(indicator, area) if target.period and target.unit != _NO_NUMBER]
    latest = shelf.find_latest(indicator, area)
    if not targets or isinstance(latest, Missing):
        return None
    first = shelf.choose_target(targets)
    assert first is not None  # all of them have a deadline
    figure = shelf.find_figure_for(first)
    # The figure of the deadline decides where it is known, else the latest.
    deciding = figure if isinstance(figure, Quantity) else latest
    verdict = shelf.assess(first, deciding)
    status = writer.translate(STATUS_WORDS[verdict.status])
    # A row shows the status of its first target, so the one that counts comes before nearer and later deadlines.
    ordered = (first, *(target for target in targets if target is not first))
    name = shelf.get_indicator(indicator).label[writer.speaker.language]
    return Bullet(name, deciding, ordered, verdict, status)


def _make_twin(shelf: Shelf, writer: Writer, bullets: list[Bullet]) -> Twin:
    heads = [sentence("Indicator"), sentence("Latest figure"), sentence("Target"), sentence("Status")]
    rows = []
    for bullet in bullets:
        for target in sorted(bullet.targets, key=lambda target: target.period):
            rows.append(_make_row(shelf, writer, bullet, target))
    return Twin([say_plain(head) for head in heads], rows)


def _make_row(shelf: Shelf, writer: Writer, bullet: Bullet, target: Quantity) -> list[Part]:
    figure = shelf.find_figure_for(target)
    latest = figure if isinstance(figure, Quantity) else bullet.latest
    shown = sentence("{latest} ({period})", latest=show_standing(latest, writer), period=Period(latest.period))
    aim = sentence("{target} by {deadline}", target=writer.figure(target), deadline=Period(target.period))
    return [
        bullet.name,
        join(writer.fill(shown), writer.flag(latest)),
        writer.fill(aim),
        writer.verdict(shelf.assess(target, latest)),
    ]
