"""Who may do the daily work beside the steps: further cells of the two tables of ``test_permissions``, with its letters."""

from cases.enums import Action, CaseStatus

A, S = Action, CaseStatus

DAILY_ZERO_N: dict[tuple[CaseStatus, Action], str] = {
    (S.SUBMITTED, A.RECORD_CONTACT): "gdpltuc",
    (S.UNDERWAY, A.RECORD_CONTACT): "gdpltuc",
    (S.ARCHIVED, A.RECORD_CONTACT): "",
    (S.SIGNED, A.TELL_PROGRESS): "gdplt",
    (S.SIGNED, A.URGE): "gdplt",
    (S.SIGNED, A.ACKNOWLEDGE): "",
    (S.SIGNED, A.RAISE_PROBLEM): "gdpltuc",
    (S.SIGNED, A.HANDLE_PROBLEM): "gdplt",
    (S.ARCHIVED, A.URGE): "",
}
DAILY_ONE_THREE_N: dict[tuple[CaseStatus, Action], str] = {
    (S.UNDERWAY, A.RECORD_CONTACT): "ckiu",
    (S.UNDERWAY, A.TELL_PROGRESS): "c",
    (S.UNDERWAY, A.URGE): "ckj",
    (S.UNDERWAY, A.RAISE_PROBLEM): "ckjiu",
    (S.UNDERWAY, A.HANDLE_PROBLEM): "c",
}
