"""Columns that are sealed at rest: read and written in the clear by the program, sealed in the database and in backups."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any, Self

from django.core.exceptions import FieldError
from django.db import migrations, models

from zhixian.web.kit import site_key

_AS_STORED: ContextVar[bool] = ContextVar("as_stored", default=False)


@contextmanager
def as_stored() -> Iterator[None]:
    """Inside, sealed columns are read and written as they lie in the database: for what copies them."""
    token = _AS_STORED.set(True)
    try:
        yield
    finally:
        _AS_STORED.reset(token)


class Unopened(str):
    """Shown for what no key opens; saved again it stays what it was."""

    __slots__ = ("sealed",)
    sealed: str

    def __new__(cls, sealed: str) -> Self:
        """The words, with the seal behind them."""
        made = super().__new__(cls, "（封存的内容打不开，请把网站原来的密钥放回去）")
        made.sealed = sealed
        return made


def _about(field: models.Field[Any, Any]) -> str:
    return f"{field.model._meta.label_lower}.{field.name}"  # noqa: SLF001 -- Django's public name


def _opened(sealed: str, about: str) -> str:
    try:
        return site_key.unseal(sealed, about=about)
    except site_key.UnableToOpen:
        return Unopened(sealed)


class SealedText(models.TextField):
    """A text under the site's key; nothing is found by it. An empty one stays empty, one from before sealing is read as it is."""

    def from_db_value(self, value: Any, *_: Any) -> Any:
        """In the clear."""
        if not value or _AS_STORED.get() or not site_key.is_sealed(value):
            return value
        return _opened(value, _about(self))

    def get_prep_value(self, value: Any) -> Any:
        """Sealed."""
        value = super().get_prep_value(value)
        if not value or _AS_STORED.get():
            return value
        return value.sealed if isinstance(value, Unopened) else site_key.seal(value, about=_about(self))

    def get_lookup(self, lookup_name: str) -> Any:
        """Every seal differs: a question by its content would silently find nothing."""
        if lookup_name != "isnull":
            raise FieldError(f"{_about(self)} is sealed: it cannot be searched by {lookup_name}")
        return super().get_lookup(lookup_name)


class PartlySealed(models.JSONField):
    """A mapping of which some values lie under the site's key as {"sealed": …}: those that the row names in `to_seal`."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """All in the clear."""
        found = super().from_db_value(value, expression, connection)
        if _AS_STORED.get() or not isinstance(found, dict):
            return found
        return {name: self._open(kept) for name, kept in found.items()}

    def _open(self, kept: Any) -> Any:
        if not is_seal(kept):
            return kept
        opened = _opened(kept["sealed"], _about(self))
        return opened if isinstance(opened, Unopened) else json.loads(opened)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """As it will be kept; the row itself stays in the clear."""
        value = super().pre_save(model_instance, add)
        return value if _AS_STORED.get() else self.sealed(value, getattr(model_instance, "to_seal", frozenset()))

    def sealed(self, value: Any, names: frozenset[str]) -> Any:
        """The mapping with these of its values sealed."""
        return {name: self._seal(said) if name in names else said for name, said in value.items()}

    def _seal(self, said: Any) -> Any:
        if said in (None, "", []) or is_seal(said):
            return said
        if isinstance(said, Unopened):
            return {"sealed": said.sealed}
        return {"sealed": site_key.seal(json.dumps(said, ensure_ascii=False), about=_about(self))}


def is_seal(kept: Any) -> bool:
    """Whether a value of a mapping is one that was sealed."""
    return (
        isinstance(kept, dict)
        and set(kept) == {"sealed"}
        and isinstance(kept["sealed"], str)
        and site_key.is_sealed(kept["sealed"])
    )


def sealed_columns() -> list[tuple[type[models.Model], models.Field[Any, Any]]]:
    """Every sealed column of the site."""
    from django.apps import apps

    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields  # noqa: SLF001
        if isinstance(field, SealedText | PartlySealed)
    ]


def seal_rows(
    app: str, model: str, *columns: str, to_seal: Callable[[Any], frozenset[str]] | None = None
) -> migrations.RunPython:
    """A migration's step that seals what was kept in the clear; taking it back opens it again."""

    def save(apps: Any, *, sealing: bool) -> None:
        rows = apps.get_model(app, model)._base_manager  # noqa: SLF001 -- without the managers' filters
        for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
            row = rows.only("pk", *columns).get(pk=pk)
            if to_seal and sealing:
                for column in columns:
                    field = row._meta.get_field(column)  # noqa: SLF001 -- Django's public name
                    setattr(row, column, field.sealed(getattr(row, column), to_seal(row)))
            with nullcontext() if sealing and to_seal is None else as_stored():
                row.save(update_fields=columns)

    return migrations.RunPython(
        lambda apps, _: save(apps, sealing=True), lambda apps, _: save(apps, sealing=False), elidable=True
    )
