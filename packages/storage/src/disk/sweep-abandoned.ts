import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { absent } from './absent.ts'

/** A write in progress touches its file more often: what is older was left by a server that was killed. */
const ABANDONED_MS = 3600_000

/** Deletes files of writes that never ended. */
export async function sweepAbandoned(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name)
    // oxlint-disable-next-line no-await-in-loop -- as a rule there is none
    const found = await stat(path).catch(absent(null))
    // oxlint-disable-next-line no-await-in-loop
    if (found !== null && found.mtimeMs < Date.now() - ABANDONED_MS) await rm(path, { force: true })
  }
}
