#!/bin/sh
# Runs a command on a machine on which localhost has two addresses, ::1 and then 127.0.0.1.
#
# That a client tries every address of its host can be seen only there. Where localhost has just one, this makes a mount
# namespace of its own (see unshare(1)), in which another file lies over /etc/hosts. Nothing else on the machine sees it,
# and it is gone with the command. Linux only; no privileges are needed where user namespaces are allowed.
#
#   LAB_PROGRAM=target/debug/tcp-client-mistake-tries-the-first-address-only \
#       solutions/tcp-client/two-addresses.sh cargo test -q -p solutions --test tcp-client
set -eu

if [ $# -eq 0 ]; then
    echo "usage: $0 <command> [<argument> ...]" >&2
    exit 2
fi

# The file is unlinked as soon as it is mounted, so that nothing is left behind however the command ends.
exec unshare --user --map-root-user --mount sh -euc '
    hosts=$(mktemp)
    printf "%s\n" "::1 localhost" "127.0.0.1 localhost" > "$hosts"
    chmod 644 "$hosts"
    mount --bind "$hosts" /etc/hosts
    rm "$hosts"
    exec "$@"
' sh "$@"
