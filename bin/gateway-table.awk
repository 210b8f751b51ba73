# Prints what each gateway did, from the reports of its test class: a row for each class, a column for each test. A class
# that has none of these tests, and no failure, is no gateway's row.
# Usage: awk -f report.awk -f gateway-table.awk REPORT.xml...

BEGIN {
  columns = split("ok wrong revoked stopped hanging recovered utf8 rightMailbox", test, " ")
  split("ok,wrong,revoked,stopped,hanging,recovered,UTF-8,right mailbox", title, ",")
}

/<testcase / {
  name = attribute("name")
  gateway = attribute("classname")
  ours = gateway ~ /\.gateways\.[A-Za-z0-9]+IT$/
  sub(/.*\./, "", gateway)
  sub(/IT$/, "", gateway)
  if (ours && !(gateway in seen)) {
    seen[gateway] = 1
    row[++rows] = gateway
  }
  if (ours) cell[gateway, name] = "ok"
}

ours && /<(failure|error)[ >]/ { cell[gateway, name] = "FAIL"; failed[gateway] = 1 }
ours && /<skipped[ \/>]/ { cell[gateway, name] = "skipped" }
# Said by a test that a gateway passes though its client cannot tell an outage from a wrong password.
ours && /gateway: a temporary failure looks like a wrong password/ && cell[gateway, name] == "ok" { cell[gateway, name] = "-" }
/<\/testcase>/ || /<testcase [^>]*\/>/ { ours = 0 }

END {
  if (rows == 0) exit
  printf "%-24s", "gateway"
  for (c = 1; c <= columns; c++) printf " %-13s", title[c]
  print ""
  for (r = 1; r <= rows; r++) {
    if (!isGateway(row[r])) continue
    printf "%-24s", row[r]
    for (c = 1; c <= columns; c++) {
      result = cell[row[r], test[c]]
      printf " %-13s", result == "" ? "FAIL" : result
    }
    print ""
  }
  print "-: what the user's client sees of an outage is the same as of a wrong password, as the page of the gateway says."
}

function isGateway(class,    c) {
  for (c = 1; c <= columns; c++) if ((class, test[c]) in cell) return 1
  return class in failed
}
