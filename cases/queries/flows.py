"""On which approval flow of the national standard a project runs (SPLCLX, domain C.1)."""

from functools import lru_cache

from cases.enums import Funding
from cases.enums_flow import FlowType

INDUSTRY, MUNICIPAL = "IND", "MUN"


@lru_cache(maxsize=256)
def flow_type(category: str, funding: str) -> FlowType:
    """1 and 2 of the government (buildings, lines), 6 industry, 3 other private projects, 10 what fits none."""
    if category == INDUSTRY:
        return FlowType.INDUSTRY
    if funding == Funding.GOVERNMENT:
        return FlowType.GOVERNMENT_LINE if category == MUNICIPAL else FlowType.GOVERNMENT_BUILDING
    return FlowType.PRIVATE if funding == Funding.PRIVATE else FlowType.OTHER
