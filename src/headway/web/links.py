"""What templates do with an address that somebody wrote: it leads to a page of the web, or nowhere."""

from django.template import Library

from headway.core.evidence import is_web_link

register = Library()


@register.filter
def web_link(address: str) -> str:
    """`address` if a browser opens a page there; a file brought from elsewhere may name a script."""
    return address if is_web_link(address) else ""
