"""Which sides sign which paper: the one table that pages, the public check and the filing of scans read (C.8)."""

from cases.enums import DocumentKind as K
from cases.enums import Side

# The agency signs by issuing; the first that is named issues it.
SIDES: dict[K, tuple[Side, ...]] = {
    K.RECEIPT: (Side.AGENCY,),
    K.CORRECTION: (Side.AGENCY, Side.ENTERPRISE),
    K.AGREEMENT: (Side.AGENCY, Side.ENTERPRISE),
    K.AUTHORISATION: (Side.AGENCY, Side.ENTERPRISE),
    K.MINUTES: (Side.AGENCY,),
    K.NOTIFICATION: (Side.AGENCY, Side.ENTERPRISE),
    K.FLOW_TABLE: (Side.AGENCY,),
    K.ROADMAP: (Side.AGENCY,),
    K.SUSPENSION: (Side.AGENCY, Side.ENTERPRISE),
    K.RESUMPTION: (Side.AGENCY, Side.ENTERPRISE),
    K.COMPLETION: (Side.AGENCY, Side.ENTERPRISE),
    K.MAILING: (Side.AGENCY, Side.ENTERPRISE),
    K.VISIT: (Side.AGENCY, Side.ENTERPRISE),
    K.TRANSFER: (Side.AGENCY, Side.UNIT),
    K.SUPERVISION: (Side.AGENCY, Side.UNIT),
    K.HANDOVER: (Side.AGENCY, Side.ENTERPRISE),
    K.PRE_APPROVAL: (Side.UNIT,),
    K.GAP_PROMISE: (Side.AGENCY, Side.ENTERPRISE),
    K.COMMITMENT: (Side.AGENCY, Side.ENTERPRISE),
    K.PARALLEL: (Side.AGENCY, Side.ENTERPRISE),
    K.SUPPLEMENT: (Side.AGENCY, Side.ENTERPRISE),
    K.WINDOW: (Side.AGENCY, Side.UNIT),
    K.FOLLOW_UP: (Side.AGENCY, Side.ENTERPRISE),
}

# The enterprise signs these on its own pages, online or on paper; nobody files its signature for it.
BY_ENTERPRISE = (
    K.AGREEMENT, K.AUTHORISATION, K.SUPPLEMENT, K.SUSPENSION, K.RESUMPTION, K.COMPLETION, K.GAP_PROMISE,
    K.COMMITMENT,
)  # fmt: skip


def sides(kind: str) -> tuple[Side, ...]:
    """Who signs a paper of this kind, the issuing side first."""
    return SIDES[K(kind)]


def may_be_filed(kind: str, side: str) -> bool:
    """Whether the agency may file the signed scan of this side: never where the enterprise signs on its own page."""
    return side in sides(kind) and not (side == Side.ENTERPRISE and kind in BY_ENTERPRISE)
