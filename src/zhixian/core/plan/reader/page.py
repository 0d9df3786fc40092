"""A text made even for reading: one kind of bracket, comma and character, no stray space; and the way back to the text."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

_OPEN = "（(〔［[〈【｛{﹝〖"
_CLOSE = "）)〕］]〉】｝}﹞〗"
_KIND = "((〔[[〈【{{〔〖"
PAIRS = dict(zip("(〔[〈【{〖", ")〕]〉】}〗", strict=True))
"""Opening → closing bracket, as they stand in an even text."""

_TRADITIONAL = (
    "場场鄉乡礙碍獲获構构廣广齡龄異异勵励遺遗傑杰譽誉賠赔償偿欄栏揮挥擁拥撥拨購购銷销評评估估償偿輕轻創创億亿眾众協协團团聽听證证讀读護护貧贫紮扎鞏巩協协歷历賴赖鑄铸嚴严閒闲蓋盖屆届屬属剛刚彙汇鬥斗徹彻"
    "責责單单牽牵頭头負负門门務务領领導导協协參参與与實实進进組组織织關关區区縣县鎮镇鄉乡廳厅黨党會会辦办國国發发財财業业經经濟济農农貿贸資资產产權权術术環环設设質质監监衛卫護护險险銀银優优勵励補补貼贴獎奖"
    "給给對对並并個个項项億亿萬万達达現现標标準准專专過过於于為为聯联團团運运動动總总機机構构開开園园體体創创學学處处號号條条則则點点時时間间將将應应據据屬属從从來来歸归類类數数報报統统計计劃划療疗醫医書书"
    "員员親亲縱纵無无這这們们當当額额級级強强勞劳鐵铁電电視视廣广傳传藝艺觀观極极異异態态築筑圖图讀读論论證证認认識识訓训練练譯译請请調调談谈議议試试話话詳详語语誠诚誤误說说課课謝谢變变讓让貢贡貨货費费貸贷"
    "賀贺賃赁賬账賽赛購购贊赞贏赢軍军軟软輪轮輸输轄辖轉转選选遲迟還还郵邮釋释鋼钢錄录鍵键鏈链鐘钟長长閉闭問问陸陆際际隨随難难離离靈灵頂顶順顺須须預预題题顯显風风飛飞養养館馆驗验齊齐龍龙龜龟簽签範范節节約约"
    "純纯納纳細细終终結结絡络維维網网緊紧線线編编縮缩績绩續续習习聲声職职臺台舉举舊旧萊莱葉叶蘇苏藍蓝虛虚蟲虫裝装複复規规覽览觸触贈赠載载輔辅較较輛辆遠远適适鄰邻採采鑒鉴閱阅陽阳階阶雙双雲云靜静響响頻频願愿"
    "魚鱼鮮鲜麥麦黃黄壓压墊垫塊块壞坏壟垄夠够夢梦奪夺婦妇寧宁審审寫写寬宽層层島岛幣币幫帮幹干庫库張张彈弹後后徑径復复憑凭戰战戶户擔担擇择擊击擬拟擴扩攜携敗败敵敌斷断晉晋暢畅東东樂乐樓楼樣样歐欧歲岁歷历殘残"
    "氣气決决沖冲沒没況况淨净減减測测湊凑溫温滿满漢汉潔洁濕湿灣湾災灾爭争牆墙獨独獲获獻献瓊琼畫画盡尽盤盘確确碼码礎础禮礼種种稱称穩稳積积窮穷競竞筆笔簡简糧粮紀纪紅红鄭郑濱滨瀋沈贛赣粵粤遼辽魯鲁滬沪邊边徵征"
    "籌筹顧顾託托倉仓價价儲储僅仅傑杰備备債债傷伤傾倾內内兩两冊册凍冻別别刪删劑剂勝胜勢势匯汇"
    "丟丢亂乱佈布佔占侷局係系側侧偽伪傢家儀仪儘尽兌兑兒儿剋克劇剧劍剑唸念啟启噸吨噹当嚮向囌苏圍围圓圆執执堅坚塗涂壇坛壯壮壽寿夥伙奮奋娛娱嬰婴宮宫崗岗嵐岚嶽岳巖岩帥帅師师帶带幾几廈厦廠厂廢废弔吊彆别悅悦惡恶慣惯慶庆懲惩懾慑捨舍掛挂揚扬換换損损搶抢摺折撐撑擾扰攝摄昇升暉晖暫暂曆历朮术桿杆"
    "棄弃棧栈榦干榮荣樹树橋桥檔档檢检檯台檻槛氾泛汎泛洩泄淺浅溝沟漁渔漲涨潛潜潤润濃浓濫滥熱热燈灯營营狀状獵猎獸兽甦苏畝亩畢毕疇畴疊叠癥症睏困碩硕礦矿祕秘稅税稟禀穀谷穫获窯窑箇个篩筛籤签糰团糾纠紙纸紛纷紡纺絕绝絹绢綁绑綑捆綜综綠绿綱纲綿绵緩缓緻致繞绕繪绘繫系繭茧繳缴繼继纔才罈坛罰罚羅罗"
    "義义肅肃脈脉脩修脫脱腦脑腳脚膠胶膽胆臟脏臨临興兴荊荆華华蒐搜蔔卜蕪芜薦荐藥药蘿萝蝦虾蠶蚕衝冲裡里製制見见訂订訊讯討讨記记訟讼訪访許许訴诉診诊註注証证詐诈詞词詢询該该誌志誰谁諮咨諸诸諾诺謀谋講讲譜谱豐丰貫贯買买賦赋趕赶趨趋踐践躍跃車车輯辑輻辐輿舆辯辩迴回連连週周遊游違违遞递遷迁針针"
    "釦扣鉅巨銅铜銜衔銳锐鋁铝鋪铺鋰锂錢钱錯错錶表鍾钟鏡镜鑑鉴閏闰閑闲閤合閩闽闆板闢辟陝陕陞升陣阵隊队隱隐隻只雖虽雛雏雞鸡韆千韌韧頁页頃顷頒颁頸颈顆颗顛颠颱台飢饥飯饭飲饮飼饲餅饼餘余饑饥馬马馳驰駁驳駐驻駕驾駛驶騙骗驅驱驛驿髒脏髖髋髮发鬚须鳳凤鳴鸣鴨鸭鵝鹅鹽盐麗丽麵面麼么齒齿齣出龐庞"
)
_COMMA_IN_NUMBER = "\ue000"
"""Stands for a comma between thousands, so that it does not part a sentence."""


def _table() -> dict[int, str]:
    table = {ord(_TRADITIONAL[i]): _TRADITIONAL[i + 1] for i in range(0, len(_TRADITIONAL), 2)}
    table.update({ord(a): b for a, b in zip(_OPEN, _KIND, strict=True)})
    table.update({ord(a): PAIRS[b] for a, b in zip(_CLOSE, _KIND, strict=True)})
    table.update({0xFF10 + i: str(i) for i in range(10)})
    table.update(
        {ord(a): b for a, b in zip("\uff0a\uff0f,:;?!．％∶﹕～~−–―－-", "*/，：；？！.%：：———————", strict=True)}
    )
    table.update(dict.fromkeys(map(ord, "\r\x0b\x0c\x85\u2028\u2029"), "\n"))
    return table


_EVEN = str.maketrans({chr(key): value for key, value in _table().items()})
_FORMAL = re.compile(
    r"[零万壹贰貳叁參肆伍陆柒捌玖拾佰仟]*[壹贰貳叁參肆伍陆柒捌玖拾佰仟][万亿]{0,2}(?:[元圆%]|个百分点)"
    r"|(?<=百分之)[零壹贰貳叁參肆伍陆柒捌玖拾佰]+"
)
_FORMAL_NUMERALS = str.maketrans("壹贰貳叁參肆伍陆柒捌玖拾佰仟圆", "一二二三三四五六七八九十百千元")
"""壹佰万元整, as sums are written out; elsewhere 陆, 伍 and 拾 are parts of names and words."""
_HEADING_START = re.compile(
    r"[ \t\u3000\xa0]*(?:第 ?[零〇一二三四五六七八九十百\d ]{1,6}[编章节条]|[一二三四五六七八九十]{1,3} ?、"
    r"|[(][一二三四五六七八九十\d]{1,3}[)]|\d{1,2} ?[.、][^\d]|[①-⑳]|[【〖〔\[][^】〗〕\]\n]{0,8}[一二三四五六七八九十\d]{1,3}[】〗〕\]]"
    r"|(?:专栏|表|附表|附件|[一-鿿]{0,2}(?:任务|措施|举措|行动|工程)) ?[一二三四五六七八九十\d]{1,3}(?![个项名年月]))"
)
_LABEL_START = re.compile(
    r"\s*[(〔\[〈【]?(?:牵头|责任|配合|完成时限|主办|协办|承办|参与|参加|附件)|\s*[一-鿿]{1,14}[〔\[(【]\d{4}[〕\])】]第?\d{1,5}号\s*$"
)
_SENTENCE_END = re.compile(
    r"[。；！？\n\t]|(?<=[位门责])[)〕\]】]|[(〔\[【](?:牵头|责任|配合)[^()〔〕；。]{0,300}[)〕\]】]"
)
_ENDS = '。；：！？”）)〕】]》>…;:!?."』'


def even(text: str) -> str:
    """The text with every variant sign and traditional character replaced by one form; same length, same positions."""
    text = re.sub(r"(?<=\d)[,，](?=\d{3}(?!\d))", _COMMA_IN_NUMBER, text)
    text = re.sub(r"\r(?=\n)|[\u200b\ufeff\u00ad\u2060]", " ", text)
    text = text.translate(_EVEN)
    return _FORMAL.sub(lambda sum_: sum_[0].translate(_FORMAL_NUMERALS), text)


@dataclass
class Page:
    """`dense` is what the readers look at: even text without stray spaces; a newline there ends a paragraph, a tab a cell.

    `at[i]` is the position in `text` of `dense[i]`; `span` leads back.
    """

    text: str
    flat: str = field(init=False)
    dense: str = field(init=False)
    at: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.flat = even(self.text)
        self.dense, self.at = _condense(self.flat)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of `dense` stands in the text."""
        if end <= start or start >= len(self.at):
            place = self.at[start] if start < len(self.at) else len(self.text)
            return place, place
        return self.at[start], self.at[min(end, len(self.at)) - 1] + 1

    def place(self, position: int) -> int:
        """Where in `dense` a position of the text stands."""
        return bisect_left(self.at, position)

    def quote(self, start: int, end: int) -> str:
        """The words of the text for a stretch of `dense`."""
        first, last = self.span(start, end)
        return self.text[first:last]

    def printed(self, start: int, end: int) -> str:
        """A word as printed, traditional characters kept, white space left out, digits and signs in their plain form."""
        first, last = self.span(start, end)
        pairs = zip(self.text[first:last], self.flat[first:last], strict=True)
        return "".join(word if "一" <= word <= "鿿" else plain for word, plain in pairs if not plain.isspace())

    @cached_property
    def breaks(self) -> list[int]:
        """Positions in `dense` where a sentence ends: after 。；！？, at newlines and tabs, after a note of units."""
        return [match.end() for match in _SENTENCE_END.finditer(self.dense)]

    @cached_property
    def newlines(self) -> list[int]:
        """Positions in `dense` of the ends of paragraphs."""
        return [match.start() for match in re.finditer("\n", self.dense)]

    def sentence(self, place: int) -> tuple[int, int]:
        """Span in `dense` of the sentence around a position, up to and without its closing mark."""
        index = bisect_left(self.breaks, place + 1)
        start = self.breaks[index - 1] if index else 0
        end = self.breaks[index] - 1 if index < len(self.breaks) else len(self.dense)
        return start, max(start, end)

    def paragraph(self, place: int) -> tuple[int, int]:
        """Span in `dense` of the paragraph around a position."""
        index = bisect_left(self.newlines, place)
        start = self.newlines[index - 1] + 1 if index else 0
        return start, self.newlines[index] if index < len(self.newlines) else len(self.dense)


def _condense(flat: str) -> tuple[str, list[int]]:
    joined = _joined_breaks(flat)
    kept: list[str] = []
    at: list[int] = []
    long_line = max((len(line) for line in flat.split("\n")), default=0) > 1500
    for match in re.finditer(r"(\s+)|(\S+)", flat):
        if match[2]:
            kept.append(match[2])
            at.extend(range(match.start(), match.end()))
            continue
        gap = match[1]
        sign = ""
        if "\n" in gap:
            real = [match.start() + i for i, ch in enumerate(gap) if ch == "\n" and match.start() + i not in joined]
            sign, place = ("\n", real[0]) if real else ("", 0)
        elif "\t" in gap and kept:
            sign, place = "\t", match.start() + gap.index("\t")
        elif long_line and len(gap) > 1:
            sign, place = "\n", match.start()
        if sign and kept:
            kept.append(sign)
            at.append(place)
    return "".join(kept), at


def _joined_breaks(flat: str) -> set[int]:
    """Newlines that only wrap a line: the line is cut off, and the next one neither is blank nor opens anything."""
    lines = flat.split("\n")
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    if not lengths:
        return set()
    widest = lengths[int(len(lengths) * 0.9)]
    wrapped = 20 < widest <= 64 and len(lengths) >= 12
    joined = set()
    place = 0
    for line, following in pairwise(lines):
        place += len(line)
        end = line.rstrip()
        if end and following.strip() and "\t" not in line and "\t" not in following:
            open_ended = end[-1] in "、，" or (
                wrapped and len(end.strip()) >= 0.8 * widest and end[-1] not in _ENDS and "：" not in following[:12]
            )
            if open_ended and not _HEADING_START.match(following) and not _LABEL_START.match(following):
                joined.add(place)
        place += 1
    return joined
