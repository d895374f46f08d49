import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../process/command.mjs';
import { domainNames, domainState, virsh, waitForAgent } from './virsh.mjs';

/** Domains whose names begin so are ours: made, changed and removed at will. All others are left alone. */
export const PREFIX = 'e2e-';

/** Prints a line on the first serial port and halts: the smallest thing that runs. */
const BOOT_SECTOR_TEXT = 'boot sector runs\r\n';

/**
 * Makes two running domains, afresh: `guest`, a Linux with a live agent, and `tiny`, a boot sector.
 *
 * @param {string} folder their disks
 * @param {{ kernel: string, initrd: string }} image
 */
export async function makeDomains(folder, image) {
	await removeDomains(folder);
	await mkdir(folder, { recursive: true });
	const guest = `${PREFIX}guest`;
	const tiny = `${PREFIX}tiny`;

	const guestDisk = join(folder, 'guest.qcow2');
	await run('qemu-img', ['create', '-q', '-f', 'qcow2', guestDisk, '64M']);
	await start({
		name: guest,
		memoryMebibytes: 128,
		disk: guestDisk,
		boot: `<kernel>${image.kernel}</kernel><initrd>${image.initrd}</initrd><cmdline>console=ttyS0 quiet panic=-1</cmdline>`,
		serial: join(folder, 'guest.serial'),
	});

	const tinyDisk = join(folder, 'tiny.qcow2');
	const bootSector = join(folder, 'boot-sector.img');
	await writeFile(bootSector, makeBootSector());
	await run('qemu-img', ['convert', '-q', '-f', 'raw', '-O', 'qcow2', bootSector, tinyDisk]);
	await start({
		name: tiny,
		memoryMebibytes: 16,
		disk: tinyDisk,
		boot: "<boot dev='hd'/>",
		serial: join(folder, 'tiny.serial'),
	});
	await waitForAgent(guest);
	return { guest, tiny };
}

/**
 * Removes every domain of ours with its snapshots and disks.
 *
 * @param {string} folder
 */
export async function removeDomains(folder) {
	for (const name of (await domainNames()).filter((one) => one.startsWith(PREFIX))) {
		if ((await domainState(name)) !== 'shut off') await virsh('destroy', name);
		await virsh('undefine', name, '--snapshots-metadata', '--managed-save');
	}
	await rm(folder, { recursive: true, force: true });
}

/** @param {{ name: string, memoryMebibytes: number, disk: string, boot: string, serial: string }} domain */
async function start({ name, memoryMebibytes, disk, boot, serial }) {
	const file = `${disk}.xml`;
	// Type qemu, not kvm: software emulation runs on every machine.
	await writeFile(
		file,
		`<domain type='qemu'>
	<name>${name}</name>
	<memory unit='MiB'>${memoryMebibytes}</memory>
	<vcpu>1</vcpu>
	<os><type arch='x86_64' machine='pc'>hvm</type>${boot}</os>
	<features><acpi/></features>
	<on_crash>destroy</on_crash>
	<devices>
		<emulator>/usr/bin/qemu-system-x86_64</emulator>
		<disk type='file' device='disk'>
			<driver name='qemu' type='qcow2'/>
			<source file='${disk}'/>
			<target dev='vda' bus='virtio'/>
		</disk>
		<controller type='usb' model='none'/>
		<memballoon model='none'/>
		<serial type='file'><source path='${serial}'/><target port='0'/></serial>
		<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
	</devices>
</domain>
`,
	);
	await virsh('define', file);
	await virsh('start', name);
}

/** x86 real mode: write each character to port 0x3f8, then halt for good. */
function makeBootSector() {
	const code = [0xba, 0xf8, 0x03]; // mov dx, 0x3f8
	for (const byte of Buffer.from(BOOT_SECTOR_TEXT)) code.push(0xb0, byte, 0xee); // mov al, byte; out dx, al
	code.push(0xf4, 0xeb, 0xfd); // hlt; jump back to it
	const image = Buffer.alloc(1024 * 1024);
	Buffer.from(code).copy(image);
	image.writeUInt16LE(0xaa55, 510);
	return image;
}
