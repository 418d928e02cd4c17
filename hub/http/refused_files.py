"""What is said of a file that is not taken, on either way."""
import structlog
from starlette.responses import Response

from db.driver import faults
from domain.languages import Bilingual
from hub.http import replies

AWAY = Bilingual("暂时无法存取文件，请稍后重试。", "Files are not available now; try again.")

log = structlog.get_logger()


def too_large(most: int) -> Bilingual:
    """most   bytes"""
    return Bilingual(f"文件太大，最多 {most} 字节。", f"The file is too large: {most} bytes at most.")


def away(problem: Exception, media: str) -> Response:
    """What is said of a store that is away."""
    log.error("a file cannot be kept or read", error=faults.said(problem))
    return replies.Error(503, "UNAVAILABLE", AWAY, media, headers={"retry-after": "1"})
