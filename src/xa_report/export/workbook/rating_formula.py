"""The live formula of the rating: bands with their conditions, then events that lower it."""

from xa_report.domain.assessment import ScoreState
from xa_report.domain.form import Form, RatingBand
from xa_report.domain.rules.formula import number_formula
from xa_report.export.workbook.criteria_sheet import (
    AREA,
    LEAF,
    LIVE_APPLICABLE,
    LIVE_POINTS,
    LOOKED_AT,
    STATE,
    STATE_LABELS,
    Rows,
)
from xa_report.export.workbook.criterion_formulas import condition
from xa_report.export.workbook.places import Places, quoted

Totals = tuple[str, str]
"""Cells of the result and of the applicable maximum."""


def live_rating(form: Form, places: Places, rows: Rows, totals: Totals) -> str:
    """The name of the band, empty when the form has none or an event voids it."""
    if not form.bands:
        return '""'
    names = [band.name for band in form.bands]
    index = str(len(names) - 1)
    for at in range(len(names) - 1, -1, -1):
        index = f"IF({_reached(form.bands[at], rows, totals)},{at},{index})"
    lowered = [
        f"IF({condition(limit.when, places)},{names.index(limit.at_most)},0)"
        for limit in form.rating_limits
        if limit.at_most
    ]
    final = f"MAX({','.join([index, *lowered])})" if lowered else index
    name = f"CHOOSE(1+{final},{','.join(map(quoted, names))})"
    voids = [condition(limit.when, places) for limit in form.rating_limits if not limit.at_most]
    empty = [f"{totals[1]}=0", *voids]
    return f'IF(OR({",".join(empty)}),"",{name})'


def _reached(band: RatingBand, rows: Rows, totals: Totals) -> str:
    result, applicable = totals
    conditions = [f"ROUND(100*{result}-{number_formula(band.start)}*{applicable},6)>=0"]
    points, most = rows.column(LIVE_POINTS), rows.column(LIVE_APPLICABLE)
    if band.no_zero:
        conditions.append(f"SUMPRODUCT({_counted(rows, LEAF)}*({points}=0))=0")
    if band.min_area is not None:
        short = f"(ROUND(100*{points}-{number_formula(band.min_area)}*{most},6)<0)"
        conditions.append(f"SUMPRODUCT({_counted(rows, AREA)}*{short})=0")
    return conditions[0] if len(conditions) == 1 else f"AND({','.join(conditions)})"


def _counted(rows: Rows, mark: int) -> str:
    """Rows that conditions look at: appraised by the unit and applicable."""
    province = quoted(STATE_LABELS[ScoreState.PROVINCE])
    return (
        f"({rows.column(LOOKED_AT)}={mark})*({rows.column(LIVE_APPLICABLE)}>0)"
        f"*({rows.column(STATE)}<>{province})"
    )
