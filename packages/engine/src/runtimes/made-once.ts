import { createHash, type BinaryLike } from 'node:crypto'
import { constants, existsSync } from 'node:fs'
import { chmod, lstat, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * A folder that `make` fills, and others may read. Made once on a machine from the same inputs, not once by each engine.
 * When making it fails, nothing stays.
 */
export async function madeOnce(
  name: string,
  inputs: Iterable<BinaryLike>,
  make: (folder: string) => Promise<unknown>,
): Promise<string> {
  const cache = await cacheFolder()
  const hash = createHash('sha256')
  for (const input of inputs) hash.update(input).update('\0')
  const folder = join(cache, `${name}-${hash.digest('hex').slice(0, 16)}`)
  if (existsSync(folder)) return folder

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

/** The user's own place for such things (XDG base directory specification); where there is none, that for what passes. */
async function cacheFolder(): Promise<string> {
  const own = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'alcove')
  try {
    return await ours(own)
  } catch {
    return ours(join(tmpdir(), 'alcove-cache'))
  }
}

/** What lies in it becomes part of every sandbox: nobody else may have had a hand in it. */
async function ours(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { mode, uid } = await lstat(folder)
  const isFolder = (mode & constants.S_IFMT) === constants.S_IFDIR
  if (!isFolder || (mode & 0o022) !== 0 || uid !== process.getuid?.()) throw new Error(`${folder} is not ours alone`)
  return folder
}

/** The function is another user, whatever our umask. */
async function letAllRead(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o755 : 0o644)
  }
}
