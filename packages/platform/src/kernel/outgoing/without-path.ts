/**
 * An address as those see it who may not change it. Whoever knows the whole address of a chat's webhook can post there:
 * its path is its credential.
 */
export function withoutPath(url: string): string {
  return `${new URL(url).origin}/…`
}
