"""The simulator's form: a field for each fact that a rule looks at."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from zhixian.core.kernel.money import FEN_PER_YUAN, yuan_to_fen
from zhixian.core.registry.kind_words import PARTY_KIND_WORDS, PROJECT_KIND_WORDS, RIGHT_KIND_WORDS
from zhixian.core.registry.tables import PLEDGEABLE_KINDS
from zhixian.core.rules.bases import FACT_NAMES, bases
from zhixian.core.rules.definition import Incentive
from zhixian.web.kit.clock import today
from zhixian.web.kit.plan import the_plan

ELSEWHERE = "000000"
MONEY = ("principal", "cost")
DAYS = ("drawn", "due", "repaid", "completed", "registered")
OPTIONAL = ("repaid",)
MOST_YUAN = 10**11


class FocusedForm(forms.Form):
    """A form that leads to what is wrong in it."""

    def focus_first_error(self) -> None:
        """Let the browser go to the first field that is wrong."""
        if first := next((name for name in self.fields if name in self.errors), None):
            self.fields[first].widget.attrs["autofocus"] = True


class SimulatorForm(FocusedForm):
    """Facts of one imagined application, the year asked about, and what the cap has already seen."""

    def __init__(self, *args: Any, definition: Incentive, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.definition = definition
        for name in facts_of(definition):
            self.fields[name] = _field(name, definition)
        first = the_plan().issued.year
        years = range(max(today().year, first) + 1, first - 1, -1)
        self.fields["year"] = forms.TypedChoiceField(
            label="年度", choices=[(year, f"{year} 年") for year in years], coerce=int
        )
        if definition.cap:
            self.fields["already"] = money_box("此前已享受（元）", required=False)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", _look(field))

    def clean(self) -> dict[str, Any]:
        """Days in their order."""
        facts = dict(super().clean() or {})
        drawn, due, repaid = (facts.get(name) for name in ("drawn", "due", "repaid"))
        if drawn and due and due <= drawn:
            self.add_error("due", f"到期日 {due} 应晚于放款日 {drawn}")
        if drawn and repaid and repaid < drawn:
            self.add_error("repaid", f"还清日 {repaid} 不能早于放款日 {drawn}")
        return facts

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the evaluator wants them: fen, days, words; what is not filled is unknown."""
        given = {name: self.cleaned_data.get(name) for name in facts_of(self.definition)}
        typed: dict[str, Any] = {name: _typed(name, value) for name, value in given.items()}
        return {self.definition.subject: "模拟", "party": "模拟", **typed}

    @property
    def already_fen(self) -> int:
        """What the party has had before in the scope of the cap."""
        return yuan_to_fen(self.cleaned_data.get("already") or 0)


def facts_of(definition: Incentive) -> list[str]:
    """Names of the facts a rule looks at, conditions first."""
    base = bases()[definition.base] if definition.base else None
    names: Iterable[str] = [condition.fact for condition in definition.conditions]
    day = [definition.day] if definition.day else []
    return list(dict.fromkeys([*names, *day, *(base.needs if base else ()), *(base.optional if base else ())]))


def initial_from(definition: Incentive, facts: Mapping[str, Any], year: int) -> dict[str, Any]:
    """The facts of a story as the form shows them."""
    shown: dict[str, Any] = {"year": year}
    for name in facts_of(definition):
        value = facts.get(name)
        if name in MONEY and value is not None:
            shown[name] = f"{value / FEN_PER_YUAN:.2f}".rstrip("0").rstrip(".")
        elif name in ("region", "party_region"):
            shown[name] = value if value in (None, the_plan().region) else ELSEWHERE
        elif isinstance(value, bool):
            shown[name] = "true" if value else "false"
        else:
            shown[name] = value.isoformat() if isinstance(value, date) else value
    return shown


def _field(name: str, definition: Incentive) -> forms.Field:
    label = FACT_NAMES.get(name, name)
    if name in MONEY:
        return money_box(f"{label}（元）")
    if name in DAYS:
        picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(
            label=label,
            widget=picker,
            required=name not in OPTIONAL,
            error_messages={"invalid": "应写成 2020-12-31 这样"},
        )
    if name == "pledged_kinds":
        kinds = [(kind, RIGHT_KIND_WORDS[kind]) for kind in (*PLEDGEABLE_KINDS, "software", "copyright_work")]
        return forms.MultipleChoiceField(
            label=label, choices=kinds, widget=forms.CheckboxSelectMultiple, required=False
        )
    return forms.ChoiceField(label=label, choices=_choices(name, definition))


def _choices(name: str, definition: Incentive) -> list[tuple[str, str]]:
    match name:
        case "party_kind":
            return list(PARTY_KIND_WORDS.items())
        case "region" | "party_region":
            return [(the_plan().region, the_plan().place), (ELSEWHERE, "其他地方")]
        case "gi":
            return [("true", "是"), ("false", "否")]
        case _:
            words = RIGHT_KIND_WORDS if definition.per == "right" else PROJECT_KIND_WORDS
            return list(words.items())


def money_box(label: str, *, required: bool = True) -> forms.DecimalField:
    """A sum in yuan of zero or more."""
    box = forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"})
    messages = {
        "max_decimal_places": "最多写到分",
        "invalid": "应为数，以元为单位",
        "max_value": "数额过大",
        "min_value": "不能小于零",
    }
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=0,
        max_value=MOST_YUAN,
        decimal_places=2,
        widget=box,
        help_text="0 至 1,000 亿，最多两位小数",
        error_messages=messages,
    )


def _look(field: forms.Field) -> str:
    if isinstance(field.widget, forms.CheckboxSelectMultiple):
        return "check-list"
    return "form-select" if isinstance(field.widget, forms.Select) else "form-control"


def _typed(name: str, value: Any) -> Any:
    if value in (None, ""):
        return None
    if name in MONEY:
        return yuan_to_fen(value)
    return value == "true" if name == "gi" else value
