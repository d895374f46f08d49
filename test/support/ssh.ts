export { openSsh, type SshLogin } from '../../cli/transports/ssh2';
