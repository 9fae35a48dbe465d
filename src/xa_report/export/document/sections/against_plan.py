"""Section III: targets in force against the plans; what is missing and how much more it takes."""

from collections.abc import Iterator

from xa_report.domain.assessment import TargetResult, TargetState
from xa_report.export.document.sections.section import Line, Section
from xa_report.export.document.source import Source
from xa_report.export.document.words import gap_words, plan_name, sentence


def against_plan(source: Source) -> Section:
    """Counts, then the targets that are not met, met, or cannot be told."""
    return Section("Đối chiếu với kế hoạch", tuple(_lines(source)))


def _lines(source: Source) -> Iterator[Line]:
    due = [target for target in source.assessment.targets if not target.ahead]
    if not source.assessment.targets:
        yield Line("Không có chỉ tiêu kế hoạch nào áp dụng cho kỳ báo cáo.")
        return
    yield Line(f"Kế hoạch được đối chiếu: {'; '.join(_plans(source))}.")
    yield Line(_counts(source, due))
    missed = [target for target in due if target.state is TargetState.NOT_MET]
    if missed:
        yield Line("", f"{len(missed)} chỉ tiêu chưa đạt:")
        yield from (Line(f"- {_missed(target)}") for target in missed)
    met = [target for target in due if target.state is TargetState.MET]
    if met:
        yield Line("", f"{len(met)} chỉ tiêu đạt:")
        yield Line(f"{'; '.join(_reached(target) for target in met)}.")
    unknown = [target for target in due if target.state is TargetState.UNKNOWN]
    if unknown:
        names = dict.fromkeys(target.label for target in unknown)
        yield Line(f"{'; '.join(names)}.", "Chưa đủ số liệu để đối chiếu:")


def _plans(source: Source) -> list[str]:
    return list(dict.fromkeys(plan_name(target.plan) for target in source.assessment.targets))


def _counts(source: Source, due: list[TargetResult]) -> str:
    words = (
        (TargetState.MET, "đạt"),
        (TargetState.NOT_MET, "chưa đạt"),
        (TargetState.UNKNOWN, "chưa đủ số liệu"),
        (TargetState.NOT_ARISEN, "không phát sinh"),
    )
    counted = [(sum(target.state is state for target in due), word) for state, word in words]
    told = ", ".join(f"{count} {word}" for count, word in counted if count)
    ahead = len(source.assessment.targets) - len(due)
    later = f" Ngoài ra có {ahead} chỉ tiêu là mốc của các năm sau, chưa đến hạn." if ahead else ""
    if not due:
        return f"Chưa có chỉ tiêu nào đến hạn trong kỳ.{later}"
    return (
        f"Có {len(due)} chỉ tiêu áp dụng trong kỳ: {told}.{later} "
        "Đối chiếu từng chỉ tiêu tại Phụ lục III."
    )


def _missed(target: TargetResult) -> str:
    gap = gap_words(target) if target.units is not None else ""
    distance = f", còn thiếu {gap}" if gap else ""
    return sentence(
        f"{target.label}: thực hiện {target.shown}, chỉ tiêu {target.wanted}{distance}. "
        f"{sentence(target.close)}"
    )


def _reached(target: TargetResult) -> str:
    return f"{target.label} {target.shown} (chỉ tiêu {target.wanted})"
