import { spawnSync } from 'node:child_process'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'

export class FolderInUse extends Error {
  override readonly name = 'FolderInUse'
}

/**
 * Locks `folder` for this process, or throws FolderInUse. The lock is flock(2) on a descriptor of this process: the
 * kernel releases it when the process ends, even when it is killed, so no stale file can block the next start. Node has
 * no flock call, but a lock belongs to the open file, which a child process shares, so flock(1) takes it for us.
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
