import type { Sealer } from '../../kernel/sealer.ts'
import type { SealedSecrets } from '../../database/schema/index.ts'
import type { Log } from '../../kernel/log.ts'

/** The secrets as text; null when they were sealed with a key that is not ours. */
export type OpenSecrets = (secrets: SealedSecrets) => Readonly<Record<string, string>> | null

const NONE = {}

/**
 * Opens each sealed text once, however many versions share it. Those that nothing used in a whole load are forgotten at
 * the next one: `nextLoad` begins it.
 */
export function secretOpener(sealer: Sealer, log: Log): { open: OpenSecrets; nextLoad(): void } {
  let opened = new Map<string, string>()
  let before = new Map<string, string>()
  let told = false

  function textOf(sealed: string): string {
    const text = opened.get(sealed) ?? before.get(sealed) ?? sealer.open(sealed)
    opened.set(sealed, text)
    return text
  }

  return {
    open(secrets) {
      const entries = Object.entries(secrets)
      if (entries.length === 0) return NONE
      try {
        return Object.fromEntries(entries.map(([name, { sealed }]) => [name, textOf(sealed)]))
      } catch (error) {
        // Concerns this function only: the others must still load.
        if (!told)
          log({ level: 'error', message: 'Secrets cannot be decrypted: the sealing key is another one', error })
        told = true
        return null
      }
    },
    nextLoad() {
      before = opened
      opened = new Map()
    },
  }
}
