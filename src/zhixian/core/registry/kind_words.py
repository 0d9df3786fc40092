"""What the closed vocabularies of the registry are called on a page."""

from zhixian.core.registry.tables import EVENTS

PARTY_KIND_WORDS = {
    "enterprise": "企业",
    "soe": "国有企业",
    "cooperative": "农民专业合作社",
    "farm": "家庭农场",
    "university": "学校",
    "institute": "科研院所",
    "government": "机关",
    "association": "行业组织",
    "individual": "个人",
    "foreign": "境外主体",
}
RIGHT_KIND_WORDS = {
    "invention": "发明专利",
    "utility_model": "实用新型专利",
    "design": "外观设计专利",
    "trademark": "注册商标",
    "collective_mark": "集体商标",
    "certification_mark": "证明商标",
    "gi_product": "地理标志产品",
    "copyright_work": "作品",
    "software": "软件著作权",
    "plant_variety": "植物新品种",
    "layout_design": "集成电路布图设计",
}
PROJECT_KIND_WORDS = {"navigation": "专利导航", "industrialisation": "专利产业化"}
EVENT_WORDS = dict(
    zip(
        EVENTS,
        ("授权", "终止（未缴年费）", "恢复", "届满", "放弃", "宣告全部无效", "宣告部分无效", "撤销、注销", "续展", "转让", "更名", "许可",
         "许可终止", "质押", "质押变更", "质押解除", "保全", "保全解除", "其他"),
        strict=True,
    )
)  # fmt: skip
KIND_WORDS = {**PARTY_KIND_WORDS, **RIGHT_KIND_WORDS, **PROJECT_KIND_WORDS}
