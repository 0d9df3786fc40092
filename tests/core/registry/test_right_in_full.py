"""One right told up to a day: what comes later has not happened, what ends later is open."""

from datetime import date

from registries import write_registry
from zhixian.core.registry.particulars import right_in_full


def test_what_comes_after_the_day_is_not_told_as_if_it_had_happened(tmp_path):
    snapshot = write_registry(
        tmp_path / "s",
        rights=[{"right_id": "R1", "kind": "utility_model", "gi": False, "expires": "2021-01-15"}],
        events=[
            {"right_id": "R1", "event": "granted", "effective": "2012-03-01"},
            {"right_id": "R1", "event": "pledged", "gazetted": "2020-11-16"},
            {"right_id": "R1", "event": "transferred"},
            {"right_id": "R1", "event": "expired", "effective": "2021-01-15", "gazetted": "2021-03-01"},
        ],
        spans=[{"right_id": "R1", "start": "2012-03-01", "end": "2021-01-15"}],
        pledges=[
            {"loan_id": "L1", "right_id": "R1", "registered": "2020-01-05", "released": "2020-12-05"},
            {"loan_id": "L2", "right_id": "R1", "registered": "2021-01-05"},
        ],
        honours=[
            {"right": "R1", "honour": "中国专利奖", "awarded": "2020-12-30"},
            {"right": "R1", "honour": "省专利奖", "awarded": "2019-12-30"},
        ],
    )
    then = right_in_full(snapshot, "R1", as_of=date(2020, 11, 16))
    assert sorted(event["event"] for event in then["events"]) == ["granted", "pledged", "transferred"]
    assert [(span["start"], span["end"]) for span in then["spans"]] == [(date(2012, 3, 1), None)]
    assert [(one["loan_id"], one["released"]) for one in then["pledges"]] == [("L1", None)]
    assert [one["honour"] for one in then["honours"]] == ["省专利奖"]
    assert then["facts"][0]["expires"] == date(2021, 1, 15)
    later = right_in_full(snapshot, "R1", as_of=date(2021, 1, 15))
    assert [event["event"] for event in later["events"] if event["day"] is not None][-1] == "expired"
    assert later["spans"][0]["end"] == date(2021, 1, 15)
    assert [(one["loan_id"], one["released"]) for one in later["pledges"]] == [
        ("L1", date(2020, 12, 5)),
        ("L2", None),
    ]
    assert right_in_full(snapshot, "R1", as_of=date(2010, 1, 1))["spans"] == []
