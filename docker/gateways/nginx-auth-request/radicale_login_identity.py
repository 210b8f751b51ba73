"""Radicale authentication: the user is X-Remote-User with its percent-encoding undone, so that collections have plain names."""

from urllib.parse import unquote

from radicale.auth import http_x_remote_user


class Auth(http_x_remote_user.Auth):
    def get_external_login(self, environ):
        login, password = super().get_external_login(environ)
        return unquote(login, errors="strict"), password
