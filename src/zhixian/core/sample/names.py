"""Invented names and titles: plausible in shape, and each with 拟 or 样例 in it so that nobody takes one for a real one."""

from random import Random

_LANDSCAPE = "峰岚溪岭泉松竹梅禾穗茗杉柏榕枫桂荷莲云霞澜江川原野石玉铜锡钨磁瓷釉炉窑绢麻绣帆舟桥渡"
_TRADES = (
    ("矿业", "B0921", "铜精矿浮选"), ("新材料", "C3985", "铜箔表面处理"), ("环保科技", "N7721", "含氰废水处理"),
    ("机械", "C3511", "矿用筛分"), ("电子", "C3982", "覆铜板压合"), ("茶业", "A0164", "乌龙茶做青"),
    ("食品", "C1371", "萝卜脱水"), ("农业开发", "A0149", "竹荪栽培"), ("木业", "C2034", "竹集成材热压"),
    ("建材", "C3021", "机制砂级配"), ("化工", "C2619", "硫酸铜结晶"), ("酒业", "C1512", "糯米酒澄清"),
    ("包装", "C2231", "瓦楞纸模切"), ("纺织", "C1781", "无纺布复合"), ("电力设备", "C3821", "配电柜散热"),
    ("生物科技", "C2760", "仙草提取"), ("物流", "G5430", "冷链周转"), ("信息技术", "I6513", "尾矿库监测"),
)  # fmt: skip
_FORMS = ("有限公司", "有限公司", "有限公司", "股份有限公司", "有限责任公司")
_SURNAMES = "林陈黄张李王吴刘蔡杨郑邱赖丘温华范廖江游"
_GIVEN = "文明志华国庆建平春秋金水木火土山海福禄寿喜和顺安康宁"
_ADJECTIVES = ("一种", "一种", "一种", "一种", "")
_THINGS = ("装置", "方法", "设备", "系统", "工艺", "结构", "组合物", "机构")
_MARK_SYLLABLES = "青云松竹梅兰溪南江城湖蓝紫金铜绿红禾穗岭泉石桥川原野山谷林海星辰朝露"
_GOODS = ("竹荪", "山茶油", "红米", "蜂蜜", "花生", "乌龙茶", "香菇", "番薯干", "脐橙", "米粉", "槐花蜜", "笋干")


class Names:
    """Draws names that have not been drawn before."""

    def __init__(self, rng: Random, province: str) -> None:
        self._rng = rng
        self._province = province
        self._taken: set[str] = set()

    def _once(self, draw: str, fallback: str) -> str:
        name, number = draw, 2
        while name in self._taken:
            name, number = f"{fallback}{number}", number + 1
        self._taken.add(name)
        return name

    def company(self, place: str) -> tuple[str, str, str]:
        """(name, industry, stem): the stem is what look-alikes and marks share."""
        rng = self._rng
        for _ in range(1000):
            stem = "拟" + rng.choice(_LANDSCAPE) + rng.choice(["", "", *_LANDSCAPE])
            trade, industry, _ = rng.choice(_TRADES)
            form = rng.choice(_FORMS)
            name = f"{stem}（{self._province}）{trade}{form}" if rng.random() < 0.08 else f"{place}{stem}{trade}{form}"
            if name not in self._taken:
                self._taken.add(name)
                return name, industry, stem
        raise ValueError("企业名称用尽，应减少企业数")

    def cooperative(self, place: str) -> str:
        """A farmers' co-operative."""
        rng = self._rng
        stem = f"{place}拟{rng.choice(_LANDSCAPE)}{rng.choice(_LANDSCAPE)}{rng.choice(_GOODS)}"
        return self._once(stem + "专业合作社", stem + "专业合作社联")

    def farm(self, place: str) -> str:
        """A family farm."""
        stem = f"{place}拟{self._rng.choice(_LANDSCAPE)}{self._rng.choice(_LANDSCAPE)}"
        return self._once(stem + "家庭农场", stem + "家庭农场")

    def organisation(self, place: str, word: str) -> str:
        """A university, institute, association or public body."""
        stem = f"{place}样例{self._rng.choice(_LANDSCAPE)}{self._rng.choice(_LANDSCAPE)}{word}"
        return self._once(stem, stem)

    def person(self) -> str:
        """A person; the middle character says that there is no such person."""
        name = f"{self._rng.choice(_SURNAMES)}拟{self._rng.choice(_GIVEN)}"
        return self._once(name, name + "例")

    def inventors(self, most: int = 5) -> list[str]:
        """Inventors of one patent; the same names may come back."""
        rng = self._rng
        return [
            f"{rng.choice(_SURNAMES)}拟{rng.choice(_GIVEN)}{rng.choice(_GIVEN)}" for _ in range(rng.randint(1, most))
        ]

    def title(self) -> str:
        """The title of a patent."""
        rng = self._rng
        _, _, art = rng.choice(_TRADES)
        return f"{rng.choice(_ADJECTIVES)}{art}用{rng.choice(_LANDSCAPE)}形{rng.choice(_THINGS)}（样例）"

    def mark(self) -> str:
        """The words of a mark."""
        rng = self._rng
        return "拟" + "".join(rng.choice(_MARK_SYLLABLES) for _ in range(rng.randint(1, 3)))

    def product(self, place: str, order: int) -> str:
        """The name of a geographical indication."""
        return f"{place}样例{_GOODS[order % len(_GOODS)]}"

    def work(self, place: str) -> str:
        """The title of a registered work."""
        rng = self._rng
        return f"{place}样例{rng.choice(_LANDSCAPE)}{rng.choice(_LANDSCAPE)}" + rng.choice(
            ["山歌", "图册", "剪纸", "剧本", "纪录片"]
        )

    def program(self) -> str:
        """The title of a registered computer program."""
        _, _, art = self._rng.choice(_TRADES)
        return f"{art}管理软件（样例）V{self._rng.randint(1, 4)}.{self._rng.randint(0, 9)}"


IPC = (
    "C22B15/00", "B03D1/00", "C02F1/58", "C02F101/18", "B07B1/28", "H05K3/02", "H05K1/03", "A23F3/06", "A23B7/02",
    "A01G18/00", "B27D1/04", "C04B14/06", "C01G3/10", "C12G3/02", "B31B50/14", "D04H1/4374", "H02B1/56", "A23L33/105",
    "B65D81/18", "G01N33/24", "G06Q50/02", "B65G69/18", "F16H57/04", "E21D11/00",
)  # fmt: skip
LOCARNO = ("07-01", "09-03", "09-05", "11-02", "06-03", "15-09", "26-05")
NICE = (29, 30, 30, 31, 31, 33, 35, 35, 5, 1, 6, 7, 9, 11, 14, 19, 20, 25, 32, 40, 43)
BANKS = ("样例农村商业银行", "样例村镇银行", "样例储蓄银行县支行", "样例城市商业银行")
