# Prints what works on each Keycloak, from the reports of the package compatibility: a row for each class, whose name says
# version and Java; a column for each test.
# Usage: awk -f report.awk -f compatibility-table.awk REPORT.xml...

BEGIN {
  columns = split("setup gateways validate mainJob revoke policy feed accountRest adminRest directGrant events", test, " ")
  split("setup,gateways,validate,main job,revoke,policy,feed,account,admin,direct grant,events", title, ",")
}

/<testcase / {
  name = attribute("name")
  row = attribute("classname")
  ours = row ~ /\.compatibility\./
  sub(/.*\.Keycloak/, "", row)
  sub(/IT$/, "", row)
  refusal = sub(/IsRefused$/, "", row)
  java = match(row, /OnJava/) ? ", Java " substr(row, RSTART + 6) : ""
  sub(/OnJava.*/, "", row)
  gsub(/v/, ".", row)
  row = row java
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
  printf "%-18s", "Keycloak"
  for (c = 1; c <= columns; c++) printf " %-12s", title[c]
  print ""
  for (r = 1; r <= rows; r++) {
    printf "%-18s", label[r]
    if (label[r] in refused) {
      print (label[r] in broken ? " FAIL" : " refused at its start")
      continue
    }
    for (c = 1; c <= columns; c++) {
      result = cell[label[r], test[c]]
      printf " %-12s", result == "" ? "FAIL" : result
    }
    print ""
  }
}
