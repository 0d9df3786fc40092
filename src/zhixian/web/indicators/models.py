"""Figures as published: computed once from a snapshot, so that a page reads rows and never computes."""

from datetime import date
from decimal import Decimal
from itertools import dropwhile
from typing import Any

from django.db import models

from zhixian.core.analysis.chances import chances
from zhixian.core.kernel.money import grouped
from zhixian.core.reports.text import SUMS, beside, rounded


class Edition(models.Model):
    """Everything published from one snapshot for one day: the figures, and what the plan's promises of money come to."""

    snapshot = models.CharField("快照", max_length=40)
    as_of = models.DateField("数据截至")
    region = models.CharField("行政区划", max_length=6)
    labels = models.JSONField("须注明", default=list)
    """What must be said wherever a number of this edition shows, such as 合成数据."""
    promises = models.JSONField("奖补与待定标准", default=list)
    """By rule and open norm: clause, how many parties, the sum in fen where there is one, and names that are public."""
    published_at = models.DateTimeField("发布时间", db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["snapshot", "as_of"], name="edition_once_per_snapshot_and_day"),)

    def __str__(self) -> str:
        return f"{self.as_of} {self.snapshot}"

    @property
    def stamp(self) -> str:
        """Changes whenever what is published changes; part of the name of whatever is kept ready."""
        return f"{self.pk}-{self.published_at:%Y%m%d%H%M%S%f}"


class Figure(models.Model):
    """One indicator of an edition, with its past, its breakdown, and its goal and forecast where the plan sets one."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="figures")
    indicator = models.CharField("编号", max_length=60)
    name = models.CharField("指标", max_length=80)
    position = models.PositiveSmallIntegerField()
    version = models.CharField("口径版本", max_length=20)
    definition = models.TextField("口径")
    unit = models.CharField("单位", max_length=10)
    yearly = models.BooleanField("按年累计", default=False)
    value = models.DecimalField("数值", max_digits=24, decimal_places=6, null=True)
    reason = models.TextField("没有数值的原因", blank=True)
    numerator = models.BigIntegerField("分子", null=True)
    denominator = models.BigIntegerField("分母", null=True)
    series = models.JSONField("各月末数值", default=list)
    """[[ISO day, value or null], …] at the end of each month, oldest first; values as decimal strings."""
    breakdown = models.JSONField("分组", default=list)
    """[{by, name, day, groups: [[code, value], …]}, …]."""
    clause = models.CharField("条款", max_length=20, blank=True, db_index=True)
    """Of a target: the clause that sets the goal; empty for an indicator without one."""
    goal = models.DecimalField("目标", max_digits=24, decimal_places=6, null=True)
    due = models.DateField("期限", null=True)
    met = models.BooleanField("达标", null=True)
    state = models.CharField("走势", max_length=12, blank=True)
    grade = models.CharField("把握", max_length=12, blank=True)
    """Id of a grade of `core/analysis/chances`."""
    sentence = models.TextField("预测", blank=True)
    method = models.TextField("预测方法", blank=True)
    history = models.JSONField("近三年各月", default=list)
    ahead = models.JSONField("预测区间", default=list)
    """[[ISO day, expected, low, high], …] up to the due day, as decimal strings."""

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["edition", "indicator"], name="figure_once_per_edition"),
            models.CheckConstraint(
                name="figure_has_a_value_or_says_why", condition=models.Q(value__isnull=False) | ~models.Q(reason="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.shown} {self.unit}"

    @property
    def shown(self) -> str:
        """The value as people read it; that data are missing where there is none."""
        if self.value is None:
            return NO_VALUE
        if self.unit in SUMS and self.goal is not None and self.value < self.goal:
            return self.brief
        return readable(self.value, self.unit)

    @property
    def brief(self) -> str:
        """The value to two decimals as the quarterly report prints it; more where it would look like its goal and is not."""
        if self.value is None:
            return NO_VALUE
        return grouped(rounded(self.value) if self.goal is None else beside(self.goal, self.value))

    @property
    def goal_shown(self) -> str:
        """The goal as people read it."""
        return "" if self.goal is None else readable(self.goal, self.unit)

    @property
    def tone(self) -> str:
        """The traffic light: good, warn, bad, or plain where nothing can be said."""
        if self.value is None:
            return "plain"
        if self.grade and self.state in {"open", "met"}:
            grade = chances().grades[self.grade]
            return TONES[grade.met if self.state == "met" else grade.ahead]
        settled = {"kept": "good", "met": "good", "late": "warn", "missed": "bad", "too_short": "plain"}
        return settled.get(self.state, "bad")

    @property
    def light(self) -> str:
        """The traffic light in words, so that nobody needs to see the colour."""
        if self.value is None:
            return NO_VALUE
        if self.state == "open":
            return {"good": "可望达标", "warn": "尚不确定", "bad": "进度落后"}[self.tone]
        words = {
            "kept": "按期达标",
            "met": "已达标",
            "late": "逾期达标",
            "missed": "到期未达标",
            "too_short": "历史太短",
        }
        return words.get(self.state, "")

    def points(self, every: int) -> list[tuple[date, Decimal | None]]:
        """The series at the end of each month (1), quarter (3) or year (12), from the first that has a value."""
        dated = [(date.fromisoformat(day), value) for day, value in self.series]
        ends = dropwhile(lambda point: point[1] is None, (point for point in dated if point[0].month % every == 0))
        return [(day, None if value is None else Decimal(value)) for day, value in ends]


NO_VALUE = "缺数据"
TONES = {"green": "good", "amber": "warn", "red": "bad"}
"""Light of a grade → tone of a page."""


def readable(number: Decimal, unit: str = "") -> str:
    """Thousands separated, at most four decimals, none that are nought: 3522 → 3,522; 4.489900 → 4.4899. Money as in tables."""
    if unit in SUMS:
        number = rounded(number) or number
    return grouped(Decimal(f"{number:.4f}"))


def decimals(points: Any) -> list[Any]:
    """Rows of JSON with decimal strings as numbers for a chart."""
    return [[cell if n == 0 or cell is None else float(cell) for n, cell in enumerate(row)] for row in points]
