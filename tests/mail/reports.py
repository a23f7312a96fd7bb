"""Reports of mail servers, as RFC 3464 has them."""

from __future__ import annotations

BLOCK = """Original-Recipient: rfc822;{original}
Final-Recipient: rfc822; {final}
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; {said}
"""


def block(
    final: str = "ann@example.org",
    action: str = "failed",
    status: str = "5.1.1",
    original: str = "",
    said: str = "550 5.1.1 no such user",
) -> str:
    made = BLOCK.format(original=original, final=final, action=action, status=status, said=said)
    return made if original else made.partition("\n")[2]


def report(*blocks: str, message_id: str = "", kind: str = "text/rfc822-headers", of: str = "delivery-status") -> bytes:
    """With the header, or all, of the mail that came back, when it has a name."""
    returned = f"From: desk@example.org\nMessage-ID: {message_id}\nSubject: The flood\n"
    third = f"--b\nContent-Type: {kind}\n\n{returned}\n" if message_id else ""
    status = "\n".join(("Reporting-MTA: dns; post.example\nArrival-Date: Sun, 22 Nov 2026 07:00:00 +0000\n", *blocks))
    text = (
        "From: MAILER-DAEMON@post.example\nTo: desk@example.org\nSubject: Undelivered\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/report; report-type={of}; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nSorry, ann@example.org did not get it.\n\n"
        f"--b\nContent-Type: message/delivery-status\n\n{status}\n{third}--b--\n"
    )
    return text.replace("\n", "\r\n").encode()
