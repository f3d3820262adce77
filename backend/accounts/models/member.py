"""How a person belongs to a union, and which posts a user holds."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from backend.accounts.models.person import Person
from backend.accounts.states import MEMBERSHIP, MembershipState
from backend.fields import StateField, triggers
from backend.kernel import clock
from backend.unions.models import PlacedInTree, Union

STANDING = (MembershipState.ACTIVE, MembershipState.RETAINED)


class Membership(PlacedInTree):
    """Membership 会籍: of one person in one union; at most one stands at a time."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="memberships", verbose_name="会员"
    )
    state = StateField(MembershipState, "会籍状态", default=MembershipState.ACTIVE)
    joined_on = models.DateField("入会日期", default=clock.today)
    ended_on = models.DateField("终止日期", null=True, blank=True)
    retained_on = models.DateField("保留会籍日期", null=True, blank=True)
    created_at = models.DateTimeField("登记时间", default=clock.now)

    class Meta:
        verbose_name = "会籍"
        verbose_name_plural = "会籍"
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=[str(state) for state in STANDING]),
                name="accounts_membership_one_standing_per_person",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("joined_on")),
                name="accounts_membership_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(
                fields=["union", "person"],
                name="accounts_membership_standing",
                condition=Q(state__in=[str(state) for state in STANDING]),
            )
        ]
        triggers = triggers(MEMBERSHIP)

    def __str__(self) -> str:
        return f"会籍 {self.pk}"


class Post(models.Model):
    """Post 任职: a user holds a role in a union, and with it powers in its whole subtree."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="posts",
        verbose_name="任职人",
    )
    union = models.ForeignKey(
        Union, on_delete=models.PROTECT, related_name="posts", verbose_name="工会"
    )
    role = models.CharField("岗位", max_length=40)
    since = models.DateField("任职日期", default=clock.today)
    until = models.DateField("免职日期", null=True, blank=True)

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "union", "role"],
                condition=Q(until__isnull=True),
                name="accounts_post_held_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} @ {self.union_id}"
