"""The estimate of the time that is left."""

from xa_report.progress import EtaEstimator, format_duration


def test_the_time_left_is_the_mean_of_the_steps_done_times_what_is_left():
    now = [0.0]
    estimator = EtaEstimator(lambda: now[0])
    now[0] = 10.0
    assert estimator.remaining_text(0, 10) == ""
    assert estimator.remaining_text(1, 10) == ""
    assert estimator.remaining_text(2, 10) == "còn khoảng 40 giây"
    assert estimator.remaining_text(10, 10) == ""


def test_a_duration_is_told_in_seconds_then_in_minutes():
    shown = [format_duration(seconds) for seconds in (0.2, 89, 89.6, 200)]
    assert shown == ["1 giây", "89 giây", "2 phút", "3 phút"]
