import { createHash, type BinaryLike } from 'node:crypto'
import { constants, existsSync } from 'node:fs'
import { chmod, lstat, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Fills a folder with `make`, once per machine for equal inputs, so that engines share it. Others can read it. A failed
 * `make` leaves nothing behind.
 */
export async function makeOnce(
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
    // Another engine may have finished first.
    if (!existsSync(folder)) throw error
  }
  return folder
}

/** The user's cache folder (XDG base directory specification), otherwise the folder for temporary files. */
async function cacheFolder(): Promise<string> {
  const own = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'alcove')
  try {
    return await ours(own)
  } catch {
    return ours(join(tmpdir(), 'alcove-cache'))
  }
}

/** Every sandbox mounts its contents, so no other user may have write access. */
async function ours(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const { mode, uid } = await lstat(folder)
  const isFolder = (mode & constants.S_IFMT) === constants.S_IFDIR
  if (!isFolder || (mode & 0o022) !== 0 || uid !== process.getuid?.())
    throw new Error(`${folder} can be changed by other users: remove it`)
  return folder
}

/** Functions run as another user, whatever our umask is. */
async function letAllRead(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const executable = entry.isDirectory() || ((await lstat(path)).mode & 0o100) !== 0
    await chmod(path, executable ? 0o755 : 0o644)
  }
}
