import { contractOf } from './contract';

contractOf('libvirt');
