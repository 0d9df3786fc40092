"""What the site keeps of topics, of their landscapes, and of what is searched in them."""

from zhixian.web.navigation.models.landscapes import DRAFT, ISSUED, WORKING, Landscape, LastLandscape, paper_path
from zhixian.web.navigation.models.searches import COMPETITOR, FAMILY, OWN, TECHNOLOGY, WATCHES, SavedSearch, SearchNews
from zhixian.web.navigation.models.topics import (
    CITED,
    COUNTS,
    MADE,
    MERGED,
    OUTSIDE,
    REFRESHED,
    Decision,
    Edition,
    Share,
    Topic,
    TopicFile,
)

__all__ = [
    "CITED",
    "COMPETITOR",
    "COUNTS",
    "DRAFT",
    "FAMILY",
    "ISSUED",
    "MADE",
    "MERGED",
    "OUTSIDE",
    "OWN",
    "REFRESHED",
    "TECHNOLOGY",
    "WATCHES",
    "WORKING",
    "Decision",
    "Edition",
    "Landscape",
    "LastLandscape",
    "SavedSearch",
    "SearchNews",
    "Share",
    "Topic",
    "TopicFile",
    "paper_path",
]
