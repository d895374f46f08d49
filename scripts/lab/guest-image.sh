#!/bin/bash
# Makes a guest small enough for software emulation: Debian's cloud kernel and an initial RAM disk with
# busybox and the real qemu-guest-agent. Its only disk is /dev/vda, formatted at the first boot, mounted
# at /mnt; each boot adds a line to /mnt/boots. /run/tick counts seconds in memory, so a revert that brings
# memory back can be told from a restart.
#
# usage: guest-image.sh FOLDER     makes FOLDER/vmlinuz and FOLDER/initrd.gz
set -euo pipefail
folder=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# apt downloads as the user _apt, which must reach the folder
chmod 755 "$work"
cd "$work"

kernel_package=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends: linux-image-/ { print $2; exit }')
apt-get download -qq -o APT::Sandbox::User=root "$kernel_package" qemu-guest-agent
mkdir kernel agent
dpkg -x linux-image*.deb kernel
dpkg -x qemu-guest-agent*.deb agent

root=$work/root
mkdir -p "$root"/{bin,dev,proc,sys,modules,mnt,run,tmp,etc,lib64,lib/x86_64-linux-gnu,var/run,var/local/lib}
cp /bin/busybox "$root/bin/busybox"
for applet in sh mount umount insmod sleep echo cat mkdir ls dd sync mke2fs poweroff reboot halt date touch rm grep ln; do
	ln -s busybox "$root/bin/$applet"
done

modules=$(echo kernel/lib/modules/*/kernel)
# In the order they have to be loaded. Some kernels have one built in, or lack the older variant.
load_order=(
	drivers/virtio/virtio_ring drivers/virtio/virtio drivers/virtio/virtio_pci_modern_dev
	drivers/virtio/virtio_pci_legacy_dev drivers/virtio/virtio_pci drivers/block/virtio_blk
	drivers/char/virtio_console drivers/acpi/button lib/crc16 crypto/crc32c_generic fs/mbcache
	fs/jbd2/jbd2 fs/ext2/ext2 fs/ext4/ext4
)
for module in "${load_order[@]}"; do
	[ -f "$modules/$module.ko" ] || continue
	cp "$modules/$module.ko" "$root/modules/"
	basename "$module" >>"$root/modules/order"
done

cp agent/usr/sbin/qemu-ga "$root/bin/"
ldd "$root/bin/qemu-ga" | awk '/not found/ { print; missing = 1 } END { exit missing }' >&2
ldd "$root/bin/qemu-ga" | awk '/=> \// { print $3 }' | xargs -I{} cp -L {} "$root/lib/x86_64-linux-gnu/"
cp -L /lib64/ld-linux-x86-64.so.2 "$root/lib64/"

cat >"$root/init" <<'INIT'
#!/bin/sh
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
ln -sf /proc/mounts /etc/mtab
while read -r module; do insmod "/modules/$module.ko"; done </modules/order
until [ -b /dev/vda ]; do sleep 1; done
for port in /sys/class/virtio-ports/*; do
	mkdir -p /dev/virtio-ports
	ln -sf "/dev/${port##*/}" "/dev/virtio-ports/$(cat "$port/name")"
done
mount -t ext4 /dev/vda /mnt 2>/dev/null || { mke2fs /dev/vda >/dev/null; mount -t ext4 /dev/vda /mnt; }
echo boot >>/mnt/boots
sync
qemu-ga -m virtio-serial -p /dev/virtio-ports/org.qemu.guest_agent.0 -t /run >/run/agent.log 2>&1 &
echo "guest is up" >/dev/ttyS0
seconds=0
while :; do
	seconds=$((seconds + 1))
	echo $seconds >/run/tick
	sleep 1
done
INIT
chmod +x "$root/init"
(cd "$root" && find . | cpio --create --format=newc --quiet | gzip -9) >"$folder/initrd.gz"
cp kernel/boot/vmlinuz-* "$folder/vmlinuz"
