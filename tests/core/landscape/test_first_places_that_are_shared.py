"""What shares the first place is named; that there is more of it is said only where there is."""

from datetime import date

import pytest
from small_topic import record, write_topic

from zhixian.core.landscape.everything import landscape
from zhixian.core.landscape.trends import course

SAID = {
    2: {
        "ipc_section": "最多的部是 C（化学、冶金）和 D，各 12 件，占全部申请的 100.0%。",
        "ipc_class": "最多的大类是 C01 和 D02，各 12 件，占全部申请的 100.0%。",
        "ipc_main_group": "最多的大组是 C01B32 和 D02G3，各 12 件，占全部申请的 100.0%。",
        "locarno_class": "最多的洛迦诺大类是 06 和 07，各 12 件，占有洛迦诺分类的申请的 50.0%。",
        "regions_province": "申请最多的省份是北京市和天津市，各 12 件，占 50.0%。",
        "offices": "申请最多的国家或地区是中国和日本，各 12 件，占有国别的 24 件的 50.0%。",
        "inventors": "发明人中申请量最多的是张一、张三，各 12 件。",
    },
    3: {
        "ipc_section": "最多的部是 C（化学、冶金）和 D 等，各 12 件，占全部申请的 100.0%。",
        "ipc_class": "最多的大类是 C01 和 D02 等，各 12 件，占全部申请的 100.0%。",
        "ipc_main_group": "最多的大组是 C01B32 和 D02G3 等，各 12 件，占全部申请的 100.0%。",
        "locarno_class": "最多的洛迦诺大类是 06 和 07 等，各 12 件，占有洛迦诺分类的申请的 33.3%。",
        "regions_province": "申请最多的省份是北京市和天津市等，各 12 件，占 33.3%。",
        "offices": "申请最多的国家或地区是中国和日本等，各 12 件，占有国别的 36 件的 33.3%。",
        "inventors": "发明人中申请量最多的是张一、张三等，各 12 件。",
    },
}


def _rows(alike: int, *, designs: bool) -> list[dict]:
    symbols = ("06-01", "07-01", "08-01") if designs else ("C01B32/05", "D02G3/04", "E01C7/18")
    each = zip(symbols, ("110108", "120101", "350203"), ("CN", "JP", "US"), ("张一", "张三", "张二"), strict=True)
    rows = []
    for nth, (symbol, region, country, inventor) in enumerate(list(each)[:alike]):
        told = {"region": region, "country": country, "inventors": [inventor], "filed": date(2018, 1, 1)}
        told |= {"kind": "design", "classes": [symbol]} if designs else {"classes": list(symbols[:alike])}
        rows += [record(f"R{nth}{nr}", **told) for nr in range(12 if designs else 12 // alike)]
    return rows


@pytest.mark.parametrize("alike", [2, 3])
def test_more_is_said_only_where_more_share_the_first_place_than_are_named(tmp_path, engine, alike):
    told = {}
    for designs in (False, True):
        found = landscape(write_topic(tmp_path / str(designs), _rows(alike, designs=designs)), engine=engine)
        wanted = [figure for figure in found.figures if figure.id.startswith("ipc") != designs]
        told |= {figure.id: figure.sentence for figure in wanted if figure.id in SAID[alike]}
    assert told == SAID[alike]


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ((2011, 2012, 2013), "最多的是 2011 年、2012 年、2013 年（各 5 件）"),
        ((2011, 2012, 2013, 2014), "最多的是 2011 年、2012 年、2013 年等（各 5 件）"),
    ],
)
def test_of_years_three_are_named(years, said):
    assert said in course(dict.fromkeys(years, 5) | {2015: 1}, 2015, "申请").sentence
