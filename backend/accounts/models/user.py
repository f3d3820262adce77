"""Who signs in, and the sessions that a token stands for."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from backend.accounts.models.person import Person, new_number
from backend.kernel import clock


class UserManager(BaseUserManager["User"]):
    """Makes users; there are no passwords."""

    def create_for(self, person: Person | None, phone_index: bytes | None) -> "User":
        """Make the user of a person, or of a phone whose owner has yet to say who she is."""
        user = self.model(person=person, phone_index=phone_index)
        user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """User 用户: signs in by phone code; without username, password or e-mail address.

    A user without a person stands for a phone: who signs in there has yet to prove which of the
    persons with that phone she is (see `identity`). On a user with a person, `phone_index` is
    the phone that was proved to be this person's, so it leads straight to her.
    """

    number = models.CharField("编号", max_length=36, unique=True, default=new_number)
    person = models.OneToOneField(
        Person,
        on_delete=models.PROTECT,
        related_name="user",
        verbose_name="本人",
        null=True,
        blank=True,
    )
    phone_index = models.BinaryField("手机号索引", null=True)
    phone_verified_at = models.DateTimeField("手机号验证时间", null=True, blank=True)
    second_factor_opened_at = models.DateTimeField("动态口令可设置起点", null=True, blank=True)
    is_active = models.BooleanField("可登录", default=True)
    is_operator = models.BooleanField("系统运维", default=False)
    created_at = models.DateTimeField("建立时间", default=clock.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "number"

    class Meta:
        verbose_name = "用户"
        verbose_name_plural = "用户"
        constraints = [
            models.UniqueConstraint(
                fields=["phone_index"],
                condition=Q(person__isnull=True),
                name="accounts_user_one_unknown_per_phone",
            )
        ]

    def __str__(self) -> str:
        return f"用户 {self.pk}"

    @property
    def is_staff(self) -> bool:
        """Django's word for "may open the read-only break-glass admin"."""
        return self.is_operator

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Let operators see everything in the admin, which only ever reads."""
        return self.is_active and self.is_operator and ".view_" in perm

    def has_module_perms(self, app_label: str) -> bool:
        """Let operators open each section of the admin."""
        return self.is_active and self.is_operator


class SignInSession(models.Model):
    """Sign-in session 登录会话: found by the digest of its key; the key itself is nowhere here.

    `user_id` and `second_factor_at` stand in columns so that one statement turns a token into a
    user with posts (see `tokens`). Deleting the row revokes the token at once.
    """

    key_digest = models.CharField("会话摘要", max_length=64, primary_key=True)
    user = models.ForeignKey(
        User,
        on_delete=models.CASCADE,
        related_name="sign_in_sessions",
        verbose_name="用户",
        null=True,
        blank=True,
    )
    session_data = models.TextField("会话内容")
    second_factor_at = models.DateTimeField("第二因素验证时间", null=True, blank=True)
    created_at = models.DateTimeField("建立时间", default=clock.now)
    expire_date = models.DateTimeField("到期时间", db_index=True)

    class Meta:
        verbose_name = "登录会话"
        verbose_name_plural = "登录会话"

    def __str__(self) -> str:
        return f"登录会话 {self.key_digest[:8]}"
