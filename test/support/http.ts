export { openByAxios } from '../../cli/transports/axios';
