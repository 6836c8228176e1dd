"""From one group of the task force to the next: a group that has finished hands over, the next acknowledges (P-069)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases import permissions
from cases.actions import moves
from cases.enums import Action, PostRole
from cases.exceptions import BadInput, CaseError, NotAllowed
from cases.listwords import listed
from cases.models import Case, GroupHandover, Post, User, WorkGroup
from cases.queries import groups, people


def hand_over(
    case: Case, *, giver: WorkGroup, taker: WorkGroup, papers: str = "", note: str = "", by: User, version: int | None = None
) -> GroupHandover:  # fmt: skip
    """The group's items are all finished: the project goes to the next group that has work, whose agents are told."""
    with moves.turn(case, Action.HAND_TO_GROUP, by=by, version=version) as turn:
        _speaks_for(by, turn.case, giver)
        rows = {row.group.pk: row for row in groups.standings(turn.case)}
        if giver.pk not in rows or taker.pk not in rows:
            raise BadInput(_("This group has no flow table in the case."), field="way")
        if turn.case.group_handovers.filter(giver=giver).exists():
            raise CaseError(_("“%(group)s” has handed the project over already.") % {"group": giver.name})
        left = [row.item.name for row in rows[giver.pk].unfinished]
        if left:
            raise CaseError(_("Not finished yet: %(names)s") % {"names": listed(left[:8])})
        if all(found[0].group != giver or found[1].group != taker for found in groups.owed(turn.case)):
            raise BadInput(_("The next group that has work takes the project over."), field="way")
        made = GroupHandover.objects.create(
            case=turn.case, giver=giver, taker=taker, on=timezone.localdate(), papers=papers.strip(),
            note=note.strip()[:500], by=by, at=timezone.now(),
        )  # fmt: skip
        finished = rows[giver.pk].finished
        made.items.set(finished)
        turn.public = False
        turn.note(giver=giver.code, taker=taker.code, count=len(finished), text=made.note)
        turn.tell(
            [*_agents(taker), *people.chiefs(turn.case)], "group_handed", giver=giver.code, taker=taker.code,
            author=by.name, text=made.note,
        )  # fmt: skip
    return made


def acknowledge(handover: GroupHandover, *, remark: str = "", by: User, version: int | None = None) -> GroupHandover:
    """The next group has it; whoever handed it over is told, and the chief agent."""
    with moves.turn(handover.case, Action.TAKE_FROM_GROUP, by=by, version=version) as turn:
        row = (
            GroupHandover.objects.select_for_update(of=("self",))
            .select_related("giver", "taker", "by")
            .get(pk=handover.pk)
        )
        _speaks_for(by, turn.case, row.taker)
        if row.taken_at is not None:
            raise CaseError(_("This hand-over was acknowledged already."))
        row.taken_by, row.taken_at, row.remark = by, timezone.now(), remark.strip()[:500]
        row.save(update_fields=["taken_by", "taken_at", "remark"])
        giver, taker = row.giver.code, row.taker.code
        turn.public = False
        turn.note(giver=giver, taker=taker, text=row.remark)
        turn.tell(
            [row.by, *people.chiefs(turn.case)],
            "group_taken",
            giver=giver,
            taker=taker,
            author=by.name,
            text=row.remark,
        )
    return row


def _speaks_for(user: User, case: Case, group: WorkGroup) -> None:
    own = any(post.role == PostRole.GROUP_AGENT and post.group_id == group.pk for post in user.active_posts)
    if not own and not permissions.is_chief(user, case):
        raise NotAllowed(_("This belongs to the agent of “%(group)s” or to the chief agent.") % {"group": group.name})


def _agents(group: WorkGroup) -> list[User]:
    posts = Post.objects.active().filter(role=PostRole.GROUP_AGENT, group=group)
    return list(User.objects.filter(posts__in=posts, is_active=True).distinct())
