#!/bin/bash -p
# For pam_exec with expose_authtok: asks Keycloak whether PAM_USER and the password on standard input belong together.
#
#   app-password.sh PROTOCOL         ends with 0 if they do, 7 if they do not, 9 if there is no verdict
#   app-password.sh PROTOCOL wrong   ends with 0 if they do not, else 9: pam_exec hides the status of a failure, so that
#                                    a second line of the PAM file has to ask this
#
# Password and secret go through pipes by bash's own printf: never into arguments, files or the environment.
#
# Set these four. The secret lies alone in its file, which only root may read:
#   install -m 0600 -o root -g root /dev/stdin /etc/keycloak-gateway.secret
VALIDATE_URL=https://keycloak.example.org/realms/example/app-passwords/validate
CLIENT_ID=pam
SECRET_FILE=/etc/keycloak-gateway.secret
CA_FILE=/etc/ssl/certs/ca-certificates.crt

# Nothing that the caller's environment holds may matter (hence -p above, too), nor reach curl.
PATH=/usr/bin:/bin
LC_ALL=C
export -n password secret
protocol=$1
question=${2-right}

log() {
  logger -t app-password -p auth.warning -- "$1"
}

# answer right|wrong|none: ends with the status that answers the question that was asked.
answer() {
  case $question:$1 in
    right:right | wrong:wrong) exit 0 ;;
    right:wrong) exit 7 ;;
    *) exit 9 ;;
  esac
}

# One value as curl's configuration files quote it.
quoted() {
  local text=${1//\\/\\\\}
  text=${text//\"/\\\"}
  text=${text//$'\n'/\\n}
  text=${text//$'\r'/\\r}
  printf '"%s"' "$text"
}

# One half of a Basic credential, form-encoded as RFC 6749, section 2.3.1 has it.
form_encoded() {
  local i c
  for ((i = 0; i < ${#1}; i++)); do
    c=${1:i:1}
    case $c in
      [A-Za-z0-9._~-]) printf '%s' "$c" ;;
      *) printf '%%%02X' "$(($(printf '%d' "'$c") & 255))" ;;
    esac
  done
}

request() {
  printf 'url = %s\n' "$(quoted "$VALIDATE_URL")"
  printf 'user = %s\n' "$(quoted "$(form_encoded "$CLIENT_ID"):$(form_encoded "$secret")")"
  printf 'data-urlencode = %s\n' "$(quoted "username=$PAM_USER")" "$(quoted "password=$password")" \
    "$(quoted "protocol=$protocol")"
  # A host name is no address, and without one Keycloak decides.
  if [[ ${PAM_RHOST-} =~ ^([0-9]+(\.[0-9]+){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]*)$ ]]; then
    printf 'data-urlencode = %s\n' "$(quoted "client_ip=$PAM_RHOST")"
  fi
}

IFS= read -r -d '' password
IFS= read -r secret <"$SECRET_FILE"
if [ -z "$secret" ]; then
  log "No gateway secret: $SECRET_FILE is empty, or may not be read."
  answer none
fi

reply=$(request | env -i /usr/bin/curl --disable --config - --silent --proto =https --cacert "$CA_FILE" \
  --connect-timeout 2 --max-time 5 --output /dev/null --write-out '%{http_code} %header{x-username}')
status=${reply%% *}
identity=${reply#* }

case $status in
  200) ;;
  401) answer wrong ;;
  *)
    log "$VALIDATE_URL gave no verdict: $status"
    answer none
    ;;
esac

if [[ ! $identity =~ ^([A-Za-z0-9._~@-]|%[2-9A-F][0-9A-F])+$ ]]; then
  log "$VALIDATE_URL accepted without a login identity."
  answer none
fi
printf -v name '%b' "${identity//%/\\x}"
# PAM goes on with the name that was typed: only the login identity itself may be typed.
[ "$name" = "$PAM_USER" ] && answer right
log "$PAM_USER has the right app password, but must log in as $name."
answer wrong
