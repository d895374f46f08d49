import { contractOf } from './contract';

contractOf('proxmox');
