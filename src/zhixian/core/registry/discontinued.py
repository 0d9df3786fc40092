"""Applications that came to an end without a grant: refused, withdrawn, abandoned; the day and the word, from the events that tell it.

No event of the data contract is called so: such an announcement is `other`, known by its national code or, where a source has no codes, by
its words. A source that only says a status, without a day, tells no event: what it says is compared and not kept.
"""

from collections.abc import Sequence

from zhixian.core.engine.views import literal, literals
from zhixian.core.registry.tables import CLOSING_EVENTS

REFUSED, WITHDRAWN, DEEMED_WITHDRAWN, ENDED = "被驳回", "撤回", "视为撤回", "申请终止"
OF_APPLICATIONS = (REFUSED, WITHDRAWN, DEEMED_WITHDRAWN, ENDED)
"""Words that end an application and no right. The others end a right too, of which the registry may only lack the day of the grant."""
_CODES = {
    DEEMED_WITHDRAWN: ("C01", "C02", "C05", "WD01", "B12"),
    WITHDRAWN: ("C03", "C04", "WW01", "B11"),
    REFUSED: ("C12", "RJ01", "B15"),
    ENDED: ("B10", "B13", "B14", "B16", "B17", "N10", "N11"),
}
"""National codes of CN, and of WIPO ST.27 those of B and N, which no code of CN is like and which may stand alone."""
_REVIVED = ("C52", "REIN", "-C10", "-C13")
"""The last two only within a whole code of ST.27 (`N-2-6-C10-C13-nap`): alone they are codes of CN for the examination."""
_CODE = (
    "CASE WHEN contains(national_code, '-') THEN '-' || regexp_extract(upper(national_code), '^.*?-([A-Z][0-9][0-9])(?:-[A-Z]00)?-[^-]*$', 1) "
    "ELSE upper(trim(national_code)) END"
)
"""SQL of a code: of a whole one of ST.27 its detailed event, else its key event, behind a dash."""
CLOSING_WORDS = dict(zip(CLOSING_EVENTS, ("终止", "届满", "放弃", "被宣告无效", "被撤销或注销"), strict=True))
_HEADING = "^(发明)?(专利)?(申请)?(公布后的?)?"
_END = "($|[\\s:：;；,，(（])"
_NOTES = {
    DEEMED_WITHDRAWN: f"{_HEADING}(撤回-)?视为撤回{_END}",
    WITHDRAWN: f"{_HEADING}(撤回-)?(主动)?撤回(-未指定类型)?{_END}",
    REFUSED: f"{_HEADING}驳回{_END}",
    ENDED: f"^(专利)?申请终止{_END}",
}
_REVIVED_NOTE = "^专利申请(权)?(、|或)?(专利权)?的?恢复"


def _spelt(codes: Sequence[str]) -> str:
    return literals([*codes, *(f"-{code}" for code in codes if code[0] in "BN")])


def _how() -> str:
    """SQL of the word by which an event ends an application; null for one that does not."""
    closing = " ".join(f"WHEN event = {literal(event)} THEN {literal(word)}" for event, word in CLOSING_WORDS.items())
    coded = " ".join(f"WHEN code IN ({_spelt(codes)}) THEN {literal(word)}" for word, codes in _CODES.items())
    noted = " ".join(
        f"WHEN regexp_matches(note, {literal(words)}) THEN {literal(word)}" for word, words in _NOTES.items()
    )
    return f"CASE {closing} WHEN event <> 'other' THEN NULL WHEN code IS NOT NULL THEN CASE {coded} END {noted} END"


_BACK = (
    f"event = 'restored' OR (event = 'other' AND CASE WHEN code IS NULL THEN regexp_matches(note, {literal(_REVIVED_NOTE)}) "
    f"ELSE code IN ({literals(_REVIVED)}) END)"
)
DISCONTINUED = f"""
WITH told AS (
    SELECT right_id, coalesce(effective, gazetted) AS day, {_how()} AS how, coalesce({_BACK}, false) AS back
    FROM (SELECT *, {_CODE} AS code FROM events WHERE event IN ('other', 'restored', {literals(CLOSING_EVENTS)})) AS e
), before_grant AS (
    SELECT * FROM (SELECT * FROM told WHERE day IS NOT NULL AND (how IS NOT NULL OR back)) AS t
    ANTI JOIN spans AS s ON s.right_id = t.right_id AND s.start <= t.day
), lasting AS (
    SELECT b.*, min(CASE WHEN back THEN day END) OVER (PARTITION BY b.right_id ORDER BY day RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS revived,
        g.start AS granted
    FROM before_grant AS b LEFT JOIN (
        SELECT right_id, min(start) AS start FROM spans SEMI JOIN before_grant USING (right_id) GROUP BY right_id
    ) AS g ON g.right_id = b.right_id
)
SELECT right_id, day, least(revived, granted) AS until, how FROM lasting
WHERE how IS NOT NULL AND (revived IS NULL OR day < revived) AND (revived IS NOT NULL OR granted IS NULL OR how IN ({literals(OF_APPLICATIONS)}))
QUALIFY row_number() OVER (PARTITION BY right_id, least(revived, granted) ORDER BY day, how) = 1
"""
"""SQL over the views `events` and `spans`: `right_id`, `day`, `until` and `how` (in words) of each time at which an application had come to an
end: from the first such day on, up to its revival or its grant, for good where there is neither. Days of one right never meet in two of them.
It knows every event: whoever asks as of a day takes `discontinued_on`. What ends rights ends no application that was granted later, unless it
was revived in between."""


def discontinued_on(day: str) -> str:
    """SQL over the same views of what is at an end without a grant on a day (SQL of it): `right_id`, `day` and `how`, of each right once."""
    return f"SELECT right_id, day, how FROM ({DISCONTINUED}) WHERE day <= {day} AND coalesce(until > {day}, true)"
