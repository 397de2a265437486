import { createHash, type BinaryLike } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * A folder that `make` fills, and others may read. Made once on a machine from the same inputs, not once by each engine,
 * in the user's own folder for such things (XDG base directory specification). When making it fails, nothing stays.
 */
export async function madeOnce(
  name: string,
  inputs: Iterable<BinaryLike>,
  make: (folder: string) => Promise<unknown>,
): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'alcove')
  const hash = createHash('sha256')
  for (const input of inputs) hash.update(input).update('\0')
  const folder = join(cache, `${name}-${hash.digest('hex').slice(0, 16)}`)
  if (existsSync(folder)) return folder

  await mkdir(cache, { recursive: true, mode: 0o700 })
  const draft = await mkdtemp(join(cache, `.${name}-`))
  try {
    await make(draft)
    await letAllRead(draft)
    await rename(draft, folder)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    // Another engine may have been done first, at the same moment.
    if (!existsSync(folder)) throw error
  }
  return folder
}

/** The function is another user, whatever our umask. */
async function letAllRead(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644)
  }
}
