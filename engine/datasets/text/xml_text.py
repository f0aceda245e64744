"""Text and attributes of XML, escaped by the standard library, whose module loads HTTP and TLS: only for a writer."""


def escape(text: str) -> str:
    """Text between tags."""
    from xml.sax import saxutils

    return saxutils.escape(text)


def quoteattr(text: str) -> str:
    """Value of an attribute, with its quotes."""
    from xml.sax import saxutils

    return saxutils.quoteattr(text)
