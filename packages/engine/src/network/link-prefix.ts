/** Every engine's link to the host is called so, with its hash behind. */
export const LINK_PREFIX = 'alv'
