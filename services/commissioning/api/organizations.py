"""Routes of the register of organizations: entered by the buyer's side, checked by another."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from pydantic import Field

from backend.access.guards import Staff
from backend.access.paging import LIMIT_DEFAULT, Cursor, PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.write import run
from backend.kernel.money import Money
from services.commissioning.queries import organizations as queries
from services.commissioning.schemas.organizations import (
    ActivityIn,
    ActivityOut,
    BarIn,
    HubIn,
    OfficerIn,
    OfficerOut,
    OrganizationIn,
    OrganizationReasonIn,
    OrgFileOut,
    OrgOut,
    OrgPageOut,
    PenaltyIn,
    PenaltyOut,
    ProofOut,
    RelationIn,
    RelationOut,
    RowNumber,
    SupportIn,
    SupportOut,
)
from services.commissioning.workflow import officers, organizations, proofs, support

staff = GuardedRouter(tags=["委托服务：社会组织"])

READ = Staff(Permission.COMMISSIONING_ORG_READ)
WRITE = Staff(Permission.COMMISSIONING_ORG_WRITE)
CHECK = Staff(Permission.COMMISSIONING_ORG_CHECK)
Wanted = Annotated[str, Field(title="名称或信用代码", max_length=100)]


def _on(name: str, permit: Staff, operation: str, summary: str, response: Any) -> dict[str, Any]:
    return {
        "path": f"/commissioning/organizations/{{number}}/{name}",
        "permit": permit,
        "operation_id": operation,
        "summary": summary,
        "response": response,
    }


@staff.get(
    "/commissioning/organizations",
    permit=READ,
    response=OrgPageOut,
    operation_id="listOrganizations",
    summary="社会组织名录",
)
async def list_organizations(
    request: HttpRequest,
    cursor: Cursor | None = None,
    limit: PageSize = LIMIT_DEFAULT,
    q: Wanted = "",
) -> HttpResponse:
    """List the register of one's subtree; `q` is part of a name, or a whole credit code."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(
        queries.register_page, actor, cursor, limit, q, request=request, out=OrgPageOut
    )


@staff.post(
    "/commissioning/organizations",
    permit=WRITE,
    response=OrgOut,
    status=201,
    operation_id="enterOrganization",
    summary="登记社会组织",
)
async def enter(request: HttpRequest, body: OrganizationIn) -> HttpResponse:
    """Enter an organization; another person checks it."""
    return await run(
        organizations.enter_organization,
        request=request,
        out=OrgOut,
        status=201,
        union_number=body.union_number,
        entry=body.entry(),
    )


@staff.get(
    "/commissioning/organizations/{number}",
    permit=READ,
    response=OrgFileOut,
    operation_id="getOrganization",
    summary="一个社会组织的全部档案",
)
async def get_organization(request: HttpRequest, number: RowNumber) -> HttpResponse:
    """Read the file of an organization."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(queries.file_of, actor, number, request=request, out=OrgFileOut)


@staff.post(**_on("hub", WRITE, "linkOrganizationHub", "联系枢纽型组织", OrgOut))
async def hub(request: HttpRequest, number: RowNumber, body: HubIn) -> HttpResponse:
    """Link with a hub organization, or with none."""
    return await run(organizations.link_hub, number, request=request, out=OrgOut, hub=body.hub)


@staff.post(**_on("check", CHECK, "checkOrganization", "年度核查通过（另一人）", OrgOut))
async def check(request: HttpRequest, number: RowNumber) -> HttpResponse:
    """Confirm the file as the yearly check."""
    return await run(organizations.check_organization, number, request=request, out=OrgOut)


@staff.post(**_on("suspend", CHECK, "suspendOrganization", "暂停申报", OrgOut))
async def suspend(
    request: HttpRequest, number: RowNumber, body: OrganizationReasonIn
) -> HttpResponse:
    """Suspend from applying."""
    return await run(organizations.suspend, number, request=request, out=OrgOut, reason=body.reason)


@staff.post(**_on("bar", CHECK, "barOrganization", "禁入到某日", OrgOut))
async def bar(request: HttpRequest, number: RowNumber, body: BarIn) -> HttpResponse:
    """Bar up to and including a day."""
    return await run(
        organizations.bar,
        number,
        request=request,
        out=OrgOut,
        until=body.until,
        reason=body.reason,
    )


@staff.post(**_on("restore", CHECK, "restoreOrganization", "恢复申报资格", OrgOut))
async def restore(
    request: HttpRequest, number: RowNumber, body: OrganizationReasonIn
) -> HttpResponse:
    """Let it apply again."""
    return await run(organizations.restore, number, request=request, out=OrgOut, reason=body.reason)


@staff.post(
    status=201, **_on("penalties", WRITE, "enterOrganizationPenalty", "登记处罚", PenaltyOut)
)
async def penalty(request: HttpRequest, number: RowNumber, body: PenaltyIn) -> HttpResponse:
    """Record a penalty of an authority."""
    return await run(
        organizations.enter_penalty,
        number,
        request=request,
        out=PenaltyOut,
        status=201,
        **body.model_dump(),
    )


@staff.post(
    status=201,
    **_on("officers", WRITE, "appointOrganizationOfficer", "登记经办人", OfficerOut),
)
async def appoint(request: HttpRequest, number: RowNumber, body: OfficerIn) -> HttpResponse:
    """Register a person who acts for the organization."""
    return await run(
        officers.appoint_officer,
        number,
        request=request,
        out=OfficerOut,
        status=201,
        **body.model_dump(),
    )


@staff.post(**_on("officers/{officer}/end", WRITE, "endOrganizationOfficer", "结束经办", OrgOut))
async def end(request: HttpRequest, number: RowNumber, officer: RowNumber) -> HttpResponse:
    """End a person's acting for the organization."""
    return await run(officers.end_officer, number, request=request, out=OrgOut, officer=officer)


@staff.post(
    status=201,
    **_on("relations", WRITE, "enterOrganizationRelation", "登记关联关系", RelationOut),
)
async def relation(request: HttpRequest, number: RowNumber, body: RelationIn) -> HttpResponse:
    """Record that a person is tied to the organization."""
    return await run(
        officers.enter_relation,
        number,
        request=request,
        out=RelationOut,
        status=201,
        **body.model_dump(),
    )


@staff.post(
    **_on("relations/{relation}/end", CHECK, "endOrganizationRelation", "撤销关联关系", OrgOut)
)
async def end_relation(
    request: HttpRequest, number: RowNumber, relation: RowNumber, body: OrganizationReasonIn
) -> HttpResponse:
    """End a relation that was entered by mistake."""
    return await run(
        officers.end_relation,
        number,
        request=request,
        out=OrgOut,
        relation=relation,
        reason=body.reason,
    )


@staff.post(status=201, **_on("supports", WRITE, "enterSupport", "登记扶持", SupportOut))
async def enter_support(request: HttpRequest, number: RowNumber, body: SupportIn) -> HttpResponse:
    """Record what the union gave."""
    return await run(
        support.enter_support,
        number,
        request=request,
        out=SupportOut,
        status=201,
        value=Money(body.value_fen),
        **body.model_dump(exclude={"value_fen"}),
    )


@staff.post(status=201, **_on("activities", WRITE, "enterActivity", "登记志愿活动", ActivityOut))
async def activity(request: HttpRequest, number: RowNumber, body: ActivityIn) -> HttpResponse:
    """Record an activity."""
    return await run(
        support.enter_activity,
        number,
        request=request,
        out=ActivityOut,
        status=201,
        activity=body.activity(),
    )


@staff.post(
    "/commissioning/proofs/{number}/accept",
    permit=CHECK,
    response=ProofOut,
    operation_id="acceptProof",
    summary="资质证明核查通过",
)
async def accept(request: HttpRequest, number: RowNumber) -> HttpResponse:
    """Accept a proof as shown."""
    return await run(proofs.accept_proof, number, request=request, out=ProofOut)


@staff.post(
    "/commissioning/proofs/{number}/refuse",
    permit=CHECK,
    response=ProofOut,
    operation_id="refuseProof",
    summary="资质证明没有通过核查",
)
async def refuse(
    request: HttpRequest, number: RowNumber, body: OrganizationReasonIn
) -> HttpResponse:
    """Refuse a proof with the reason."""
    return await run(proofs.refuse_proof, number, request=request, out=ProofOut, reason=body.reason)
