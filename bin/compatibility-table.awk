# Prints what works on each Keycloak, from the reports of the package compatibility: a row for each class, whose name says
# version and Java; a column for each test.
# Usage: awk -f report.awk -f compatibility-table.awk REPORT.xml...

BEGIN {
  columns = split("links setup gateways gatewaySecret rotatedSecret serviceAccountToken certificate validate dialects mainJob" \
    " secondFactor page revoke policy feed accountRest adminRest directGrant mails events", test, " ")
  split("links,setup,gateways,secret,rotated secret,token,wrong CA,validate,dialects,main job,2nd factor counted,page,revoke,policy,feed," \
    "account,admin,direct grant,mails,events", title, ",")
}

# What the class names leave open: the Java of the tests, and the version that was named on the command line.
/<property name="java.specification.version"/ { own_java = attribute("value") }
/<property name="compatibility.keycloak"/ { given = attribute("value") }

/<testcase / {
  name = attribute("name")
  row = attribute("classname")
  ours = row ~ /\.compatibility\.Keycloak/
  sub(/.*\.Keycloak/, "", row)
  sub(/IT$/, "", row)
  refusal = sub(/IsRefused$/, "", row)
  java = match(row, /OnJava/) ? substr(row, RSTART + 6) : own_java
  sub(/OnJava.*/, "", row)
  sub(/^Given$/, given, row)
  gsub(/v/, ".", row)
  if (!refusal) row = row ", Java " java
  if (ours && !(row in seen)) {
    seen[row] = 1
    label[++rows] = row
  }
  if (ours) {
    if (refusal) refused[row] = 1
    cell[row, name] = "ok"
  }
}

ours && /<(failure|error)[ >]/ { cell[row, name] = "FAIL"; broken[row] = 1 }
ours && /<skipped[ \/>]/ { cell[row, name] = "skipped" }
/<\/testcase>/ || /<testcase [^>]*\/>/ { ours = 0 }

END {
  if (rows == 0) exit
  printf "%-16s", "Keycloak"
  for (c = 1; c <= columns; c++) printf "  %s", title[c]
  print ""
  for (r = 1; r <= rows; r++) {
    printf "%-16s", label[r]
    if (label[r] in refused) {
      print (label[r] in broken ? "  FAIL" : "  refused at its start")
      continue
    }
    for (c = 1; c <= columns; c++) {
      result = cell[label[r], test[c]]
      printf "  %-" length(title[c]) "s", result == "" ? "FAIL" : result
    }
    print ""
  }
}
