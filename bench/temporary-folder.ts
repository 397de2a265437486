import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** An empty folder that goes with its owner. */
export async function temporaryFolder(own: AsyncDisposableStack): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'alcove-bench-'))
  own.defer(() => rm(folder, { recursive: true, force: true }))
  return folder
}
