# Prints what each gateway did, from the reports of its test class: a row for each class and Debian, a column for each test. A
# class that has none of these tests, and no failure, is no gateway's row.
# Usage: VERSIONS=... awk -v here=DEBIAN -f report.awk -f gateway-table.awk REPORT.xml...
# The variable has a line "DEBIAN PACKAGE VERSION" for each package; reports of another Debian lie in a folder debian-VERSION.

BEGIN {
  columns = split("ok wrong revoked badGatewaySecret stopped hanging recovered utf8 rightMailbox", test, " ")
  split("ok,wrong,revoked,later,stopped,hanging,recovered,UTF-8,right mailbox", title, ",")
  # Daemons that ask in the same way for each of their protocols: the outages are tested by one of these.
  split("DovecotPop3 DovecotImap DovecotManageSieve DovecotImap DovecotSubmission DovecotImap DovecotOauth DovecotImap PostfixBehindDovecot DovecotImap " \
    "NginxMailPop3 NginxMailImap NginxMailSmtp NginxMailImap FreeRadiusTtls FreeRadiusPap", pair, " ")
  for (p = 1; p in pair; p += 2) outagesOf[pair[p]] = pair[p + 1]
  # The package of the daemon, by what the name of the class begins with.
  split("Apache apache2 Caddy caddy Dovecot dovecot-core Exim exim4-daemon-light FreeRadius freeradius Nginx nginx-light " \
    "OpenVpn openvpn Pam libpam-modules Postfix postfix Prosody prosody Saslauthd sasl2-bin Slapd slapd Sogo sogo Squid squid", pair, " ")
  for (p = 1; p in pair; p += 2) daemon[pair[p]] = pair[p + 1]
  lines = split(ENVIRON["VERSIONS"], line, "\n")
  for (l = 1; l <= lines; l++) {
    split(line[l], part, " ")
    sub(/^[0-9]+:/, "", part[3])
    sub(/[-+].*/, "", part[3])
    version[part[1], part[2]] = part[3]
  }
}

FNR == 1 { debian = match(FILENAME, /debian-[0-9]+/) ? substr(FILENAME, RSTART + 7, RLENGTH - 7) : here }

/<testcase / {
  name = attribute("name")
  gateway = attribute("classname")
  ours = gateway ~ /\.gateways\.[A-Za-z0-9]+IT$/
  sub(/.*\./, "", gateway)
  sub(/IT$/, "", gateway)
  if (!ours) next
  key = gateway SUBSEP debian
  if (!(gateway in seen)) row[++rows] = gateway
  if (!(debian in counted)) release[++releases] = debian
  seen[gateway] = counted[debian] = ran[key] = 1
  cell[key, name] = "ok"
}

ours && /<(failure|error)[ >]/ { cell[key, name] = "FAIL"; failed[key] = 1 }
ours && /<skipped[ \/>]/ { cell[key, name] = "skipped" }
# Said by a test that a gateway passes though its client cannot tell an outage from a wrong password.
ours && /gateway: a temporary failure looks like a wrong password/ && cell[key, name] == "ok" { cell[key, name] = "-" }
/<\/testcase>/ || /<testcase [^>]*\/>/ { ours = 0 }

END {
  if (rows == 0) exit
  printf "%-24s %-6s %-24s", "gateway", "Debian", "daemon"
  for (c = 1; c <= columns; c++) printf " %-13s", title[c]
  print ""
  for (r = 1; r <= rows; r++) for (d = 1; d <= releases; d++) printRow(row[r], release[d])
  print "=: tested in the row of the same daemon that has \"ok\" there, which asks Keycloak in the same way."
  print "-: what the user's client sees of an outage is the same as of a wrong password, as the page of the gateway says."
}

function printRow(gateway, debian,    key, c, result) {
  key = gateway SUBSEP debian
  if (!(key in ran) || !isGateway(key)) return
  printf "%-24s %-6s %-24s", gateway, debian == "" ? "?" : debian, daemonOf(gateway, debian)
  for (c = 1; c <= columns; c++) {
    result = cell[key, test[c]]
    if (result == "" && cell[outagesOf[gateway], debian, test[c]] == "ok") result = "="
    printf " %-13s", result == "" ? "FAIL" : result
  }
  print ""
}

function isGateway(key,    c) {
  for (c = 1; c <= columns; c++) if ((key, test[c]) in cell) return 1
  return key in failed
}

function daemonOf(gateway, debian,    name) {
  for (name in daemon) {
    if (index(gateway, name) == 1) return daemon[name] " " ((debian, daemon[name]) in version ? version[debian, daemon[name]] : "?")
  }
  return "?"
}
