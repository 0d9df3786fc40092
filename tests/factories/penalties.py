"""Penalty decisions in any state, and the people who deal with them, as tests need them."""

from datetime import date
from itertools import count

from factories.people import make_person
from zhixian.web.protection.actions.penalties import (
    choose_redaction,
    enter_penalty,
    release_penalty,
    submit_penalty,
)
from zhixian.web.protection.models import Penalty

BUREAU, OTHER_UNIT, OFFICE = "market_regulation_bureau", "culture_press_bureau", "leading_group_office"
PERSON = "赖小满"
WITNESS = "欧阳春生"
ID_NUMBER = "350823197001010017"
PHONE = "13805970001"
HOME = "样本省样本市样本县临江镇解放路12号302室"
ACCOUNT = "6228480402564890018"
SECRET = "每箱进价一百三十七元"
BODY = f"""当事人：{PERSON}，男，身份证号码{ID_NUMBER}，住{HOME}，联系电话138 0597 0001。
2020年8月3日，本局执法人员在当事人的摊位查获假冒酒12箱，{SECRET}。证人{WITNESS}（电话０５９７－３８４１２３４）指认属实。
当事人以账号6228 4804 0256 4890 018收取货款。"""
PRIVATE = (PERSON, WITNESS, ID_NUMBER, PHONE, HOME, ACCOUNT, SECRET, "3841234", "解放路12号")
"""What no public output may show of a decision on a person."""
_numbers = count(10_001)
"""Beyond every number that a test writes itself."""


def contents(**changes):
    """Columns of a decision on a person, as the form gives them."""
    return {
        "clause": "6",
        "number": f"样市监处罚〔2020〕{next(_numbers)}号",
        "decided_on": date(2020, 11, 2),
        "party_kind": "person",
        "party": PERSON,
        "credit_code": "",
        "representative": "",
        "id_number": ID_NUMBER,
        "phone": PHONE,
        "address": HOME,
        "bank_account": ACCOUNT,
        "violation": "销售侵犯注册商标专用权的商品",
        "basis": "《中华人民共和国商标法》第六十条第二款",
        "kinds": ["fine", "illegal_goods"],
        "penalty": f"没收侵权商品12箱；对{PERSON}罚款5000元。",
        "fine_fen": 500_000,
        "confiscated_fen": None,
        "low_fine": False,
        "restricted_until": None,
        "told": True,
        "body": BODY,
        "persons": WITNESS,
        **changes,
    }


def firm(**changes):
    """Columns of a decision on an enterprise."""
    given = {
        "party_kind": "enterprise",
        "party": "样本县临江酒业有限公司",
        "credit_code": "91350823MA00000016",
        "representative": "丘大年",
        "id_number": "",
        "phone": "",
        "address": "样本县临江镇工业路1号",
        "bank_account": "",
        "penalty": "责令停止侵权；罚款30000元。",
        "body": "当事人样本县临江酒业有限公司，法定代表人丘大年。经查，当事人在米酒上使用近似商标。",
        "persons": "",
    }
    return contents(**{**given, **changes})


class PenaltyCast:
    """Those who deal with penalties."""

    def __init__(self, unit=BUREAU):
        self.unit = unit
        self.handler = make_person("handler", unit=unit, name="经办人")
        self.chief = make_person("chief", unit=unit, name="局长")
        self.second_chief = make_person("chief", unit=unit, name="副局长")
        self.stranger = make_person("handler", unit=OTHER_UNIT, name="别局经办")
        self.lead = make_person("lead_office", unit=OFFICE, name="统筹人")
        self.auditor = make_person("auditor", unit="efficiency_office", name="审计人")

    def everyone(self):
        return {name: person for name, person in vars(self).items() if name != "unit"}


def fresh(row):
    return Penalty.objects.select_related("publication").get(pk=row.pk)


def drafted(cast, **changes):
    return enter_penalty(cast.unit, contents(**changes), by=cast.handler)


def hidden(row, cast, **more):
    """The redaction that a clerk would choose for BODY."""
    lists = {"persons": row.persons, "private_words": "", "secrets": SECRET, **more}
    return choose_redaction(row, lists, [], by=cast.handler, version=row.version)


def submitted(cast, **changes):
    row = hidden(drafted(cast, **changes), cast)
    return submit_penalty(row, by=cast.handler, version=row.version)


def released(cast, **changes):
    row = submitted(cast, **changes)
    return release_penalty(row, by=cast.chief, version=row.version)
