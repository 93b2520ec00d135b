#!/bin/busybox sh
# The first process of the guest: its root becomes the host's, read-only, and the scenarios run there.
/bin/busybox --install -s /bin
export PATH=/bin
mount -t devtmpfs dev /dev
mount -t proc proc /proc
mount -t sysfs sys /sys
while read -r module; do
  if [ -e "/lib/$module.ko" ]; then insmod "/lib/$module.ko"; fi
done < /modules.txt
mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose,msize=262144 root /host
for folder in proc sys dev; do mount --bind "/$folder" "/host/$folder"; done
mount -t tmpfs tmp /host/run
ip link set lo up
chroot /host /bin/sh "$(cat /work-folder)/guest.sh"
poweroff -f
