# Prints for each group of classes how many of PIT's changes the unit tests noticed, and each change that they did not notice.
# Usage: awk -f mutation-table.awk GROUP/mutations.csv...
# A line of such a file: source file, class, mutator, method, line, status, test.

BEGIN { FS = "," }

FNR == 1 {
  group = FILENAME
  sub(/\/[^\/]*$/, "", group)
  sub(/.*\//, "", group)
  row[++rows] = group
}

{
  changes[group]++
  if ($6 ~ /^(SURVIVED|NO_COVERAGE|RUN_ERROR)$/) {
    sub(/.*\./, "", $2)
    sub(/.*\./, "", $3)
    sub(/Mutator$/, "", $3)
    survivor[++survivors] = sprintf("%-12s %s:%d %s (%s)", group, $2, $5, $4, $3)
  } else noticed[group]++
}

END {
  if (rows == 0) exit
  for (s = 1; s <= survivors; s++) print "not noticed: " survivor[s]
  printf "%-12s %8s %8s %8s\n", "group", "changes", "noticed", "percent"
  for (r = 1; r <= rows; r++)
    printf "%-12s %8d %8d %8d\n", row[r], changes[row[r]], noticed[row[r]], 100 * noticed[row[r]] / changes[row[r]]
}
