/** Prefix of every engine's link to the host. A hash follows. */
export const LINK_PREFIX = 'alv'
