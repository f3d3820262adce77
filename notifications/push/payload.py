"""What FCM is given: keys, a feed position and a fixed sentence; nothing about a person."""

from firebase_admin import messaging

from notifications.push.port import Message

TITLE = "职家"
BODY_KEYS = {
    "progress": "push_progress_body",
    "task": "push_task_body",
    "notice": "push_notice_body",
    "account": "push_account_body",
}
TITLE_KEY = "push_title"
URGENT = frozenset({"progress", "task", "account"})


def build(message: Message) -> messaging.Message:
    """The FCM message; phones replace the sentence by their own words for its key.

    Doubles merge on the phone: the notification tag and the APNs collapse id are the feed
    position, and Android keeps one waiting message per category while it is offline.
    """
    built = messaging.Message(
        data={"event": str(message.seq), "category": message.category},
        notification=messaging.Notification(title=TITLE, body=message.text),
        android=_android(message),
        apns=_apple(message),
        webpush=_web(message),
        fcm_options=messaging.FCMOptions(analytics_label=message.topic[:50]),
    )
    # Set afterwards: handing a registration token to the constructor is deprecated there.
    if message.address_kind == "fid":
        built.fid = message.address
    else:
        built.token = message.address
    return built


def _android(message: Message) -> messaging.AndroidConfig:
    return messaging.AndroidConfig(
        collapse_key=message.category,
        priority="high" if message.category in URGENT else "normal",
        ttl=message.seconds_left,
        notification=messaging.AndroidNotification(
            tag=f"e{message.seq}",
            channel_id=message.category,
            visibility="private",
            title_loc_key=TITLE_KEY,
            body_loc_key=BODY_KEYS[message.category],
        ),
    )


def _apple(message: Message) -> messaging.APNSConfig:
    alert = messaging.ApsAlert(
        title_loc_key=TITLE_KEY, loc_key=BODY_KEYS[message.category], body=message.text
    )
    return messaging.APNSConfig(
        headers={
            "apns-collapse-id": f"e{message.seq}",
            "apns-priority": "10",
            "apns-expiration": str(message.expires_epoch),
        },
        payload=messaging.APNSPayload(
            messaging.Aps(
                alert=alert,
                badge=message.badge,
                thread_id=message.category,
                mutable_content=True,
            )
        ),
    )


def _web(message: Message) -> messaging.WebpushConfig:
    return messaging.WebpushConfig(
        headers={
            "TTL": str(message.seconds_left),
            "Urgency": "high" if message.category in URGENT else "normal",
            "Topic": f"e{message.seq}",
        }
    )
