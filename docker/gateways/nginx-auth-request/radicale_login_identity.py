"""Radicale 3.1 (Debian 12): the user is X-Remote-User with its percent-encoding undone, so that collections have plain names.

Radicale 3.5 (Debian 13) needs no plug-in for that: urldecode_username in radicale.config.
"""

from urllib.parse import unquote

from radicale.auth import http_x_remote_user


class Auth(http_x_remote_user.Auth):
    def get_external_login(self, environ):
        login, password = super().get_external_login(environ)
        return unquote(login, errors="strict"), password
