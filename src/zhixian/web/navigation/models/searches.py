"""Saved searches and watches, of the registry or of a topic, and what their looks brought."""

from django.conf import settings
from django.db import models

from zhixian.core.search.news import WORDS, said_of_names
from zhixian.web.navigation.models.topics import Topic

TECHNOLOGY, COMPETITOR, OWN, FAMILY = "technology", "competitor", "own", "family"
WATCHES = {TECHNOLOGY: "技术", COMPETITOR: "竞争者", OWN: "自己的权利", FAMILY: "同族"}
"""What a saved search watches, as it is called."""


class SavedSearch(models.Model):
    """A question that somebody saved, of the registry or of a topic, to be told what is new. `known` is what it last found."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField("名称", max_length=60)
    topic = models.ForeignKey(Topic, null=True, on_delete=models.CASCADE, related_name="searches")
    """The topic that is asked; none for the registry."""
    kind = models.CharField("关注什么", max_length=12, default=TECHNOLOGY)
    text = models.TextField("检索式", blank=True)
    """The query; of a family the record that it is the family of."""
    only = models.JSONField(default=dict)
    """Values of facets that narrow it."""
    paused = models.BooleanField(default=False)
    known = models.JSONField(default=dict)
    """As `core.search.news.known` tells it."""
    stamp = models.CharField(max_length=40, blank=True)
    """The snapshot or the edition that it was last asked of."""
    day = models.DateField(null=True)
    """The day as of which it was last asked."""
    looked_at = models.DateTimeField(null=True)
    silence = models.CharField(max_length=200, blank=True)
    """Why the last look brought nothing; empty when it brought something."""
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name

    @property
    def kind_name(self) -> str:
        """What it watches, in words."""
        return WATCHES[self.kind]


class SearchNews(models.Model):
    """What one look brought."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="news")
    at = models.DateTimeField()
    stamp = models.CharField(max_length=40)
    day = models.DateField()
    counts = models.JSONField(default=dict)
    """Sort of news, and what the joining of names brought → how many."""
    told = models.JSONField(default=list)
    """The first of them."""

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.search} {self.day}"

    @property
    def said(self) -> str:
        """How many of each sort, and what the joining of names brought, in words."""
        news = "，".join(f"{word} {self.counts[what]:,} 件" for what, word in WORDS.items() if self.counts.get(what))
        return "。".join(filter(None, (news, self.said_of_names)))

    @property
    def said_of_names(self) -> str:
        """What the joining of names brought, in a line; nothing where it brought nothing."""
        return said_of_names(self.counts)
