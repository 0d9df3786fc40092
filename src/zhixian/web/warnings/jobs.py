"""Looking every night, and after each publication of the registry; the mail of the morning."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, time
from typing import Any

from zhixian.core.warnings.reading import warning_rules
from zhixian.web.kit.clock import today
from zhixian.web.kit.jobs import Later, Progress, job
from zhixian.web.warnings.actions import Told, close_unused, drop_of_closed_accounts, evaluate, note_look
from zhixian.web.warnings.looking import Looker
from zhixian.web.warnings.mailing import cadences_on, mail_digest
from zhixian.web.warnings.queries import wanting_mail


@job("warnings.evaluate", "核对预警", daily=time(4, 40))
def evaluate_warnings(progress: Progress) -> dict[str, int]:
    """Look by every rule; how many warnings were opened, opened again and closed. A second run on the same day changes nothing."""
    drop_of_closed_accounts()
    return asdict(look_again(progress))


def look_again(progress: Callable[[int, int, str], Any] = lambda _done, _all, _name: None) -> Told:
    """The same, now."""
    day = today()
    return look_on(day, progress)


def look_on(day: date, progress: Callable[[int, int, str], Any]) -> Told:
    """As of a day; what each rule told is kept once all have looked."""
    rules, looker, told = warning_rules(), Looker(day), Told()
    for done, rule in enumerate(rules.values()):
        progress(done, len(rules), rule.name)
        told += evaluate(rule, looker)
    told += Told(closed=close_unused(rules, as_of=day))
    note_look({rule.id: looker.unable(rule) for rule in rules.values()}, day=day)
    return told


@job("warnings.mail", "寄出预警邮件", daily=time(7, 30))
def mail_warnings(progress: Progress) -> int:
    """Mail everybody who wants it today what waits for them; how many mails went. Raises Later when a server took none of some."""
    day = today()
    people = list(wanting_mail(cadences_on(day)))
    went, failed = 0, 0
    for done, person in enumerate(people):
        progress(done, len(people), "寄出")
        took = mail_digest(person, day)
        went, failed = went + (took is True), failed + (took is False)
    if failed:
        raise Later(f"{failed} 封预警邮件没有邮件服务器收下，已寄出 {went} 封")
    return went
