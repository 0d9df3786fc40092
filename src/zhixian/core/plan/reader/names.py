"""Tells the names of offices from the other words of a note: verbs, 等, scopes in brackets, marks."""

import re

from zhixian.core.plan.reader.brackets import depths

_SUFFIX = (
    "局|委|部|厅|办|院|会|署|行|社|政府|中心|集团|公司|部门|单位|地区|县|区|市|州|盟|旗|镇|乡|街道|组|处|科|股|站|所|台|校|大学|"
    "联|协|资本|税务|企业|队|馆|海关|园|班|基金|平台|机构|中学|保险|军|供电|电力|电网|电信|移动|联通|铁塔|街|村|"
    "贸促|金控|城投|国控|产投|文旅投|交投|学校|党委|党组|纪委|主体|地方|省份|国资|统计|审计|邮政|燃气|城管|公安|消防|气象|各方|人行|"
    "室|省|高校|院校|石油|石化|分支|社团|团体|产发|联社|组织|农场|林场|水库|基地|厂|店|报|网"
)
_BRACKET_END = r"(?:[(〔\[〈【][^)〕\]〉】]*[)〕\]〉】])?"
_UNIT_END = re.compile(rf"(?:{_SUFFIX}){_BRACKET_END}$")
_BARE = re.compile(r"(?:单位|部门|地区|企业|机构|政府|政协|个人|组织|院所|人员)")
"""Words that are no name of their own behind 和 or 及: 各有关部门和单位 is one name."""

_STARTERS = (
    "分别|共同|联合|具体|统筹|各自|主要|协调|依法|依|按|根据|结合|牵头|负责|配合|落实|组织|实施|参与|参加|承担|承办|执行|推进|协助|协同|"
    "办理|推动|支持|指导|监督|督促|抓好|做好|主管|主办|协办|分工|会商|贯彻|抓"
)
_WORDS = (
    _STARTERS
    + "|照|据|在|各|本|其|部门|有关|工作|相应|相关|职责|职能|职权|权限|任务|责任|要求|范围|内|总体|并|和|的|好|此项|该项|做|到位|"
    "各项|本项|完成|抓落实|情况|业务|领域|以及|行业|属地|管理|原则|分级|为主|推进落实|开展|相互|积极|密切|等"
)
_VERBS = re.compile(rf"(?:{_STARTERS})(?:{_WORDS})*$")
_VERB_START = re.compile(rf"{_STARTERS}")
_NOT_SUPPORTED_ALONE = re.compile(r"负责|牵头|配合|落实|实施|承办|承担|分工|主办|协办|参与|参加")

_SCOPE = re.compile(
    r"(?:含|包括|包含|不含|除|指|即|下同|以下|暂|涉及|按|根据|依|视|仅|限|分管|排|列|第|原|注|简称|\d|至|牵头|配合|主办|协办|负责|参与|责任|试点)"
)
_ETCETERA = re.compile(r"(?<![高中平同何优初对均])等(?!级|保办|额)")
_CROWD = re.compile(
    r"(?:\d+|[一二三四五六七八九十]+)?个?(?:国务院|中央|省级|市级|县级|区级|省直|市直|县直|区直|省|市|县|区|州)?各?级?(?:直|属)?"
    r"(?:(?:有关|相关|其他|其它|责任|成员|职能|行业|主管|配合|参与|牵头|涉及)*(?:的)?(?:部门|单位|地区|机构|部委|企业|方面|委办局|科室|处室|方)(?:和|与|、)?)*"
)
_MARKS = "*★▲△☆●#※◆▪·\"”“'"
_LEADING = re.compile(r"^(?:由|并由|会同|联合|以及|及|和|与|并)(?=.{2})")


def is_unit_like(name: str) -> bool:
    """Whether a name ends as names of offices do."""
    return len(name) >= 2 and bool(_UNIT_END.search(name[-40:]))


def without_verbs(item: str) -> tuple[str, str]:
    """(names, verbs): 财政部牵头 → 财政部, 牵头. The names stay whole when no verb stands behind an office."""
    if len(item) > 120:
        return item, ""
    for match in _VERB_START.finditer(item):
        if _VERBS.match(item, match.start()) and _NOT_SUPPORTED_ALONE.search(item, match.start()):
            left = item[: match.start()]
            if not left or is_unit_like(left) or _ETCETERA.search(left):
                return left, item[match.start() :]
    return item, ""


def without_scope(name: str) -> tuple[str, str]:
    """(name, words of the scope): 各区人民政府(含…，下同) → 各区人民政府; a bracket that belongs to the name stays."""
    scope = ""
    while name and name[-1] in ")〕]〉】}":
        level = depths(name)
        start = len(name) - 1
        while start > 0 and level[start - 1] >= 1:
            start -= 1
        inside = name[start + 1 : -1]
        if start == 0 or not _SCOPE.match(inside):
            break
        scope += inside
        name = name[:start]
    return name, scope


def names_in(item: str) -> tuple[list[str], str]:
    """Names in one item of a list (positions kept as words), and the words of scopes: drops 等…部门, parts at 及 and 和."""
    item = item.strip("。；，、：:;")
    match = _ETCETERA.search(item)
    while match:
        left, right = item[: match.start()], item[match.end() :]
        crowd = _CROWD.match(right)
        rest = right[crowd.end() :] if crowd else right
        open_ended = crowd is not None and crowd[0].endswith(("和", "与", "、"))  # 等部门和各乡镇
        joint = re.match(r"(?:以及|及|和|与|、)?(.+)" if open_ended else r"(?:以及|及|和|与|、)(.+)", rest)
        if not rest:
            return names_in(left) if left else ([], "")
        if joint:
            names, scope = names_in(left) if left else ([], "")
            more, more_scope = names_in(joint[1])
            return names + more, scope + more_scope
        match = _ETCETERA.search(item, match.end())
    return _parted(item)


def _parted(item: str) -> tuple[list[str], str]:
    item = _LEADING.sub("", item)
    level = depths(item)
    for match in re.finditer(r"以及|及其?|和|与|会同|配合|商", item):
        left, right = item[: match.start()], item[match.end() :]
        if level[match.start()] or not right or _BARE.fullmatch(right) or not is_unit_like(left):
            continue
        right_name = without_scope(right)[0]
        close = match[0] in "和与"
        if (
            is_unit_like(right_name)
            and (len(right_name) >= 3 or right_name[0] == "各")
            and len(left) >= (3 if close else 2)
        ):
            names, scope = _parted(left)
            more, more_scope = _parted(right)
            return names + more, scope + more_scope
    name, scope = without_scope(item.strip(_MARKS))
    name = name.strip(_MARKS)
    return ([name] if name else []), scope
