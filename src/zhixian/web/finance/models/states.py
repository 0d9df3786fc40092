"""Where claims and paybacks stand."""

FILED, CHECKED, DECIDED, PAID, REFUSED, WITHDRAWN = "filed", "checked", "decided", "paid", "refused", "withdrawn"
STATES = {
    FILED: "待主管单位审核",
    CHECKED: "待财政审批",
    DECIDED: "待拨付",
    PAID: "已补偿",
    REFUSED: "不予补偿",
    WITHDRAWN: "银行撤回",
}
"""Ids are plain text; labels are for people."""
PAYBACK_STATES = {
    FILED: "待财政审批",
    DECIDED: "待拨付",
    PAID: "已清退",
    REFUSED: "不予清退",
}
"""Of what is paid back at a pool's end."""
STILL_OPEN = (FILED, CHECKED, DECIDED)
HOLDING = (CHECKED, DECIDED)
"""States in which the ledger holds money for a claim that is not paid yet."""
