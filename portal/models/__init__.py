"""Pages that the public reads, written by policy promoters and approved by another person."""

from portal.models.asked import DirectAnswer
from portal.models.category import CategoryIndexPage, CategoryPage
from portal.models.checklist import ChecklistIndexPage, ChecklistPage
from portal.models.editorial import DifferentPersonTask
from portal.models.guide import GuideIndexPage, GuidePage
from portal.models.kiosk import Kiosk
from portal.models.plain import NoticeIndexPage, NoticePage, StandardPage
from portal.models.policy import PolicyExplanationPage, PolicyField, PolicyIndexPage, PolicyPage
from portal.models.proposal import CheckWhy, ProposalState, WithdrawalProposal, WordsCheck
from portal.models.question import QuestionIndexPage, QuestionPage

__all__ = [
    "CategoryIndexPage",
    "CategoryPage",
    "CheckWhy",
    "ChecklistIndexPage",
    "ChecklistPage",
    "DifferentPersonTask",
    "DirectAnswer",
    "GuideIndexPage",
    "GuidePage",
    "Kiosk",
    "NoticeIndexPage",
    "NoticePage",
    "PolicyExplanationPage",
    "PolicyField",
    "PolicyIndexPage",
    "PolicyPage",
    "ProposalState",
    "QuestionIndexPage",
    "QuestionPage",
    "StandardPage",
    "WithdrawalProposal",
    "WordsCheck",
]
