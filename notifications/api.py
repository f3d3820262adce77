"""Routes of a member's messages, devices and live socket; staff get a ticket of their own."""

from django.http import HttpRequest, HttpResponse

from backend.access.guards import MemberOnly, Staff
from backend.access.lane import HotRoute, answer
from backend.access.paging import PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.write import run
from notifications import queries, workflow
from notifications.schemas import (
    CursorText,
    DeviceIn,
    DeviceOut,
    InboxOut,
    Installation,
    PathPosition,
    PreferenceIn,
    QuietHoursIn,
    ReadAllIn,
    TicketOut,
    UnreadOut,
)

member = GuardedRouter(tags=["消息"])
staff = GuardedRouter(tags=["消息"])

INBOX_ROUTE = HotRoute("/api/member/v1/inbox", MemberOnly(), queries.INBOX_SQL)
UNREAD_ROUTE = HotRoute("/api/member/v1/inbox/unread", MemberOnly(), queries.UNREAD_SQL)
HOT = (INBOX_ROUTE, UNREAD_ROUTE)


@member.get(
    "/inbox",
    permit=MemberOnly(),
    response=InboxOut,
    operation_id="inbox_list",
    summary="我的消息，新的在前",
)
async def inbox_list(
    request: HttpRequest,
    cursor: CursorText | None = None,
    limit: PageSize = queries.PAGE,
) -> HttpResponse:
    """Read one page; the first page without parameters is served on the hot lane."""
    before = int(cursor) if cursor else None
    person_id: int = request.auth.person_id  # type: ignore[attr-defined]
    return await fetch(queries.inbox, person_id, before, limit, request=request, out=InboxOut)


@member.get(
    "/inbox/unread",
    permit=MemberOnly(),
    response=UnreadOut,
    operation_id="inbox_unread",
    summary="未读消息数",
)
async def inbox_unread(request: HttpRequest) -> HttpResponse:
    """Count what is unread, up to 100."""
    return await answer(UNREAD_ROUTE, request)


@member.post(
    "/inbox/read",
    permit=MemberOnly(),
    response={204: None},
    operation_id="inbox_read_all",
    summary="全部标为已读，到某一条为止",
)
async def inbox_read_all(request: HttpRequest, body: ReadAllIn) -> HttpResponse:
    """Mark everything up to a position as read."""
    return await run(workflow.read_all, body.upto, request=request, out=None)


@member.post(
    "/inbox/{seq}/read",
    permit=MemberOnly(),
    response={204: None},
    operation_id="inbox_read_one",
    summary="一条标为已读",
)
async def inbox_read_one(request: HttpRequest, seq: PathPosition) -> HttpResponse:
    """Mark one message as read."""
    return await run(workflow.read_one, seq, request=request, out=None)


@member.put(
    "/devices/{installation_id}",
    permit=MemberOnly(),
    response=DeviceOut,
    operation_id="device_register",
    summary="登记这台设备",
)
async def device_register(
    request: HttpRequest, installation_id: Installation, body: DeviceIn
) -> HttpResponse:
    """Register the installation for whoever is signed in on it."""
    facts = workflow.DeviceFacts(
        platform=body.platform,
        vendor=body.vendor,
        address=body.address,
        address_kind=body.address_kind,
        app_version=body.app_version,
        locale=body.locale,
        timezone=body.tz,
        notifications_enabled=body.notifications_enabled,
    )
    return await run(
        workflow.register_device, installation_id, request=request, out=DeviceOut, facts=facts
    )


@member.delete(
    "/devices/{installation_id}",
    permit=MemberOnly(),
    response={204: None},
    operation_id="device_drop",
    summary="退出登录时注销这台设备",
)
async def device_drop(request: HttpRequest, installation_id: Installation) -> HttpResponse:
    """Forget the installation."""
    return await run(workflow.drop_device, installation_id, request=request, out=None)


@member.put(
    "/notification-settings",
    permit=MemberOnly(),
    response={204: None},
    operation_id="preference_set",
    summary="开关一类消息的一个渠道",
)
async def preference_set(request: HttpRequest, body: PreferenceIn) -> HttpResponse:
    """Switch one category on one channel."""
    return await run(
        workflow.set_preference,
        body.category,
        body.channel,
        body.mode,
        request=request,
        out=None,
    )


@member.put(
    "/quiet-hours",
    permit=MemberOnly(),
    response={204: None},
    operation_id="quiet_hours_set",
    summary="设置免打扰时段",
)
async def quiet_hours_set(request: HttpRequest, body: QuietHoursIn) -> HttpResponse:
    """Set or clear the hours without push."""
    return await run(
        workflow.set_quiet_hours,
        request=request,
        out=None,
        starts=body.starts,
        ends=body.ends,
        timezone=body.timezone,
    )


@member.post(
    "/live/ticket",
    permit=MemberOnly(),
    response={201: TicketOut},
    operation_id="live_ticket",
    summary="领取一次性连接凭证",
)
async def live_ticket(request: HttpRequest) -> HttpResponse:
    """Issue a ticket for `/ws/live`."""
    return await run(workflow.issue_ticket, request=request, out=TicketOut, status=201)


@staff.post(
    "/live/ticket",
    permit=Staff(Permission.NOTIFICATIONS_LIVE_LISTEN),
    response={201: TicketOut},
    operation_id="staff_live_ticket",
    summary="领取一次性连接凭证",
)
async def staff_live_ticket(request: HttpRequest) -> HttpResponse:
    """Issue a ticket for `/ws/live` to staff."""
    return await run(workflow.issue_ticket, request=request, out=TicketOut, status=201)
