"""Pages and settings of the site's shell."""

from home.models.base import PublicPage
from home.models.front import HomePage
from home.models.reading import BrokenLink, MissedSearch, PageFeedback
from home.models.settings import SiteSettings
from home.models.synonym import Synonyms

__all__ = ["BrokenLink", "HomePage", "MissedSearch", "PageFeedback", "PublicPage", "SiteSettings", "Synonyms"]
