#!/bin/sh
# Runs a program in a network of its own, 10.77.0.0/24, on which nobody else is. Called in a new network namespace.
set -eu
ip link set lo up
ip link add lab type veth peer name lab-end
ip addr add 10.77.0.1/24 brd + dev lab
ip link set lab-end up
ip link set lab up
exec "$@"
