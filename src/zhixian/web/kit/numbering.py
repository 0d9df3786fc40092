"""Numbers that begin anew each year and leave no gap: whoever takes one holds the year's row until the transaction ends."""

from django.db import models


class LastInYear(models.Model):
    """The last number given in a year. Each room that numbers something has a table of its own."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


def next_in(year: int, table: type[LastInYear]) -> int:
    """The next number of the year. Call inside a transaction."""
    rows = table._default_manager  # noqa: SLF001 -- Django's public name for a model's manager
    rows.get_or_create(year=year)
    row = rows.select_for_update().get(year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
