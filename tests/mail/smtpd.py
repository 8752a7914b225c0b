"""A mail server for the tests: smtpd.py FOLDER PORT [CERT KEY]. Each mail becomes a file of FOLDER; the files `refuse`,
`block` and `busy` there make it answer 550 5.1.1, 550 5.7.1 and 451. With a certificate it takes nothing before STARTTLS. Prints its port."""

import asyncio
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP

folder = pathlib.Path(sys.argv[1])
port = int(sys.argv[2])
context = None
if len(sys.argv) > 3:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(sys.argv[3], sys.argv[4])


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if (folder / "refuse").exists():
            return f"550 5.1.1 <{address}>: nobody of that name"
        if (folder / "block").exists():
            return f"550 5.7.1 <{address}>: this sender is not welcome"
        if (folder / "busy").exists():
            return f"451 4.3.0 <{address}>: later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        number = len(list(folder.glob("*.eml")))
        head = f"{envelope.mail_from} {','.join(envelope.rcpt_tos)} {session.host_name} {session.ssl is not None}\n"
        draft = folder / f"{number:03}.draft"
        draft.write_bytes(head.encode() + envelope.content)
        draft.rename(folder / f"{number:03}.eml")
        return "250 OK"


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(
            Handler(), hostname="mail.test", loop=loop, tls_context=context, require_starttls=context is not None
        ),
        "127.0.0.1",
        port,
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
