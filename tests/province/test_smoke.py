from xa_report.workflow import province


def test_import(desk, sent):
    found = list(province.examine(desk, [one.first for one in sent.senders]))
    plan = province.preview(desk, found)
    print([(p.classified.arrival, p.classified.code, p.classified.reason) for p in plan])
    done = list(province.take_in(desk, found))
    assert [d.classified.arrival.key for d in done] == ["new"] * 6
