# One operation with Python's ftplib: client.py MODE PORT CA USER PASSWORD OPERATION [ARGUMENT...]
import ftplib
import ssl
import sys

mode, port, ca, user, password, operation, *rest = sys.argv[1:]


class Resuming(ftplib.FTP_TLS):
    """ftplib with the session of the control connection on data connections, and TLS from the first byte where asked."""

    implicit = False

    def ntransfercmd(self, cmd, rest=None):
        conn, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        return self.context.wrap_socket(conn, server_hostname=self.host, session=self.sock.session), size

    def connect(self, *arguments, **named):
        if not self.implicit:
            return super().connect(*arguments, **named)
        import socket
        self.host, self.port = arguments
        raw = socket.create_connection((self.host, self.port), timeout=60)
        self.af = raw.family
        self.sock = self.context.wrap_socket(raw, server_hostname=self.host)
        self.file = self.sock.makefile("r", encoding=self.encoding)
        self.welcome = self.getresp()
        return self.welcome


ftp = Resuming(context=ssl.create_default_context(cafile=ca))
ftp.implicit = mode == "implicit"
ftp.connect("127.0.0.1", int(port))
if mode == "implicit":
    ftplib.FTP.login(ftp, user, password)
else:
    ftp.login(user, password)
ftp.prot_p()

if operation == "list":
    print("\n".join(sorted(ftp.nlst())))
elif operation == "get":
    with open(rest[1], "wb") as file:
        ftp.retrbinary("RETR " + rest[0], file.write)
elif operation == "reget":
    with open(rest[1], "ab") as file:
        ftp.retrbinary("RETR " + rest[0], file.write, rest=file.tell())
elif operation == "put":
    with open(rest[0], "rb") as file:
        ftp.storbinary("STOR " + rest[1], file)
elif operation == "reput":
    with open(rest[0], "rb") as file:
        ftp.voidcmd("TYPE I")
        offset = ftp.size(rest[1])
        file.seek(offset)
        ftp.storbinary("STOR " + rest[1], file, rest=offset)
elif operation == "mv":
    ftp.rename(rest[0], rest[1])
elif operation == "rm":
    ftp.delete(rest[0])
elif operation == "abort":
    ftp.voidcmd("TYPE I")
    data = ftp.transfercmd("RETR " + rest[0])
    data.recv(1000)
    ftp.putcmd("ABOR")
    data.close()
    ftp.getmultiline()
    ftp.getmultiline()
    print("\n".join(sorted(ftp.nlst())))
else:
    sys.exit("unknown operation")
ftp.quit()
