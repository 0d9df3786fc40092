"""Which names in the notes of a text are one unit, and where a list's prefix goes on."""

from zhixian.core.plan.draft_units import UnitNames
from zhixian.core.plan.reader import read_plan


def units_of(*notes: str, place: str = "云岭县") -> UnitNames:
    text = "".join(f"{number}.办好事情。（责任单位：{note}）\n" for number, note in enumerate(notes, start=1))
    return UnitNames(read_plan(text).assignments, [place])


def named(units: UnitNames) -> list[tuple[str, ...]]:
    return [unit.names for unit in units.units]


def test_a_second_name_in_brackets_is_no_second_unit() -> None:
    units = units_of("县市场监管局（知识产权局）", "县市场监管局、县财政局", "县市场监管局(知识产权局)")
    assert named(units) == [
        ("县市场监管局", "县市场监管局（知识产权局）", "县市场监管局(知识产权局)"),
        ("县财政局",),
    ]
    assert "又写作县市场监管局（知识产权局）" in units.units[0].remark
    assert units.units[0].kind == "bureau"
    assert units.ids_of(("县市场监管局(知识产权局)", "县财政局")) == ["unit_01", "unit_02"]


def test_the_prefix_of_a_second_name_makes_no_second_unit() -> None:
    units = units_of("县市场监管局（知识产权局）、财政局", "县市场监管局（县知识产权局）", "市场监管局")
    assert named(units)[0] == ("县市场监管局", "县市场监管局（知识产权局）", "县市场监管局（县知识产权局）")
    assert len(units.units) == 2


def test_brackets_of_a_group_tell_its_extent() -> None:
    assert named(units_of("各镇（街道）", "各镇、县财政局")) == [("各镇（街道）",), ("各镇",), ("县财政局",)]


def test_the_prefix_goes_on_for_courts_as_for_bureaus() -> None:
    units = units_of("县法院、检察院、公安局", "检察院")
    assert named(units) == [("县法院",), ("县检察院",), ("县公安局",)]
    assert [unit.kind for unit in units.units] == ["court", "procuratorate", "bureau"]
    assert [unit.remark for unit in units.units] == [
        "",
        "原文写“检察院”，“县”字承同一份名单的第一个单位",
        "原文写“公安局”，“县”字承同一份名单的第一个单位",
    ]


def test_the_prefix_goes_not_on_for_names_with_a_place_of_their_own_or_none() -> None:
    left = ("各乡镇人民政府", "云岭海关", "云岭生态环境局", "开发区管委会", "国网云岭供电公司", "市气象局", "宣传部")
    units = units_of("、".join(("县财政局", "市场监管局", *left)))
    assert named(units) == [("县财政局",), ("县市场监管局",), *((name,) for name in left)]


def test_market_supervision_is_no_prefix() -> None:
    units = units_of("市场监管总局、知识产权局", place="")
    assert units.prefix == ""
    assert named(units) == [("市场监管总局",), ("知识产权局",)]
