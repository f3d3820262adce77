"""Why a file is not accepted: each reason with its status, code and Chinese remedy."""

from typing import ClassVar

from backend.kernel.errors import DomainError


class Unsupported(DomainError):
    """The content is of a kind that is not accepted (415)."""

    status: ClassVar[int] = 415


class TooLarge(DomainError):
    """More bytes than allowed (413)."""

    status: ClassVar[int] = 413


RETAKE = "请重新拍照或截图后上传。"

UNSUPPORTED = {
    "empty_file": f"文件是空的。{RETAKE}",
    "heic": "这是 HEIC 格式的照片，暂不支持。请在手机相机设置里改为“兼容性最佳”，或截图后上传。",
    "not_an_image": "这不是 JPEG、PNG 或 WebP 图片。请拍照或截图后上传。",
    "not_data": "这不是 CSV 或 Parquet 数据文件，请按格式说明导出后再上传。",
    "polyglot": f"图片里夹带了其他内容，为了安全没有接收。{RETAKE}",
    "animated": f"这是动态图片，请上传静态照片。{RETAKE}",
    "too_many_pixels": "图片超过 2500 万像素。请在手机相机设置里调低分辨率，或截图后上传。",
    "broken_image": f"图片不完整或已损坏，打不开。{RETAKE}",
    "undecodable": f"图片没能打开。{RETAKE}",
}


def unsupported(code: str) -> Unsupported:
    """Give the refusal of a code of `UNSUPPORTED`; an unknown code reads as undecodable."""
    known = code if code in UNSUPPORTED else "undecodable"
    return Unsupported(known, UNSUPPORTED[known])
