"""The record: what was done, decided, read and exported, in a chain that shows any change."""

from django.db import models


class Entry(models.Model):
    """One line of the record. Rows are written by `record.write` only; triggers refuse to change or remove them.

    `hash` is SHA-256 over the line and the hash of the line before; see `record.digest`.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    """`user:<id>`, `system` or `public`; never a name, which may be personal."""
    action = models.CharField(max_length=64)
    subject = models.CharField(max_length=96)
    """`<app>.<model>:<id>`."""
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)
        indexes = (models.Index(fields=["subject", "number"]), models.Index(fields=["actor", "number"]))

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.subject}"


class ChainHead(models.Model):
    """The one row that writers of the record lock, so that numbers and hashes follow one another."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"


class Notice(models.Model):
    """A word to one person: what happened or what falls due, and where to look."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="notices")
    at = models.DateTimeField()
    title = models.CharField(max_length=120)
    body = models.TextField(blank=True)
    link = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=96, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=["user", "read_at", "-at"]),)

    def __str__(self) -> str:
        return self.title
