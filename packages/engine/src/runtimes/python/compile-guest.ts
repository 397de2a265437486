import { execFile } from 'node:child_process'
import { cp } from 'node:fs/promises'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pythonGuestFolder } from '@alcove/guest'
import { makeOnce } from '../make-once.ts'

/** Nothing changes the folder afterwards, so imports need not compare bytecode with its source. */
const COMPILE = ['-m', 'compileall', '-q', '--invalidation-mode', 'unchecked-hash']

/** Folder of the guest with its bytecode. Compiling the guest would take a third of a start's processor time. */
export function compileGuest(python: { version: string; binary: string }): Promise<string> {
  const sources = readdirSync(pythonGuestFolder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.py'))
    .toSorted()
  const inputs = [
    JSON.stringify([python, COMPILE, sources]),
    ...sources.map((name) => readFileSync(join(pythonGuestFolder, name))),
  ]
  return makeOnce('python-guest', inputs, async (folder) => {
    await Promise.all(sources.map((name) => cp(join(pythonGuestFolder, name), join(folder, name))))
    await promisify(execFile)(python.binary, ['-I', ...COMPILE, folder], { timeout: 60_000 })
  })
}
