"""Where a person can be reached, and when she wants to be left alone."""

from django.db import models

from backend.fields import StateField, triggers
from notifications.states import DEVICE_MACHINE, DeviceState


class Device(models.Model):
    """Device 设备: one installation of the app, in the hands of one person at a time.

    The installation decides who it belongs to by who is signed in on it: a registration by another
    person moves the row, and an address belongs to one installation only.
    """

    class Platform(models.TextChoices):
        """平台."""

        ANDROID = "android", "安卓"
        IOS = "ios", "苹果"
        HARMONY = "harmony", "鸿蒙"
        WEB = "web", "浏览器"

    class AddressKind(models.TextChoices):
        """地址种类: what the provider calls the address."""

        TOKEN = "token", "推送令牌"
        FID = "fid", "安装编号"
        VENDOR = "vendor", "厂商通道编号"

    installation_id = models.UUIDField("安装编号", unique=True)
    person = models.ForeignKey(
        "accounts.Person",
        verbose_name="使用者",
        on_delete=models.PROTECT,
        related_name="devices",
    )
    platform = models.CharField("平台", max_length=10, choices=Platform.choices)
    vendor = models.CharField("厂商", max_length=20, blank=True)
    address = models.CharField("推送地址", max_length=512, unique=True)
    address_kind = models.CharField("地址种类", max_length=10, choices=AddressKind.choices)
    app_version = models.CharField("应用版本", max_length=40, blank=True)
    locale = models.CharField("语言", max_length=20, default="zh-CN")
    timezone = models.CharField("时区", max_length=40, default="Asia/Shanghai")
    notifications_enabled = models.BooleanField("允许通知", default=True)
    state = StateField(DeviceState, "状态", max_length=10, default=DeviceState.ACTIVE)
    registered_at = models.DateTimeField("登记时间")
    last_seen = models.DateTimeField("最近使用")
    invalidated_at = models.DateTimeField("失效时间", null=True)
    reason = models.CharField("失效原因", max_length=40, blank=True)

    class Meta:
        verbose_name = "设备"
        verbose_name_plural = "设备"
        triggers = triggers(DEVICE_MACHINE)

    def __str__(self) -> str:
        return f"{self.platform} {self.installation_id}"


class Preference(models.Model):
    """Preference 接收设置: one cell of the matrix category by channel; no row means on."""

    class Channel(models.TextChoices):
        """渠道."""

        PUSH = "push", "手机推送"
        SMS = "sms", "短信"

    class Mode(models.TextChoices):
        """方式."""

        ON = "on", "接收"
        OFF = "off", "不接收"

    person = models.ForeignKey(
        "accounts.Person",
        verbose_name="收件人",
        on_delete=models.PROTECT,
        related_name="notification_preferences",
    )
    category = models.CharField("类别", max_length=20)
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)
    mode = models.CharField("方式", max_length=10, choices=Mode.choices)

    class Meta:
        verbose_name = "接收设置"
        verbose_name_plural = "接收设置"
        constraints = (
            models.UniqueConstraint(
                "person",
                "category",
                "channel",
                name="notifications_one_preference_per_cell",
            ),
        )

    def __str__(self) -> str:
        return f"{self.category} {self.channel} {self.mode}"


class QuietHours(models.Model):
    """Quiet hours 免打扰时段: no push between `starts` and `ends`, local time of `timezone`.

    The span may pass midnight. Mandatory categories come through.
    """

    person = models.OneToOneField(
        "accounts.Person",
        verbose_name="收件人",
        on_delete=models.PROTECT,
        related_name="quiet_hours",
    )
    starts = models.TimeField("开始")
    ends = models.TimeField("结束")
    timezone = models.CharField("时区", max_length=40, default="Asia/Shanghai")

    class Meta:
        verbose_name = "免打扰时段"
        verbose_name_plural = "免打扰时段"

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}-{self.ends:%H:%M}"
