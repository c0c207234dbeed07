"""Target bullets on a page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from dxlib.brief.markup import Period, Writer
from dxlib.brief.pictures.assembly import Picture, Twin, show_standing
from dxlib.charts.bullets import Bullet, BulletChart, describe_bullets, draw_bullets
from dxlib.data.catalogue import MILESTONE
from dxlib.data.quantities import Missing, Quantity
from dxlib.evidence.evidence_words import STATUS_WORDS
from dxlib.evidence.parts import Part, join, say_plain
from dxlib.language import sentence


def make_bullets(writer: Writer, indicators: Sequence[str]) -> Picture | Missing:
    """Give the targets with a deadline, or what is missing where there is none with a figure."""
    bullets = tuple(bullet for name in indicators if (bullet := _make_bullet(writer, name)))
    if not bullets:
        return Missing(indicators[0], writer.home, "no target with a deadline and a figure")
    chart = BulletChart(bullets, writer.speaker)
    # The status stands in the drawing too, which has no evidence of its own.
    for bullet in bullets:
        writer.collector.add_verdict(bullet.verdict)
    day, name = Period(writer.shelf.as_of.isoformat()), writer.name_area(writer.home)
    heads = [sentence("Indicator"), sentence("Latest figure"), sentence("Target"), sentence("Status")]
    # In the table by time; the drawing has the one that counts first.
    rows = [_make_row(writer, bullet, target) for bullet in bullets
            for target in sorted(bullet.targets, key=lambda one: one.period)]  # fmt: skip
    # Rows of different units cannot be compared by their lengths, and readers do compare lengths.
    own = [] if chart.shares_scale else [say_plain(sentence("Each row has a scale of its own."))]
    return Picture(
        writer.fill(sentence("Latest figures and targets, {area}", area=name)),
        writer.fill(sentence("Latest figures and targets, {area}, as known on {day}", area=name, day=day)),
        partial(draw_bullets, chart),
        describe_bullets(chart),
        [figure for bullet in bullets for figure in (bullet.latest, *bullet.targets)],
        Twin([say_plain(head) for head in heads], rows),
        own,
    )


def _make_bullet(writer: Writer, indicator: str) -> Bullet | None:
    """Give an indicator's targets with its figure; nothing where one of the two is not known."""
    shelf, area = writer.shelf, writer.home
    # A milestone is reached on a day, and has no place on a scale.
    targets = [target for target in shelf.list_targets(indicator, area) if target.period and target.unit != MILESTONE]
    latest = shelf.find_latest(indicator, area)
    if not targets or isinstance(latest, Missing):
        return None
    first = shelf.choose_target(targets)
    assert first is not None  # all of them have a deadline
    deciding = _decide(writer, first, latest)
    verdict = shelf.assess(first, deciding)
    status = writer.translate(STATUS_WORDS[verdict.status])
    # A row shows the status of its first target, so the one that counts comes before nearer and later deadlines.
    ordered = (first, *(target for target in targets if target is not first))
    return Bullet(writer.label(indicator), deciding, ordered, verdict, status)


def _decide(writer: Writer, target: Quantity, latest: Quantity) -> Quantity:
    """Give the figure of the deadline where it is known, else the latest."""
    figure = writer.shelf.find_figure_for(target)
    return figure if isinstance(figure, Quantity) else latest


def _make_row(writer: Writer, bullet: Bullet, target: Quantity) -> list[Part]:
    latest = _decide(writer, target, bullet.latest)
    shown = sentence("{latest} ({period})", latest=show_standing(latest, writer), period=Period(latest.period))
    aim = sentence("{target} by {deadline}", target=writer.figure(target), deadline=Period(target.period))
    return [
        bullet.name,
        join(writer.fill(shown), writer.flag(latest)),
        writer.fill(aim),
        writer.verdict(writer.shelf.assess(target, latest)),
    ]
