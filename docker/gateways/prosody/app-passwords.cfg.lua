-- Copy to /etc/prosody/conf.d/: the XMPP host whose users log in by app passwords.
VirtualHost "example.org"
  authentication = "dovecot"
  -- The socket of dovecot-prosody-socket.conf.ext.
  dovecot_auth_socket = "/run/dovecot/auth-prosody"
  -- The protocol that Keycloak is asked for.
  service_name = "xmpp"
