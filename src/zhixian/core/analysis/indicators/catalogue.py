"""Every indicator the registry can carry, and those it cannot, with the reason."""

from zhixian.core.analysis.indicators.measures import (
    Filed,
    Granted,
    Happened,
    HighValue,
    Holders,
    InForce,
    Moved,
    Pledged,
    PledgeLoans,
    Residents,
)
from zhixian.core.analysis.indicators.model import Indicator
from zhixian.core.registry.tables import GI_MARK_KINDS, MARK_KINDS, PATENT_KINDS

_COMPANIES = ("enterprise", "soe")
_INVENTION = ("invention",)
_INVENTIONS = InForce(_INVENTION)
_MARKS = InForce(MARK_KINDS)
_RESIDENTS = Residents(lag=1)
_HIGH_VALUE = HighValue(years=10, awards=("中国专利", "国家科学技术", "china_patent", "national_science"))
_PLEDGES = "按贷款的质押，也按公告的质押登记和解除；一件只计一次。"

_ALL = (
    Indicator(
        "inventions_per_10k", "每万人发明专利拥有量", "件/万人", "per_10k", "1",
        "当日有效的发明专利件数 ÷ 上一年末常住人口 × 10000。按第一权利人当日所在地计。",
        _INVENTIONS, _RESIDENTS,
    ),
    Indicator(
        "registered_marks", "商标有效注册量", "件", "count", "1",
        "当日有效的注册商标、集体商标、证明商标件数（按注册号和类别计，一号一类一件）。",
        _MARKS,
    ),
    Indicator(
        "gi_marks", "地理标志商标", "件", "count", "1",
        "当日有效、以地理标志注册的商标件数；不含地理标志产品。",
        InForce(MARK_KINDS, gi=True),
    ),
    Indicator(
        "pledge_financing", "年专利权质押融资额", "万元", "money", "1",
        "当年 1 月 1 日至当日办理了专利权质押登记的贷款本金合计。按借款人所在地计，一笔贷款一年只计一次。",
        PledgeLoans(), yearly=True,
    ),
    Indicator(
        "enterprise_invention_share", "企业发明专利拥有量占比", "%", "share", "1",
        "企业和国有企业持有的当日有效发明专利件数 ÷ 全部当日有效发明专利件数。",
        InForce(_INVENTION, holder_kinds=_COMPANIES), _INVENTIONS, part=True,
    ),
    Indicator("inventions", "有效发明专利", "件", "count", "1", "当日有效的发明专利件数。", _INVENTIONS),
    Indicator(
        "utility_models", "有效实用新型专利", "件", "count", "1", "当日有效的实用新型专利件数。", InForce(("utility_model",)),
    ),
    Indicator("designs", "有效外观设计专利", "件", "count", "1", "当日有效的外观设计专利件数。", InForce(("design",))),
    Indicator("patents", "有效专利", "件", "count", "1", "当日有效的发明、实用新型、外观设计专利件数。", InForce(PATENT_KINDS)),
    Indicator(
        "invention_share", "发明专利占有效专利比重", "%", "share", "1",
        "当日有效的发明专利件数 ÷ 当日有效的发明、实用新型、外观设计专利件数。", _INVENTIONS, InForce(PATENT_KINDS), part=True,
    ),
    Indicator(
        "patents_per_10k", "每万人有效专利拥有量", "件/万人", "per_10k", "1",
        "当日有效的专利件数 ÷ 上一年末常住人口 × 10000。", InForce(PATENT_KINDS), _RESIDENTS,
    ),
    Indicator(
        "high_value_inventions", "高价值发明专利（可算部分）", "件", "count", "2021-部分-2",
        "当日有效的发明专利中，自申请日起满十年，或曾办理质押登记，或获国家科学技术奖、中国专利奖的件数，一件只计一次。"
        "国家知识产权局 2021 年口径中的战略性新兴产业和海外同族两类，登记数据里没有，未计入；质押不论金额高低。",
        _HIGH_VALUE,
    ),
    Indicator(
        "high_value_inventions_per_10k", "每万人高价值发明专利拥有量（可算部分）", "件/万人", "per_10k", "2021-部分-2",
        "高价值发明专利（可算部分）件数 ÷ 上一年末常住人口 × 10000。", _HIGH_VALUE, _RESIDENTS,
    ),
    Indicator(
        "marks_per_10k", "每万人有效商标注册量", "件/万人", "per_10k", "1",
        "当日有效的注册商标、集体商标、证明商标件数 ÷ 上一年末常住人口 × 10000。", _MARKS, _RESIDENTS,
    ),
    Indicator(
        "collective_and_certification_marks", "集体商标和证明商标", "件", "count", "1",
        "当日有效的集体商标、证明商标件数，含地理标志。", InForce(GI_MARK_KINDS),
    ),
    Indicator("gi_products", "地理标志产品", "个", "count", "1", "当日受保护的地理标志产品个数。", InForce(("gi_product",))),
    Indicator("copyright_works", "作品登记累计", "件", "count", "1", "至当日登记且未注销、未届满的作品件数。", InForce(("copyright_work",))),
    Indicator("software", "软件著作权登记累计", "件", "count", "1", "至当日登记且未注销、未届满的计算机软件件数。", InForce(("software",))),
    Indicator(
        "copyright_works_registered", "年作品登记量", "件", "count", "1",
        "当年 1 月 1 日至当日登记的作品件数。", Granted(("copyright_work",)), yearly=True,
    ),
    Indicator(
        "software_registered", "年软件著作权登记量", "件", "count", "1",
        "当年 1 月 1 日至当日登记的计算机软件件数。", Granted(("software",)), yearly=True,
    ),
    Indicator("plant_varieties", "有效植物新品种权", "件", "count", "1", "当日有效的植物新品种权件数。", InForce(("plant_variety",))),
    Indicator("layout_designs", "有效集成电路布图设计", "件", "count", "1", "当日有效的集成电路布图设计件数。", InForce(("layout_design",))),
    Indicator(
        "patent_filings", "年专利申请量", "件", "count", "1",
        "当年 1 月 1 日至当日申请的专利件数，按第一申请人申请时所在地计；只含已导入的申请。", Filed(PATENT_KINDS), yearly=True,
    ),
    Indicator(
        "invention_filings", "年发明专利申请量", "件", "count", "1",
        "当年 1 月 1 日至当日申请的发明专利件数；只含已导入的申请。", Filed(_INVENTION), yearly=True,
    ),
    Indicator(
        "mark_filings", "年商标申请量", "件", "count", "1",
        "当年 1 月 1 日至当日申请的商标件数；只含已导入的申请。", Filed(MARK_KINDS), yearly=True,
    ),
    Indicator(
        "patent_grants", "年专利授权量", "件", "count", "1", "当年 1 月 1 日至当日授权的专利件数；授权当天就失效的不计。", Granted(PATENT_KINDS), yearly=True,
    ),
    Indicator(
        "invention_grants", "年发明专利授权量", "件", "count", "1",
        "当年 1 月 1 日至当日授权的发明专利件数；授权当天就失效的不计。", Granted(_INVENTION), yearly=True,
    ),
    Indicator(
        "invention_grants_5y", "近五年发明专利授权量", "件", "count", "1",
        "到当日为止五年内授权的发明专利件数，按授权时的权利人计，后来失效的也计；授权当天就失效的不计。", Granted(_INVENTION, years=5),
    ),
    Indicator(
        "mark_registrations", "年商标注册量", "件", "count", "1", "当年 1 月 1 日至当日注册的商标件数；注册当天就失效的不计。", Granted(MARK_KINDS), yearly=True,
    ),
    Indicator(
        "gi_mark_registrations", "年地理标志商标注册量", "件", "count", "1",
        "当年 1 月 1 日至当日以地理标志注册的商标件数；注册当天就失效的不计。", Granted(MARK_KINDS, gi=True), yearly=True,
    ),
    Indicator(
        "patents_in", "年转入专利", "件", "count", "1",
        "当年 1 月 1 日至当日因转让由本地区以外进入本地区的有效专利件数。", Moved(PATENT_KINDS, arriving=True), yearly=True,
    ),
    Indicator(
        "patents_out", "年转出专利", "件", "count", "1",
        "当年 1 月 1 日至当日因转让由本地区转到本地区以外的有效专利件数。", Moved(PATENT_KINDS, arriving=False), yearly=True,
    ),
    Indicator(
        "patent_licences", "年专利许可备案", "项", "count", "1",
        "当年 1 月 1 日至当日备案许可的有效专利，同一专利同一日计一项。", Happened("licensed", PATENT_KINDS), yearly=True,
    ),
    Indicator(
        "mark_licences", "年商标许可备案", "项", "count", "1",
        "当年 1 月 1 日至当日备案许可的有效商标，同一商标同一日计一项。", Happened("licensed", MARK_KINDS), yearly=True,
    ),
    Indicator(
        "pledged_patents", "在押专利", "件", "count", "2", f"当日质押登记未解除的有效专利件数。{_PLEDGES}", Pledged(PATENT_KINDS),
    ),
    Indicator(
        "pledged_marks", "在押商标", "件", "count", "2", f"当日质押登记未解除的有效商标件数。{_PLEDGES}", Pledged(MARK_KINDS),
    ),
    Indicator(
        "pledge_loans", "年专利权质押贷款笔数", "笔", "count", "1",
        "当年 1 月 1 日至当日办理了专利权质押登记的贷款笔数。", PledgeLoans(principal=False), yearly=True,
    ),
    Indicator(
        "mark_pledge_financing", "年商标权质押融资额", "万元", "money", "1",
        "当年 1 月 1 日至当日办理了商标权质押登记的贷款本金合计；与专利混合质押的贷款也计入。", PledgeLoans(MARK_KINDS), yearly=True,
    ),
    Indicator(
        "patent_holding_enterprises", "有专利的企业", "家", "count", "2",
        "当日持有有效专利的企业和国有企业家数，在地区内几个县都有的只计一家。", Holders(PATENT_KINDS, _COMPANIES),
    ),
    Indicator(
        "invention_holding_enterprises", "有发明专利的企业", "家", "count", "2",
        "当日持有有效发明专利的企业和国有企业家数，在地区内几个县都有的只计一家。", Holders(_INVENTION, _COMPANIES),
    ),
    Indicator(
        "patents_per_enterprise", "企均有效专利", "件/家", "ratio", "2",
        "企业和国有企业持有的有效专利件数 ÷ 持有有效专利的企业和国有企业家数，在地区内几个县都有的只计一家。",
        InForce(PATENT_KINDS, holder_kinds=_COMPANIES), Holders(PATENT_KINDS, _COMPANIES),
    ),
    Indicator(
        "inventions_per_enterprise", "企均有效发明专利", "件/家", "ratio", "2",
        "企业和国有企业持有的有效发明专利件数 ÷ 持有有效发明专利的企业和国有企业家数，在地区内几个县都有的只计一家。",
        InForce(_INVENTION, holder_kinds=_COMPANIES), Holders(_INVENTION, _COMPANIES),
    ),
)  # fmt: skip

INDICATORS: dict[str, Indicator] = {indicator.id: indicator for indicator in _ALL}
NOT_COMPUTABLE: dict[str, tuple[str, str]] = {
    "pct_filings": ("PCT 国际专利申请量", "登记数据不含 PCT 申请，需要国际局或国家知识产权局的 PCT 数据"),
    "madrid_filings": ("马德里商标国际注册申请量", "登记数据不含马德里申请，需要国际局的数据"),
    "high_value_inventions_full": ("高价值发明专利（全口径）", "需要专利与战略性新兴产业的对照和海外同族数据"),
    "patent_intensity_by_staff": (
        "发明专利密集度（件/万人）",
        "国家统计局知识产权（专利）密集型产业统计分类（2019）按五年发明专利授权量除以从业人员数，登记数据没有从业人员数",
    ),
    "patent_intensive_output": ("专利密集型产业增加值", "需要统计部门的分行业增加值和从业人员数"),
}
"""Asked for by many plans, yet not in registry data: id → (name, what would be needed)."""
