"""The three APIs and what stands in each: a written list."""

from backend.access.apis import make_api
from backend.access.routers import GuardedRouter
from backend.config.corrections import api as corrections
from backend.config.identity import api as identity
from backend.config.payees import api as payees
from backend.files import api as files
from backend.ledger import api as ledger
from notifications import api as notifications
from services.commissioning import api as commissioning
from services.disclosure import api as disclosure
from services.hardship import api as hardship
from services.mutual_aid import api as mutual_aid

member = make_api("member", "职家 职工接口", "职工本人办事：保障、申请、消息、资料。")
staff = make_api("staff", "职家 工作人员接口", "各级工会工作人员办公。")
public = make_api("public", "职家 公开接口", "会务公开与委托服务的公开内容，不需要登录。")

MEMBER: tuple[GuardedRouter, ...] = (
    corrections.member,
    identity.member,
    files.member,
    notifications.member,
    hardship.member,
    *mutual_aid.MEMBER,
    *commissioning.MEMBER,
    payees.member,
)
STAFF: tuple[GuardedRouter, ...] = (
    corrections.staff,
    identity.staff,
    files.staff,
    ledger.staff,
    notifications.staff,
    disclosure.staff,
    hardship.staff,
    *mutual_aid.STAFF,
    *commissioning.STAFF,
    payees.staff,
)
PUBLIC: tuple[GuardedRouter, ...] = (
    disclosure.public,
    *mutual_aid.PUBLIC,
    *commissioning.PUBLIC,
)

for one in MEMBER:
    member.add_router("", one.router)
for one in STAFF:
    staff.add_router("", one.router)
for one in PUBLIC:
    public.add_router("", one.router)

APIS = {"member": member, "staff": staff, "public": public}
