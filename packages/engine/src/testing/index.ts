export { keepRootfs, linkRootfs } from './shared-rootfs.ts'
