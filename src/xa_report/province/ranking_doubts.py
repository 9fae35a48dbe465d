"""What makes a published ranking doubtful although every number computes again."""

from collections.abc import Iterator

from xa_report.package.ranking_file.ranking_file import Entry, RankingFile
from xa_report.province.register.naming import alike
from xa_report.province.submissions import Submission, Submissions


def name_doubts(ranking: RankingFile, submissions: Submissions) -> tuple[str, ...]:
    """Say which communes bear another name or province in the ranking than in what they sent.

    Units are renamed, so this proves nothing; but names that changed places look like it.
    """
    return tuple(_name_doubts(ranking, submissions))


def _name_doubts(ranking: RankingFile, submissions: Submissions) -> Iterator[str]:
    for entry in ranking.entries:
        sent = _sent(entry, submissions)
        if sent is None:
            continue
        unit, above = sent.record.report.unit, ranking.province
        pairs = (
            (entry.unit.name, unit.name),
            (entry.unit.kind, unit.kind),
            (above.name, unit.province_name or above.name),
            (above.code, unit.province_code or above.code),
        )
        for said, own in pairs:
            if alike(said) != alike(own):
                yield (
                    f"Mã {unit.code}: ranking.json ghi “{said}”, gói “{sent.path.name}” ghi "
                    f"“{own}”. Hãy đối chiếu với danh mục đơn vị."
                )


def newer(ranking: RankingFile, submissions: Submissions) -> tuple[Submission, ...]:
    """Later submissions of ranked communes for the same period; the province may have closed."""
    found = {entry.unit.code: _sent(entry, submissions) for entry in ranking.entries}
    ranked = {code: sent.record.report.sequence for code, sent in found.items() if sent}
    return tuple(
        one
        for one in submissions.read
        for report in (one.record.report,)
        if report.period == ranking.period
        and report.sequence > ranked.get(report.unit.code, report.sequence)
    )


def _sent(entry: Entry, submissions: Submissions) -> Submission | None:
    return submissions.find(entry.manifest_sha256, entry.package_sha256)
