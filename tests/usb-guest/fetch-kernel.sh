#!/bin/sh
# Downloads Debian's kernel and keeps what the guest boots: the image and the modules named in modules.txt. Nothing is
# installed. Usage: fetch-kernel.sh [FOLDER]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-$here/.kernel}
[ ! -e "$target/vmlinuz" ] || exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
package=$(apt-cache depends linux-image-amd64 | awk '/Depends: linux-image/ {print $2; exit}')
apt-get download "$package"
mkdir tree kept
dpkg --fsys-tarfile linux-image*.deb | tar -x -C tree --wildcards './boot/vmlinuz*' './lib/modules/*/kernel/*'
while read -r module; do
  # What one kernel has as a module, another has built in.
  find tree/lib/modules -name "$module.ko" -exec cp {} kept/ ';'
done < "$here/modules.txt"
cp tree/boot/vmlinuz* kept/vmlinuz
mkdir -p "$(dirname "$target")"
rm -rf "$target"
mv kept "$target"
