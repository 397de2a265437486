import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { nodeGuestFolder } from '@alcove/guest'
import { madeOnce } from '../made-once.ts'

const { version } = createRequire(import.meta.url)('rolldown/package.json') as { version: string }

/** What is named from outside: what to start, what `import 'alcove'` gives, and how packages of layers are found. */
const ENTRIES = ['main', 'client', 'resolve']

/**
 * Folder of the guest as CommonJS, a file for each entry. As a dozen ES modules every start would spend a quarter of its
 * processor time on finding and linking them.
 */
export function bundleGuest(): Promise<string> {
  const sources = readdirSync(nodeGuestFolder).toSorted()
  // What is written here decides as well.
  const files = [import.meta.filename, ...sources.map((name) => join(nodeGuestFolder, name))]
  const inputs = [version, ...files.map((file) => readFileSync(file))]
  return madeOnce('node-guest', inputs, async (folder) => {
    // Seldom needed, and large.
    const { rolldown } = await import('rolldown')
    await using bundle = await rolldown({
      input: Object.fromEntries(ENTRIES.map((name) => [name, join(nodeGuestFolder, `${name}.mjs`)])),
      platform: 'node',
      external: /^node:/,
    })
    await bundle.write({ dir: folder, format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' })
  })
}
