"""Section V: the province's targets; what closes a gap, and who pulls down most."""

from collections.abc import Iterator, Sequence

from xa_report.assess.figures import figure_unit
from xa_report.domain.assessment import TARGET_LABELS, TargetState
from xa_report.domain.numbers import show_number
from xa_report.domain.province.province_targets import ProvinceTarget, TargetLaggard
from xa_report.export.document.province.naming import MOST, unit_name
from xa_report.export.document.province.source import ProvinceSource
from xa_report.export.document.sections.section import Line, Section
from xa_report.export.document.words import gap_words, sentence


def against_plan(source: ProvinceSource) -> Section:
    """Targets in force; milestones of later years only counted."""
    return Section("Thực hiện chỉ tiêu kế hoạch", tuple(_lines(source)))


def due(source: ProvinceSource) -> list[ProvinceTarget]:
    """The targets that are in force."""
    return [target for target in source.all_of.targets if not target.ahead]


def missed(source: ProvinceSource) -> list[ProvinceTarget]:
    """Those of them that are not met."""
    return [target for target in due(source) if target.state is TargetState.NOT_MET]


def _lines(source: ProvinceSource) -> Iterator[Line]:
    targets = due(source)
    if not source.all_of.targets:
        yield Line("Không có chỉ tiêu kế hoạch nào áp dụng cho kỳ báo cáo.")
        return
    yield Line(_counts(source, targets))
    if missed(source):
        yield Line("", f"{len(missed(source))} chỉ tiêu chưa đạt:")
        for target in missed(source):
            yield Line(f"- {_told(target)}")
            if target.drags:
                yield Line(f"{_drags(source, target)}.", "Kéo giảm nhiều nhất:")
    met = [target for target in targets if target.state is TargetState.MET]
    if met:
        told = "; ".join(f"{t.label} {t.shown} (chỉ tiêu {t.wanted})" for t in met)
        yield Line(f"{told}.", f"{len(met)} chỉ tiêu đạt:")
    unknown = [target.label for target in targets if target.state is TargetState.UNKNOWN]
    if unknown:
        yield Line(f"{'; '.join(dict.fromkeys(unknown))}.", "Chưa đủ số liệu để đối chiếu:")


def _counts(source: ProvinceSource, targets: Sequence[ProvinceTarget]) -> str:
    ahead = len(source.all_of.targets) - len(targets)
    later = f" Có {ahead} chỉ tiêu là mốc của các năm sau, chưa đến hạn." if ahead else ""
    if not targets:
        return f"Chưa có chỉ tiêu nào đến hạn trong kỳ.{later}"
    counted = [(sum(t.state is state for t in targets), state) for state in TARGET_LABELS]
    told = ", ".join(f"{n} {TARGET_LABELS[state].lower()}" for n, state in counted if n)
    return f"Có {len(targets)} chỉ tiêu đến hạn: {told}.{later} Chi tiết tại Phụ lục IV."


def _told(target: ProvinceTarget) -> str:
    gap = gap_words(target)
    distance = f", còn thiếu {gap}" if gap else ""
    told = f"{target.label}: toàn tỉnh {target.shown}, chỉ tiêu {target.wanted}{distance}"
    counted = f" (tính trên {target.counted}/{target.of} đơn vị)" if target.counted else ""
    return f"{told}{counted}. {sentence(target.close)}".strip()


def _drags(source: ProvinceSource, target: ProvinceTarget) -> str:
    return "; ".join(
        f"{unit_name(drag.unit)} ({', '.join((drag.shown, *_need(source, target, drag)))})"
        for drag in target.drags[:MOST]
    )


def _need(source: ProvinceSource, target: ProvinceTarget, drag: TargetLaggard) -> Iterator[str]:
    """What the commune lacks; which items are counted is said once, with the target."""
    if drag.units is None:
        words = drag.words.strip(" .")
        if words:
            yield f"{words[:1].lower()}{words[1:]}"
        return
    items = {**source.all_of.form.items, **target.plan.items}
    unit = figure_unit(drag.unit_item, items, {}) or "đơn vị"
    yield f"cần {'thêm' if drag.units > 0 else 'giảm'} {show_number(abs(drag.units))} {unit}"
    if drag.effect:
        yield drag.effect
