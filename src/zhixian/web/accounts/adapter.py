"""How allauth speaks and mails here."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter

from zhixian.web.kit.plan import the_plan


class Accounts(DefaultAccountAdapter):  # type: ignore[misc] -- allauth ships no types
    """Plain words for what goes wrong, the place's name on every mail."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "邮箱或密码不对。",
        "too_many_login_attempts": "登录失败的次数太多了，请五分钟后再试。忘了密码可以重置。",
        "incorrect_code": "验证码不对，或者已经用过。请等验证器换一个新的再输。",
        "incorrect_password": "密码不对。",
        "invalid_or_expired_key": "链接已经过期或用过。",
        "rate_limited": "提交得太频繁了，请一分钟后再试。",
        "account_inactive": "这个账号已经停用，请联系本单位负责人或领导小组办公室。",
    }

    def format_email_subject(self, subject: str) -> str:
        """【某县知识产权强县】…"""
        return f"【{the_plan().place}知识产权强县】{subject}"
