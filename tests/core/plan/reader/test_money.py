"""Money and shares of support, conditions that are none, and promises without a figure, in invented sentences."""

import pytest

from zhixian.core.plan.reader import read_plan

AMOUNTS = {
    "由政府资助50%费用，每家企业最高不超过5万元。": [("share", 50, None, None), ("cap", 50000, None, "家")],
    "再给予15万元/件奖励。": [("fixed", 150000, None, "件")],
    "按贷款利率的30%予以贴息，每家企业每年享受贴息不超过10万元。": [
        ("share", 30, None, None),
        ("cap", 100000, None, "家/年"),
    ],
    "对获得甲、乙、丙奖的，每项分别奖励100万元、50万元和20万元。": [
        ("fixed", 1000000, None, "项"),
        ("fixed", 500000, None, "项"),
        ("fixed", 200000, None, "项"),
    ],
    "分别给予最高50万、30万、10万元经费支持。": [
        ("cap", 500000, None, None),
        ("cap", 300000, None, None),
        ("cap", 100000, None, None),
    ],
    "最高分别奖励50万元、20万元。": [("cap", 500000, None, None), ("cap", 200000, None, None)],
    "分别给予10、5、3万元奖励。": [
        ("fixed", 100000, None, None),
        ("fixed", 50000, None, None),
        ("fixed", 30000, None, None),
    ],
    "给予10万元以内的补助。": [("cap", 100000, None, None)],
    "给予5万元至10万元的奖励。": [("range", 50000, 100000, None)],
    "按投资的5%—20%给予奖励。": [("range", 5, 20, None)],
    "设立总额5000万元的专项资金。": [("fund", 50000000, None, None)],
    "每年安排专项资金1000万元用于扶持企业。": [("fund", 10000000, None, "年")],
    "设立专项资金，每年安排不少于10亿元。": [("fund", 1000000000, None, "年")],
    "组建规模不低于10亿元的产业基金。": [("fund", 1000000000, None, None)],
    "给予伍拾万元奖励。每家企业每年最高不超过人民币拾伍万元。": [
        ("fixed", 500000, None, None),
        ("cap", 150000, None, "家/年"),
    ],
    "给予伍拾万元整的奖励。": [("fixed", 500000, None, None)],
    "一次性奖励壹佰万元整。": [("fixed", 1000000, None, None)],
    "给予一次性奖励人民币贰拾万元。": [("fixed", 200000, None, None)],
    "给予企业壹万伍仟元补助。": [("fixed", 15000, None, None)],
    "给予企业叁仟圆补助。": [("fixed", 3000, None, None)],
    "按百分之叁拾给予补助。": [("share", 30, None, None)],
    "租金给予8.5折优惠。": [("share", 85, None, None)],
    "租金给予五折优惠。": [("share", 50, None, None)],
    "减免70%租金。": [("share", 70, None, None)],
    "按交易额的5‰给予奖励。": [("share", 0.5, None, None)],
    "单场活动最高补贴10万元，每个承办主体年度补贴不超过30万元。": [
        ("cap", 100000, None, "场"),
        ("cap", 300000, None, "承办主体/年"),
    ],
    "对营收首次达到2000万元的奖励5万元。": [("fixed", 50000, None, None)],
    "对年产值超过5亿元的企业，按产值1%给予奖励，最高100万元。": [
        ("share", 1, None, None),
        ("cap", 1000000, None, None),
    ],
    "给予每人每月1000元生活补贴。": [("fixed", 1000, None, "人/月")],
    "按本科1万元、硕士3万元、博士10万元发放补贴。": [
        ("fixed", 10000, None, None),
        ("fixed", 30000, None, None),
        ("fixed", 100000, None, None),
    ],
    "可申请最高不超过15万元的创业担保贷款。": [("cap", 150000, None, None)],
    "奖励标准为国家级100万元，省级50万元，市级20万元。": [
        ("fixed", 1000000, None, None),
        ("fixed", 500000, None, None),
        ("fixed", 200000, None, None),
    ],
    "同一企业年度累计补贴总额不超过200万元。": [("cap", 2000000, None, "企业/年")],
    "给予百分之三十的补贴。": [("share", 30, None, None)],
    "给予最高1,500元补贴。": [("cap", 1500, None, None)],
    "固定资产投资1000万元及以上的，按10%给予奖励，每年不超过5000万元。": [
        ("share", 10, None, None),
        ("cap", 50000000, None, "年"),
    ],
    "对认定的项目，每个分别给予企业不超过100万元、30万元的獎勵。": [
        ("cap", 1000000, None, "项目"),
        ("cap", 300000, None, "项目"),
    ],
    "给予不超过LPR50%的贴息。": [("share", 50, None, None)],
    "给予企业同期贷款基准利率50%的贷款贴息。": [("share", 50, None, None)],
    "给予不超过1.5个百分点的利息补贴。": [("share", 1.5, None, None)],
    "每年“算力券”总额提升至2.5亿元。": [("fund", 250000000, None, "年")],
    "直投单笔金额不低于50万元、不超过300万元，由基金投资。": [("range", 500000, 3000000, "笔")],
    "纳税超5万元的，续租按市场价5折收取。": [("share", 50, None, None)],
    "每年安排3000万元，发放算力券，单券最高抵扣50%。": [("fund", 30000000, None, "年"), ("share", 50, None, "券")],
    "设立成长基金，单个项目首轮投资50万—500万元。": [("range", 500000, 5000000, "项目")],
    "按到账额的10%给予奖励；同一项目获多轮投资的，累计不超过300万元。": [
        ("share", 10, None, None),
        ("cap", 3000000, None, None),
    ],
    "市财政每年安排不低于500万元用于购买服务，发放“算力券”。": [("fund", 5000000, None, "年")],
    "享受每月1500—3000元人才津贴。": [("range", 1500, 3000, "月")],
    "一次性给予20万元；次年增长15%以上的，再奖10万元。": [("fixed", 200000, None, None), ("fixed", 100000, None, None)],
    "分别按每人5万元、3万元标准发放安家补贴。": [("fixed", 50000, None, "人"), ("fixed", 30000, None, "人")],
    "每个OPC年度抵扣上限为15万元补贴。": [("cap", 150000, None, "OPC/年")],
    "单户年贴息额最高5万元。": [("cap", 50000, None, "户/年")],
    "每成功举办1场，补贴4万元。": [("fixed", 40000, None, "场")],
    "對每個申報單位，資助3萬元。": [("fixed", 30000, None, "申報單位")],
    "按每平方米300元给予补助。": [("fixed", 300, None, "平方米")],
    "分别给予20万元、40万元/年补贴。": [("fixed", 200000, None, "年"), ("fixed", 400000, None, "年")],
    "给予6万元/人、9万元/人购房补贴。": [("fixed", 60000, None, "人"), ("fixed", 90000, None, "人")],
    "按最高120元/天/平方米给予租金补贴。": [("cap", 120, None, "天/平方米")],
    "住宿补贴每人每晚260元。": [("fixed", 260, None, "人/晚")],
    "奖补资金由县财政列支，年度总额控制在300万元以内。": [("fund", 3000000, None, None)],
    "县财政每年安排专项资金200万元，五年累计投入不少于1000万元。": [
        ("fund", 2000000, None, "年"),
        ("fund", 10000000, None, None),
    ],
    "安排900万元发放消费券，其中餐饮券300万元、家电券600万元。": [
        ("fund", 9000000, None, None),
        ("fund", 3000000, None, None),
        ("fund", 6000000, None, None),
    ],
    "发挥12亿元产业基金引导作用。": [("fund", 1200000000, None, None)],
    "市级基金出资不低于8亿元组建子基金。": [("fund", 800000000, None, None)],
    "按成本的40%给予补贴，对国产的支持比例上浮5个百分点。": [("share", 40, None, None), ("share", 5, None, None)],
    "保费补贴不低于45%。": [("share", 45, None, None)],
    "专利每件资助800元；软件著作权每件200元。": [("fixed", 800, None, "件"), ("fixed", 200, None, "件")],
    "全年统筹不超过2000万元，对购买服务给予补贴。": [("fund", 20000000, None, None)],
    "单个项目直投30万元以内，单一企业年度获支持总额不超过600万元。": [
        ("cap", 300000, None, "项目"),
        ("cap", 6000000, None, "企业/年"),
    ],
    "对企业的价格优惠不少于15%。": [("share", 15, None, None)],
    "每增加500万元奖励2万元。": [("fixed", 20000, None, None)],
    "分别奖励工作经费80万元、60万元。": [("fixed", 800000, None, None), ("fixed", 600000, None, None)],
    "设立天使基金，单笔投资不超过300万元。": [("cap", 3000000, None, "笔")],
    "引导社会资本设立运营基金，规模达到20亿元。": [("fund", 2000000000, None, None)],
    "对零售额在500万元（含500万元）以上的，奖励3万元；在300万元（含300万元）至500万元的，奖励1万元。": [
        ("fixed", 30000, None, None),
        ("fixed", 10000, None, None),
    ],
}

PROMISES = {
    "对销售额在100万元以上的，参照本办法进行适当奖励。": ["对销售额在100万元以上的，参照本办法进行适当奖励"],
    "中小企业可通过商标权质押、助保贷等方式获得融资。": ["中小企业可通过商标权质押、助保贷等方式获得融资"],
    "对列入名单的企业，县给予一次性资金奖励。": ["对列入名单的企业，县给予一次性资金奖励"],
    "县财政每项给予一定比例的资金配套。": ["县财政每项给予一定比例的资金配套"],
    "对获得授权专利的给予奖励，对专利质押贷款提供贴息。": ["对获得授权专利的给予奖励", "对专利质押贷款提供贴息"],
    "适时设立保护资金。": ["适时设立保护资金"],
    "给予最高10万元奖励。": [],
    "对骗取补助的，不予奖励。": [],
    "一、加大资金支持。": [],
}


@pytest.mark.parametrize("text", AMOUNTS)
def test_amount(text: str) -> None:
    draft = read_plan(text + "\n")
    assert [(item.kind, item.value, item.value_max, item.per) for item in draft.amounts] == AMOUNTS[text]
    assert all(text[item.start : item.end] == item.quote for item in draft.amounts)
    assert all((item.unit == "percent") == (item.value <= 100) for item in draft.amounts)
    assert draft.targets == ()


@pytest.mark.parametrize(
    "text",
    [
        "研发投入强度提高到3.1%，支持企业加大经费投入。",
        "争取中央补助资金700万元。",
        "贷款利率不超过4.5%。",
        "对注册资本1000万元以上的企业优先支持。",
        "给予全额贴息，减半收取费用。",
        "到2027年，产值达到100亿元。",
        "按国拨经费给予1:1配套支持。",
        "补贴期限最长3年。",
    ],
)
def test_number_that_is_no_amount(text: str) -> None:
    assert read_plan(text + "\n").amounts == ()


@pytest.mark.parametrize("text", PROMISES)
def test_promise_without_a_figure(text: str) -> None:
    found = [item for item in read_plan(text + "\n").undecided if "没有数额" in item.why]
    assert [item.quote for item in found] == PROMISES[text]


def test_what_is_parted_by_a_share_is_an_amount_or_waits_for_a_person() -> None:
    read = read_plan("项目建成运营后，由乡镇与开发区根据项目年度地方财政贡献按50%比例进行分配。\n")
    assert ([amount.quote for amount in read.amounts], [item.why for item in read.undecided]) == (
        [],
        ["写的是按比例分配，是不是支持的金额，请人工判断"],
    )
    assert len(read_plan("二、办法\n奖励资金按50%比例进行分配。\n").amounts) == 1
