"""Sends a kept file: to be saved, never to be run or shown within a page of Headway."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from headway.core.evidence import AttachedFile


def send_kept(content: bytes, file: AttachedFile) -> HttpResponse:
    """The file as a download of its own type, under its own name (RFC 6266)."""
    answer = HttpResponse(content, content_type=file.media_type)
    disposition = content_disposition_header(as_attachment=True, filename=file.name)
    answer.headers["Content-Disposition"] = str(disposition)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
