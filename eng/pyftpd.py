"""A pyftpdlib server with TLS for the interoperability tests; eng/peers.sh starts it."""

import argparse
import grp
import os
import pwd

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import TLS_FTPHandler
from pyftpdlib.servers import FTPServer


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("addresses", nargs="+")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--passive", type=int, nargs=2, required=True)
    parser.add_argument("--cert", required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--user", required=True)
    parser.add_argument("--password-file", required=True)
    parser.add_argument("--home", required=True)
    options = parser.parse_args()

    with open(options.password_file, encoding="ascii") as file:
        password = file.readline().rstrip("\n")
    authorizer = DummyAuthorizer()
    authorizer.add_user(options.user, password, options.home, perm="elradfmwMT")

    handler = TLS_FTPHandler
    handler.authorizer = authorizer
    handler.certfile, handler.keyfile = options.cert, options.key
    handler.tls_control_required = handler.tls_data_required = True
    handler.passive_ports = range(options.passive[0], options.passive[1] + 1)
    handler.auth_failed_timeout = 0
    handler.ssl_context = handler.get_ssl_context()  # reads the key, which the account below may not

    # One loop serves all the addresses.
    servers = [FTPServer((address, options.port), handler) for address in options.addresses]
    os.setgroups([])
    os.setgid(grp.getgrnam("nogroup").gr_gid)
    os.setuid(pwd.getpwnam("nobody").pw_uid)
    servers[0].serve_forever()


main()
