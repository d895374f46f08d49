import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const virsh = (...args: readonly string[]): string =>
	execFileSync('virsh', ['-q', '-c', 'qemu:///system', ...args], { encoding: 'utf8' });

const nameOf = (number: number): string => `bench-many-${number}`;

/** Tiny definitions without disks; the snapshots are redefined metadata, as no content is needed to list them. */
export function makeManyDomains(domains: number, snapshots: number): void {
	removeManyDomains(domains);
	const folder = mkdtempSync(join(tmpdir(), 'vm-snapshots-bench-'));
	const file = join(folder, 'input.xml');
	try {
		for (let number = 0; number < domains; number += 1) {
			const name = nameOf(number);
			writeFileSync(file, domainXml(name));
			virsh('define', file);
			const uuid = virsh('domuuid', name).trim();
			for (let at = 0; at < snapshots; at += 1) {
				writeFileSync(file, snapshotXml(name, uuid, at));
				virsh('snapshot-create', name, file, '--redefine');
			}
		}
	} finally {
		rmSync(folder, { recursive: true });
	}
}

export function removeManyDomains(domains: number): void {
	const present = new Set(virsh('list', '--all', '--name').split('\n'));
	for (let number = 0; number < domains; number += 1) {
		const name = nameOf(number);
		if (present.has(name)) virsh('undefine', name, '--snapshots-metadata');
	}
}

const domainXml = (name: string, uuid = ''): string =>
	`<domain type='qemu'><name>${name}</name>${uuid && `<uuid>${uuid}</uuid>`}<memory unit='MiB'>16</memory>` +
	`<os><type arch='x86_64' machine='pc'>hvm</type></os></domain>`;

const snapshotXml = (name: string, uuid: string, at: number): string =>
	`<domainsnapshot><name>s${at}</name><state>shutoff</state><creationTime>${1_760_000_000 + at}</creationTime>` +
	(at === 0 ? '' : `<parent><name>s${at - 1}</name></parent>`) +
	`<memory snapshot='no'/>${domainXml(name, uuid)}</domainsnapshot>`;
