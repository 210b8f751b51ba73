# Sourced by the commands beside it: programs that end with the command that started them.

running=
beside=

# run_beside FUNCTION...: runs it while the caller goes on, until wait_beside, which returns its status.
run_beside() {
  "$@" &
  beside=$!
}

wait_beside() {
  local status=0
  [ -z "$beside" ] || wait "$beside" || status=$?
  beside=
  return $status
}

# end_running_on_signals: Ctrl-C and kill end what runs, and then the command that calls this, with 130.
end_running_on_signals() {
  trap 'end_running; exit 130' INT TERM HUP
}

# run_to_end COMMAND...: runs the command in a separate process group and returns the command's status. bash answers a
# signal at once only while it waits for a program in the background. The program ends also when this command is killed
# by KILL.
run_to_end() {
  local status
  setsid setpriv --pdeathsig TERM "$@" &
  running=$!
  wait "$running"
  status=$?
  running=
  return $status
}

# end_running: asks what runs to end, and kills what is left of it after 30 s; what runs beside ends at once.
end_running() {
  local tries=0
  [ -z "$beside" ] || kill -TERM "$beside" 2>/dev/null
  [ -n "$running" ] || return 0
  kill -TERM -- "-$running" 2>/dev/null
  while kill -0 -- "-$running" 2>/dev/null; do
    [ $((tries += 1)) -ne 300 ] || kill -KILL -- "-$running" 2>/dev/null
    sleep 0.1
  done
  running=
}

# in_namespace COMMAND...: runs a program, or a function that needs no other, with separate mounts and processes, which
# end with it. Needs root.
in_namespace() {
  # unshare ignores TERM. Its child, the first process there, obeys it, and the kernel kills all others with that one.
  run_to_end setpriv --pdeathsig KILL unshare --mount --pid --kill-child bash -c "$(declare -f "$1")
    trap 'exit 143' TERM
    mount --make-rprivate / && mount -t proc proc /proc || exit
    \"\$@\" &
    wait \$!" namespace "$@"
}
