#!/bin/bash
# Makes the image of a container that is nothing but busybox.
#
# usage: lxd-image.sh FOLDER     makes FOLDER/image.tar.gz
set -euo pipefail
folder=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

mkdir -p rootfs/{bin,sbin,dev,proc,sys,etc,root,tmp,run,var}
cp /bin/busybox rootfs/bin/
for name in sh ls cat echo sleep mount hostname ps sync touch test poweroff halt; do
	ln -s busybox "rootfs/bin/$name"
done
ln -s ../bin/busybox rootfs/sbin/init
ln -s ../bin/busybox rootfs/sbin/poweroff
cat >rootfs/etc/inittab <<-END
	::sysinit:/bin/hostname -F /etc/hostname
	::respawn:/bin/sleep 86400
	::shutdown:/bin/sync
	::ctrlaltdel:/bin/poweroff
END
echo 'root:x:0:0:root:/root:/bin/sh' >rootfs/etc/passwd
echo 'root:x:0:' >rootfs/etc/group
echo tiny >rootfs/etc/hostname

cat >metadata.yaml <<-END
	architecture: x86_64
	creation_date: $(date +%s)
	properties: { description: busybox, os: busybox, release: "1" }
END
tar -czf "$folder/image.tar.gz" metadata.yaml rootfs
