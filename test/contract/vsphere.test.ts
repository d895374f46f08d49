import { contractOf } from './contract';

contractOf('vsphere');
