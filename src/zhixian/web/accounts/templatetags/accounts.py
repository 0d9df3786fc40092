"""Template words of accounts: a browser's own description in a few words."""

import re

from django import template

register = template.Library()
_SYSTEMS = (
    ("HarmonyOS", "鸿蒙设备"), ("iPhone", "苹果手机"), ("iPad", "苹果平板"), ("Android", "安卓设备"), ("Windows", "Windows 电脑"),
    ("Mac OS X", "苹果电脑"), ("Linux", "Linux 电脑"),
)  # fmt: skip
_BROWSERS = (
    ("MicroMessenger", "微信"), ("Edg/", "Edge"), ("QQBrowser", "QQ 浏览器"), ("360", "360 浏览器"), ("Firefox", "火狐"),
    ("Chrome", "谷歌内核的浏览器"), ("Safari", "Safari"),
)  # fmt: skip


@register.filter
def device(user_agent: str) -> str:
    """Windows 电脑上的 Edge."""
    system = next((name for word, name in _SYSTEMS if re.search(word, user_agent)), "其他设备")
    browser = next((name for word, name in _BROWSERS if word in user_agent), "其他程序")
    return f"{system}上的{browser}"
