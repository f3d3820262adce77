"""problem+json (RFC 9457) for every failure: one shape, Chinese sentences, stable codes."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpResponse

from backend.kernel.errors import DomainError, FieldError

MEDIA_TYPE: Final = "application/problem+json"

TITLES: Final[dict[int, str]] = {
    400: "请求不完整",
    401: "需要登录",
    403: "不能办理",
    404: "没有找到",
    405: "这个地址不支持这种操作",
    409: "和现在的状态不符",
    410: "已经过期",
    412: "内容已被更新",
    413: "内容太大",
    415: "内容格式不支持",
    422: "填写有误",
    426: "请升级应用",
    428: "缺少版本号",
    429: "请求太频繁",
    500: "系统出错",
    503: "暂时繁忙",
}

SENTENCES: Final[dict[int, tuple[str, str]]] = {
    400: ("bad_request", "请求的格式不对，请检查后再发。"),
    401: ("sign_in_required", "请先登录。登录可能已经过期，用手机号和验证码再登录一次即可。"),
    403: ("not_permitted", "您不能办理这件事。如有疑问请联系所在工会。"),
    404: ("not_found", "没有找到这项内容，可能已被撤下，或不在您的查看范围内。"),
    405: ("method_not_allowed", "这个地址不支持这种操作，请按接口文档使用。"),
    413: ("too_large", "内容超过大小上限，请减小后再提交。"),
    415: ("unsupported_media_type", "请用 application/json 格式提交。"),
    429: ("too_many_requests", "请求太频繁，请稍等片刻再试。"),
    500: ("internal_error", "系统出错，没有保存成功。请稍后再试；多次出错请告诉工会服务站。"),
    503: ("overloaded", "现在办理的人很多，请稍等几秒再试。您填的内容没有丢失。"),
}


def document(
    status: int,
    code: str,
    detail: str,
    *,
    instance: str = "",
    errors: Sequence[FieldError] = (),
    trace_id: str = "",
) -> dict[str, Any]:
    """Build the members of one problem."""
    problem: dict[str, Any] = {
        "type": f"urn:zhijia:problem:{code}",
        "title": TITLES.get(status, "没有成功"),
        "status": status,
        "detail": detail,
        "code": code,
    }
    if instance:
        problem["instance"] = instance
    if trace_id:
        problem["trace_id"] = trace_id
    if errors:
        problem["errors"] = [
            {"pointer": error.pointer, "code": error.code, "detail": error.message}
            for error in errors
        ]
    return problem


def encode(problem: Mapping[str, Any]) -> bytes:
    """Write a problem as UTF-8 JSON."""
    return json.dumps(problem, ensure_ascii=False, separators=(",", ":")).encode()


def headers_for(status: int, retry_after: int | None = None) -> dict[str, str]:
    """Give the headers that belong to a failure, alike in every lane."""
    headers = {"Content-Type": MEDIA_TYPE, "Content-Language": "zh-CN", "Cache-Control": "no-store"}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="zhijia"'
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    return headers


def respond(problem: Mapping[str, Any], retry_after: int | None = None) -> HttpResponse:
    """Answer a Django request with a problem."""
    status = int(problem["status"])
    return HttpResponse(encode(problem), status=status, headers=headers_for(status, retry_after))


def of_error(error: DomainError, *, instance: str = "", trace_id: str = "") -> dict[str, Any]:
    """Describe a domain error."""
    return document(
        error.status,
        error.code,
        error.message,
        instance=instance,
        errors=error.fields,
        trace_id=trace_id,
    )


def of_status(status: int, *, instance: str = "", trace_id: str = "") -> dict[str, Any]:
    """Describe a bare status that no domain rule raised."""
    code, sentence = SENTENCES.get(status, (f"http_{status}", "没有成功，请检查后再试。"))
    return document(status, code, sentence, instance=instance, trace_id=trace_id)
