"""Files for the person to keep: each is saved under its name, never run or shown within Headway."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from headway.core.evidence import AttachedFile


def send_file(content: bytes | str, media_type: str, name: str) -> HttpResponse:
    """A download under that name (RFC 6266)."""
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": str(disposition)}
    return HttpResponse(content, content_type=media_type, headers=headers)


def send_kept(content: bytes, file: AttachedFile) -> HttpResponse:
    """A kept file as a download of its own type, from which a browser takes no script."""
    answer = send_file(content, file.media_type, file.name)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
