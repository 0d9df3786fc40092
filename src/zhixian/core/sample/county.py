"""One county from a profile and a seed: the same every time."""

from random import Random

from zhixian.core.sample.marks import make_certificates, make_marks, make_near_marks
from zhixian.core.sample.model import County
from zhixian.core.sample.money import make_honours, make_loans, make_projects
from zhixian.core.sample.names import Names
from zhixian.core.sample.numbers import Numbers
from zhixian.core.sample.parties import make_parties
from zhixian.core.sample.patents import make_patents
from zhixian.core.sample.profile import Profile


def imagine(profile: Profile, *, seed: int) -> County:
    """The whole truth of a synthetic county."""
    county = County(profile)
    rng = Random(seed)  # noqa: S311 -- a repeatable draw, nothing secret
    names, numbers = Names(rng, profile.province), Numbers(rng, profile.province_short)
    make_parties(county, rng, names)
    make_patents(county, rng, names, numbers)
    make_marks(county, rng, names, numbers)
    make_certificates(county, rng, names, numbers)
    make_loans(county, rng)
    make_projects(county, rng)
    make_honours(county, rng)
    make_near_marks(county, rng, numbers)
    return county
