#!/bin/sh
# Runs a command on a machine that has a second interface, with an address of its own, to which all routes lead.
#
# By which interface a program joins or sends can be seen only there. This makes a network namespace of its own (see
# unshare(1)) with a pair of virtual interfaces (see veth(4)): what is sent through the one comes in by the other, and
# nothing leaves. It is gone with the command. Linux only; no privileges are needed where user namespaces are allowed.
#
#   LAB_PROGRAM='python3 solutions/multicast/variants/interface-by-number.py' \
#       solutions/multicast/two-interfaces.sh cargo test -q -p solutions --test multicast
set -eu

if [ $# -eq 0 ]; then
    echo "usage: $0 <command> [<argument> ...]" >&2
    exit 2
fi

exec unshare --user --map-root-user --net sh -euc '
    ip link set lo up
    ip link add near type veth peer name far
    ip address add 198.51.100.1/24 dev near
    ip link set near up
    ip link set far up
    ip route add default dev near
    exec "$@"
' sh "$@"
