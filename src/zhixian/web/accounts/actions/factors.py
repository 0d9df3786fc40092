"""A second factor that is lost, recovery codes and all: somebody who knows the person lets them begin anew."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from zhixian.web.accounts.actions import UnableTo
from zhixian.web.accounts.models import ApiToken, Seat, User
from zhixian.web.accounts.queries import may_give
from zhixian.web.kit import record
from zhixian.web.kit.mail import send_after
from zhixian.web.kit.plan import the_plan


@transaction.atomic
def drop_factors(seat: Seat, *, by: User, why: str) -> None:
    """Take every factor off the person of a seat in a unit, after seeing them in person.

    As much proof is asked anew as at the beginning (OWASP ASVS 2.5.7): the password goes too, so that the way back leads through
    the person's mail, and no page opens to staff before a new factor is set up. Sessions end, tokens of the API are revoked, the person is mailed.
    Raises UnableTo for the own seat, a seat that is not one's to give, or a person who has no factor.
    """
    person = User.objects.select_for_update().get(pk=seat.user_id)
    if person.pk == by.pk:
        raise UnableTo("不能重置自己的第二重验证，请由别的负责人或系统管理员当面核对后办理。")
    if any(not may_give(by, held.role, held.unit) for held in person.held if held.unit):
        raise UnableTo(f"{person} 还有您不能办理的席位，请系统管理员办理。")
    factors = Authenticator.objects.filter(user=person)
    if not factors.exists():
        raise UnableTo(f"{person} 没有设立第二重验证，直接登录就会被请去设立。")
    factors.delete()
    person.set_unusable_password()
    person.save(update_fields=["password"])
    ApiToken.objects.filter(user=person, revoked_at=None).update(revoked_at=timezone.now())
    for session in UserSession.objects.filter(user=person):
        session.end()
    record.write("second_factor_dropped", person, by=by, why=why)
    _mail(person, by, why)


def _mail(person: User, by: User, why: str) -> None:
    place = f"{the_plan().place}知识产权强县"
    send_after(
        person.email,
        f"【{place}】您的第二重验证已经重置",
        f"您好：\n\n{by}为您重置了第二重验证，理由：{why}\n\n原来的密码、接口令牌和已登录的设备都不再有效。请在登录页点“忘记密码”，"
        f"用这个邮箱设新密码，登录后重新设立第二重验证。\n\n不是您本人要求的，请马上告诉领导小组办公室。\n\n{the_plan().issuer} · 知识产权强县\n",
        by=by,
    )
