"""Scopes: what a token of the API may be used for, and which roles can give it."""

from dataclasses import dataclass

from zhixian.web.accounts.roles import OUTSIDE, UNIT_ROLES


@dataclass(frozen=True, slots=True)
class Scope:
    """`roles`: whose tokens may have it."""

    name: str
    what: str
    roles: frozenset[str]

    @property
    def words(self) -> str:
        """Name and meaning on one line."""
        return f"{self.name}：{self.what}"


EVERYBODY = UNIT_ROLES | frozenset(OUTSIDE)
SCOPES = {
    "dossiers:read": Scope("读取办件", "列出和读取看得到的办件", EVERYBODY),
    "dossiers:write": Scope("申报", "代本企业起草、补充材料和递交办件", frozenset(OUTSIDE)),
    "registry:read": Scope("读取登记数据", "查找权利和主体，读取快照说明", EVERYBODY),
    "topics:read": Scope("读取专题库", "列出专题库，读取导航报告的图表数字；条款允许的，检索记录和价值指标", EVERYBODY),
    "entitlements:read": Scope("读取应享", "查一个主体本年应享的支持", EVERYBODY),
    "money:read": Scope("读取账目", "预算、预留、决定和拨付的余额", UNIT_ROLES),
    "jobs:read": Scope("读取作业", "导入、发布等后台作业的进度", UNIT_ROLES),
}


def scopes_for(*roles: str) -> list[str]:
    """Scopes that the roles can give, in order."""
    return [name for name, scope in SCOPES.items() if scope.roles & set(roles)]
