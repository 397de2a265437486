import { readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { nodeGuestFolder } from '@alcove/guest'
import { makeOnce } from '../make-once.ts'

const { version } = createRequire(import.meta.url)('rolldown/package.json') as { version: string }

/**
 * The program to start, the resolver for packages of layers, and the threads. They share no files, because each file
 * that a start opens takes a millisecond of processor time.
 */
const PROGRAMS = ['main', 'resolve', 'debugger-thread', 'logpoints-thread']
/** The target of `import 'alcove'`: what the program exports. */
const CLIENT = "module.exports = require('./main.cjs')\n"

/**
 * Folder of the guest bundled as CommonJS, a file per entry. With a dozen ES modules, a start would spend a quarter of
 * its CPU time on resolving and linking.
 */
export function bundleGuest(): Promise<string> {
  const sources = readdirSync(nodeGuestFolder).toSorted()
  // The options in this file affect the output too.
  const files = [import.meta.filename, ...sources.map((name) => join(nodeGuestFolder, name))]
  const inputs = [version, ...files.map((file) => readFileSync(file))]
  return makeOnce('node-guest', inputs, async (folder) => {
    // Rarely needed, and large.
    const { rolldown } = await import('rolldown')
    const bundleProgram = async (name: string) => {
      await using bundle = await rolldown({
        input: { [name]: join(nodeGuestFolder, `${name}.mjs`) },
        platform: 'node',
        external: /^node:/,
      })
      await bundle.write({
        dir: folder,
        format: 'cjs',
        entryFileNames: '[name].cjs',
        // Comments are half of the text. Functions see the names of classes.
        minify: { compress: false, mangle: false, codegen: true },
      })
    }
    await Promise.all([...PROGRAMS.map(bundleProgram), writeFile(join(folder, 'client.cjs'), CLIENT)])
  })
}
