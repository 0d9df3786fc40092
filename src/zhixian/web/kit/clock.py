"""The site's day. Business asks here what day it is; the record of what happened uses the real time."""

from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The real day in Shanghai, or the day that ZHIXIAN_TODAY rehearses."""
    return date.fromisoformat(settings.TODAY) if settings.TODAY else timezone.localdate()


def now() -> datetime:
    """The real moment, on the site's day."""
    real = timezone.localtime()
    return datetime.combine(today(), time(real.hour, real.minute, real.second), real.tzinfo) if settings.TODAY else real


def rehearsing() -> bool:
    """Whether the site takes another day for today, which every page must say."""
    return bool(settings.TODAY)
