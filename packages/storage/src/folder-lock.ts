import { spawnSync } from 'node:child_process'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'

export class FolderInUse extends Error {
  override readonly name = 'FolderInUse'
}

/**
 * Takes `folder` for this process, or throws FolderInUse. The lock is the kernel's (flock(2)) on a descriptor that only
 * this process holds: it ends with the process however that dies, and no stale file can keep the next start out.
 * Node has no flock call, but a lock belongs to the open file, which a child shares: flock(1) takes it on our behalf.
 */
export async function lockFolder(folder: string): Promise<AsyncDisposable> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = await open(join(folder, 'lock'), 'a+', 0o600)
  const { status, error } = spawnSync('flock', ['--exclusive', '--nonblock', '3'], {
    stdio: ['ignore', 'ignore', 'ignore', file.fd],
  })
  if (status !== 0) {
    const holder = (await file.readFile('utf8')).trim()
    await file.close()
    if (error) throw error
    throw new FolderInUse(
      `Another Alcove (process ${holder || 'unknown'}) uses ${folder}. Stop it first, or set ALCOVE_HOME to another folder`,
    )
  }
  await file.truncate(0)
  await file.write(`${process.pid}\n`)
  return { [Symbol.asyncDispose]: () => file.close() }
}
