import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** An empty folder that is removed with its owner. */
export function temporaryFolder(own: AsyncDisposableStack): string {
  const folder = join(tmpdir(), `alcove-bench-${randomBytes(4).toString('hex')}`)
  own.defer(() => rm(folder, { recursive: true, force: true }))
  mkdirSync(folder, { mode: 0o700 })
  return folder
}
