"""Routes of a period: its people, the next one, additions, leaving, certificates."""

from django.http import HttpRequest, HttpResponse

from backend.access.actor import Actor
from backend.access.guards import MemberOnly, Public, Staff
from backend.access.paging import Cursor, PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.write import run
from services.mutual_aid.queries import certificates, joining
from services.mutual_aid.queries import people as people_queries
from services.mutual_aid.schemas.enrolment import EnrolmentBatchOut, EnrolmentReasonIn
from services.mutual_aid.schemas.periods import (
    CertificateOut,
    CoverPlace,
    DayIn,
    EnrolmentLineOut,
    LinePlace,
    OwnBatchesOut,
    PeopleOut,
    RenewIn,
    Token,
)
from services.mutual_aid.workflow import leaving, opening, refunds, renewal

member = GuardedRouter(tags=["医疗互助"])
staff = GuardedRouter(tags=["医疗互助"])
public = GuardedRouter(tags=["医疗互助"])

READ = Staff(Permission.MUTUAL_AID_BATCH_READ)
WRITE = Staff(Permission.MUTUAL_AID_BATCH_WRITE)
BATCH = "/mutual-aid/batches/{number}"


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor


@member.get(
    "/plans/applications",
    permit=MemberOnly(),
    response=OwnBatchesOut,
    operation_id="own_application_list",
    summary="我自己报名、还没有生效的计划",
)
async def own_application_list(request: HttpRequest) -> HttpResponse:
    """List what one asked to join alone, with what is still to be paid."""
    return await fetch(joining.own_list, _actor(request), request=request, out=OwnBatchesOut)


@member.post(
    "/plans/applications/{number}/withdraw",
    permit=MemberOnly(),
    response=EnrolmentBatchOut,
    operation_id="own_application_withdraw",
    summary="撤回我自己的报名（会费到账之前）",
)
async def own_application_withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take back one's own application."""
    return await run(opening.withdraw_alone, number, request=request, out=EnrolmentBatchOut)


@member.get(
    "/cover/{cover}/certificate",
    permit=MemberOnly(),
    response=CertificateOut,
    operation_id="cover_certificate",
    summary="我的保障证明",
)
async def cover_certificate(request: HttpRequest, cover: CoverPlace) -> HttpResponse:
    """Give what the certificate of one's own cover says; the PDF is a page."""
    return await fetch(
        certificates.own_certificate, _actor(request), cover, request=request, out=CertificateOut
    )


@public.get(
    "/mutual-aid/certificates/{token}",
    permit=Public(reason="拿到保障证明的人都能核对真伪，只显示计划、隐去的姓名和日期"),
    response=CertificateOut,
    operation_id="certificate_verify",
    summary="核对一份保障证明",
)
async def certificate_verify(request: HttpRequest, token: Token) -> HttpResponse:
    """Tell whoever holds a certificate whether it holds today."""
    return await fetch(certificates.verify, token, request=request, out=CertificateOut)


@staff.get(
    f"{BATCH}/people",
    permit=READ,
    response=PeopleOut,
    operation_id="batch_people",
    summary="名单里的人，按名单顺序",
)
async def batch_people(
    request: HttpRequest,
    number: str,
    cursor: Cursor | None = None,
    limit: PageSize = people_queries.PAGE,
) -> HttpResponse:
    """Read one page of the people of a batch."""
    return await fetch(
        people_queries.people_page,
        _actor(request),
        number,
        cursor,
        limit,
        request=request,
        out=PeopleOut,
    )


@staff.post(
    f"{BATCH}/people/{{line}}/leave",
    permit=WRITE,
    response=EnrolmentLineOut,
    operation_id="batch_person_leave",
    summary="登记离开单位",
)
async def batch_person_leave(
    request: HttpRequest, number: str, line: LinePlace, body: DayIn
) -> HttpResponse:
    """Record that a person left the unit."""
    return await run(
        leaving.leave_unit,
        number,
        request=request,
        out=EnrolmentLineOut,
        line_id=line,
        left_on=body.on,
    )


@staff.post(
    f"{BATCH}/people/{{line}}/death",
    permit=WRITE,
    response=EnrolmentLineOut,
    operation_id="batch_person_death",
    summary="登记去世",
)
async def batch_person_death(
    request: HttpRequest, number: str, line: LinePlace, body: DayIn
) -> HttpResponse:
    """Record that a person died."""
    return await run(
        leaving.record_death,
        number,
        request=request,
        out=EnrolmentLineOut,
        line_id=line,
        died_on=body.on,
    )


@staff.get(
    f"{BATCH}/people/{{int:line}}/certificate",
    permit=READ,
    response=CertificateOut,
    operation_id="batch_person_certificate",
    summary="名单里一个人的保障证明",
)
async def batch_person_certificate(
    request: HttpRequest, number: str, line: LinePlace
) -> HttpResponse:
    """Give what the certificate of a person of the unit says."""
    return await fetch(
        certificates.unit_certificate,
        _actor(request),
        number,
        line,
        request=request,
        out=CertificateOut,
    )


@staff.post(
    f"{BATCH}/additions",
    permit=WRITE,
    response=EnrolmentBatchOut,
    status=201,
    operation_id="batch_add",
    summary="新建补充名单（新入职的人）",
)
async def batch_add(request: HttpRequest, number: str) -> HttpResponse:
    """Open an addition to a batch in force."""
    return await run(
        opening.open_addition, number, request=request, out=EnrolmentBatchOut, status=201
    )


@staff.post(
    f"{BATCH}/renewals",
    permit=WRITE,
    response=EnrolmentBatchOut,
    status=201,
    operation_id="batch_renew",
    summary="续保：带上这一期的人建下一期名单",
)
async def batch_renew(request: HttpRequest, number: str, body: RenewIn) -> HttpResponse:
    """Open the next period with the people of this one."""
    return await run(
        renewal.renew,
        number,
        request=request,
        out=EnrolmentBatchOut,
        status=201,
        plan_number=body.plan,
        months=body.months,
        risk_class=body.risk_class,
    )


@staff.post(
    f"{BATCH}/void-with-refund",
    permit=READ,
    response=EnrolmentBatchOut,
    operation_id="batch_void_with_refund",
    summary="作废已收会费的名单并退费",
)
async def batch_void_with_refund(
    request: HttpRequest, number: str, body: EnrolmentReasonIn
) -> HttpResponse:
    """Make a paid batch void and put its fee down to go back."""
    return await run(
        refunds.void_with_refund, number, request=request, out=EnrolmentBatchOut, reason=body.reason
    )
