# Read before the tables' own programs: what an element of a Surefire report says.

function attribute(key,    parts) {
  if (!match($0, " " key "=\"[^\"]*\"")) return ""
  split(substr($0, RSTART, RLENGTH), parts, "\"")
  return parts[2]
}
