from xa_report.workflow import province


def test_create(database):
    desk = province.create(database, "80")
    assert len(province.communes(desk)) == 96
    assert province.open_province(database).province.code == "80"
