"""The interest rule in other people's ways: a Decimal loop, pandas, and OpenFisca. Each gives awards or sums in fen."""

from calendar import monthrange
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from zhixian.core.registry.tables import ENTERPRISE_KINDS, PLEDGEABLE_KINDS
from zhixian.core.rules.benchmark import pboc_benchmark

COLUMNS = {
    "parties": ["party_id", "kind", "region"],
    "rights": ["right_id", "kind"],
    "pledges": ["loan_id", "right_id"],
    "loans": ["loan_id", "borrower", "principal", "drawn", "due", "repaid"],
}
CAP = 10_000_000
MONTHS = (6, 12, 36, 60)


def lists(folder):
    """The columns as Python lists: what the Decimal loop is given for nothing."""
    return {
        table: pq.read_table(folder / f"{table}.parquet", columns=names).to_pydict() for table, names in COLUMNS.items()
    }


def decimal_loop(data, year, prefix):
    """Awards by loan_id."""
    opening, closing = date(year, 1, 1), date(year + 1, 1, 1)
    versions = [
        (v.effective, [Decimal(rate) / 10_000 for rate in v.hundredths]) for v in reversed(pboc_benchmark().versions)
    ]
    entitled = {
        party
        for party, kind, region in zip(*data["parties"].values(), strict=True)
        if kind in ENTERPRISE_KINDS and region.startswith(prefix)
    }
    pledgeable = {right for right, kind in zip(*data["rights"].values(), strict=True) if kind in PLEDGEABLE_KINDS}
    secured = {loan for loan, right in zip(*data["pledges"].values(), strict=True) if right in pledgeable}
    found = []
    for loan, borrower, principal, drawn, due, repaid in zip(*data["loans"].values(), strict=True):
        end = min(due, closing) if repaid is None else min(due, repaid, closing)
        days = (end - max(drawn, opening)).days
        if days <= 0 or loan not in secured or borrower not in entitled:
            continue
        rates = next(rates for effective, rates in versions if effective <= drawn)
        rate = next((rates[n] for n, months in enumerate(MONTHS) if due <= months_on(drawn, months)), rates[4])
        raw = (Decimal(principal) * rate * days * 30 / 36_000).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        found.append((borrower, drawn, loan, int(raw)))
    found.sort()
    awards, paid = {}, {}
    for borrower, _, loan, raw in found:
        before = paid.get(borrower, 0)
        amount = min(raw, CAP - before)
        paid[borrower] = before + amount
        if amount:
            awards[loan] = amount
    return awards


def months_on(day, months):
    """The same day some calendar months on."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def read_frames(folder):
    """The columns as pandas frames, days as timestamps."""
    frames = {t: pd.read_parquet(folder / f"{t}.parquet", columns=names) for t, names in COLUMNS.items()}
    for column in ("drawn", "due", "repaid"):
        frames["loans"][column] = pd.to_datetime(frames["loans"][column])
    return frames


def joined(frames, prefix):
    """Two flags per loan: its borrower is an enterprise of the region, and something pledgeable secures it."""
    parties, rights, pledges, loans = (frames[name] for name in ("parties", "rights", "pledges", "loans"))
    entitled = parties.loc[
        parties["kind"].isin(ENTERPRISE_KINDS) & parties["region"].str.startswith(prefix), "party_id"
    ]
    pledgeable = rights.loc[rights["kind"].isin(PLEDGEABLE_KINDS), "right_id"]
    secured = pledges.loc[pledges["right_id"].isin(pledgeable), "loan_id"]
    return loans["borrower"].isin(entitled), loans["loan_id"].isin(secured)


def rates_of(drawn, due):
    """Hundredths of a percent for arrays of days (datetime64[D])."""
    months = due.astype("datetime64[M]").astype(int) - drawn.astype("datetime64[M]").astype(int)
    months += (due - due.astype("datetime64[M]")) > (drawn - drawn.astype("datetime64[M]"))
    versions = pboc_benchmark().versions
    starts = np.array([v.effective for v in versions], "datetime64[D]")
    table = np.array([v.hundredths for v in versions])
    return table[np.searchsorted(starts, drawn, side="right") - 1, np.searchsorted(MONTHS, months)]


def pandas_awards(folder, year, prefix):
    """Awards as a frame with loan_id and amount_fen; the products of this data fit 64 bits."""
    frames = read_frames(folder)
    loans = frames["loans"]
    opening, closing = pd.Timestamp(year, 1, 1), pd.Timestamp(year + 1, 1, 1)
    end = (
        loans["due"]
        .where(loans["repaid"].isna() | (loans["due"] < loans["repaid"]), loans["repaid"])
        .clip(upper=closing)
    )
    loans["days"] = (end - loans["drawn"].clip(lower=opening)).dt.days
    frames["loans"] = loans = loans[loans["days"] > 0]
    entitled, secured = joined(frames, prefix)
    loans = loans[entitled & secured].sort_values(["borrower", "drawn", "loan_id"])
    rate = rates_of(loans["drawn"].to_numpy("datetime64[D]"), loans["due"].to_numpy("datetime64[D]"))
    raw = (2 * loans["principal"] * rate * loans["days"] * 3 + 36_000_000) // 72_000_000
    before = (raw.groupby(loans["borrower"], sort=False).cumsum() - raw).clip(upper=CAP)
    amount = np.minimum(raw, CAP - before)
    loans = loans.assign(rate=rate, raw_fen=raw, already_fen=before, amount_fen=amount, capped=amount < raw)
    return loans[amount > 0]


def openfisca_inputs(folder, prefix):
    """All loans as arrays, with the flags and the enterprise numbers that OpenFisca needs and cannot find."""
    frames = read_frames(folder)
    loans = frames["loans"]
    entitled, secured = joined(frames, prefix)
    enterprise, names = pd.factorize(loans["borrower"])
    days = {name: loans[name].to_numpy("datetime64[D]") for name in ("drawn", "due", "repaid")}
    days["repaid"] = np.where(np.isnat(days["repaid"]), days["due"], days["repaid"])
    flags = {"entitled": entitled.to_numpy(), "secured": secured.to_numpy()}
    return {"principal": loans["principal"].to_numpy(), **days, **flags}, enterprise, names.to_numpy(str)


def openfisca_system():
    """The rule as OpenFisca variables: loans are persons, enterprises are groups, money is its float32."""
    from openfisca_core.entities import Entity, GroupEntity
    from openfisca_core.periods import DateUnit
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    loan = Entity("loan", "loans", "", "")
    enterprise = GroupEntity("enterprise", "enterprises", "", "", [{"key": "borrowing", "plural": "borrowings"}])
    year = {"definition_period": DateUnit.YEAR, "label": ""}

    def award(loans, period, _parameters):
        opening = np.datetime64(f"{period.start.year}-01-01")
        closing = np.datetime64(f"{period.start.year + 1}-01-01")
        drawn, due = loans("drawn", period), loans("due", period)
        end = np.minimum(np.minimum(loans("repaid", period), due), closing)
        days = np.maximum((end - np.maximum(drawn, opening)).astype(int), 0)
        interest = loans("principal", period) * rates_of(drawn, due) / 10_000 * days / 360
        return np.floor(interest * 0.3 + 0.5) * (loans("entitled", period) & loans("secured", period))

    def subsidy(enterprises, period, _parameters):
        return np.minimum(enterprises.sum(enterprises.members("award", period)), CAP)

    def variable(name, value_type, entity=loan, **more):
        return type(name, (Variable,), {"value_type": value_type, "entity": entity, **year, **more})

    system = TaxBenefitSystem([loan, enterprise])
    system.add_variables(
        variable("principal", float),
        *(variable(name, date) for name in ("drawn", "due", "repaid")),
        *(variable(name, bool) for name in ("entitled", "secured")),
        variable("award", float, formula=award),
        variable("subsidy", float, enterprise, formula=subsidy),
    )
    return system


def openfisca_sums(system, inputs, enterprise, names, year):
    """Build a simulation and calculate: the yearly sum of every enterprise that borrowed."""
    from openfisca_core.simulations import SimulationBuilder

    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("loan", np.arange(len(enterprise)))
    group = builder.declare_entity("enterprise", np.arange(len(names)))
    builder.join_with_persons(group, enterprise, np.repeat("borrowing", len(enterprise)))
    simulation = builder.build(system)
    for name, values in inputs.items():
        simulation.set_input(name, year, values)
    return simulation.calculate("subsidy", year)
