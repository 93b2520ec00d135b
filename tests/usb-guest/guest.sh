# Runs in the guest as root, on the host's files. Results are lines "ok NAME" and "not ok NAME: WHY" on the console.
work=$(dirname "$0")
export PATH=/usr/local/bin:/usr/bin:/bin HOME=/run TMPDIR=/run
node=$(cat "$work/node")

"$node" "$work/server.mjs" &
for _ in $(seq 100); do
  [ -e /dev/usbtmc0 ] && break
  sleep 0.1
done
/usr/bin/python3 "$work/kernel-driver.py"
"$node" "$work/transport.mjs"
echo finished
