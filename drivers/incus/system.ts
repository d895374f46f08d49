import type { SystemId } from '../../snapshots/model';

export const INCUS: SystemId = 'incus';
