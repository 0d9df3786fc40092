"""Checks of policies and claims against one another."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from zhixian.core.kernel.folding import folded
from zhixian.core.registers.checks.insurance import claim_terms, policy_left, policy_terms, within_policy
from zhixian.core.registers.rows import Finding, key_of
from zhixian.web.registers.beside import saying, told_beside
from zhixian.web.registers.definitions import kept_registers
from zhixian.web.registers.models import Row, kept_rows


def policies_left(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """What the claims that whoever keeps a policy's row may know of leave of its sum insured."""
    claims = _claims_on(rows)
    return {
        row.pk: policy_left(row.values, [claim.values for claim in claims[_policy(row)] if told_beside(claim, row)])
        for row in rows
    }


def claims_within(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Whether claims fit their policies, as far as whoever keeps the claim's row may know of policy and other claims."""
    claims, policies = _claims_on(rows), _policies_of(rows)
    found = {}
    for row in rows:
        there = policies.get(_policy(row))
        policy = there.values if there and told_beside(there, row) else None
        others = [one.values for one in claims[_policy(row)] if one.pk != row.pk and told_beside(one, row)]
        found[row.pk] = within_policy(row.values, policy, others)
    return found


def policies_sound(rows: Sequence[Row], as_of: date) -> dict[int, list[Finding]]:
    """Whether policies can be, and stand there once, as far as whoever keeps a row may know of the others."""
    insured = {folded(row.values["insured"]) for row in rows}
    every = saying("ip_policies", "insured", insured)
    return {
        row.pk: policy_terms(
            row.values, [one.values for one in every if one.pk != row.pk and told_beside(one, row)], as_of=as_of
        )
        for row in rows
    }


def claims_sound(rows: Sequence[Row], _: date) -> dict[int, list[Finding]]:
    """Whether claims can be, and stand there once, as far as whoever keeps a row may know of the others."""
    claims = _claims_on(rows)
    return {
        row.pk: claim_terms(
            row.values, [one.values for one in claims[_policy(row)] if one.pk != row.pk and told_beside(one, row)]
        )
        for row in rows
    }


def _claims_on(rows: Sequence[Row]) -> defaultdict[tuple[str, str], list[Row]]:
    """Claims by insurer and policy, on the policies that some rows name."""
    wanted, found = {_policy(row) for row in rows}, defaultdict(list)
    for claim in saying("ip_claims", "policy", {policy for _, policy in wanted}):
        if _policy(claim) in wanted:
            found[_policy(claim)].append(claim)
    return found


def _policies_of(rows: Sequence[Row]) -> dict[tuple[str, str], Row]:
    """By insurer and policy the policies that some rows name, found by the register's key."""
    kept = kept_registers().get("ip_policies")
    keys = {key_of(kept.register, row.values) for row in rows} if kept else set()
    return {_policy(row): row for row in kept_rows("ip_policies").filter(key__in=keys)}


def _policy(row: Row) -> tuple[str, str]:
    return folded(row.values["insurer"]), folded(row.values["policy"])
