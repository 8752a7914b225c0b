"""Reads a mail with Python's own parser, strictly, and prints it as JSON; the first line is the envelope."""

import email
import email.policy
import json
import sys

envelope, _, message = sys.stdin.buffer.read().partition(b"\n")
sender, to, host, tls = envelope.decode().split(" ")
mail = email.message_from_bytes(message, policy=email.policy.SMTP)
if mail.defects or mail.is_multipart():
    sys.exit(f"defects: {mail.defects}")
json.dump(
    {
        "sender": sender,
        "to": to,
        "host": host,
        "tls": tls == "True",
        "headers": {name: str(value) for name, value in mail.items()},
        "date": email.utils.parsedate_to_datetime(mail["Date"]).isoformat(),
        "text": mail.get_content(),
    },
    sys.stdout,
)
