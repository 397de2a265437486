import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ZipLimits } from '@alcove/archive'
import { unpack } from './unpack.ts'

/** Where a guest looks for it, below the task folder. Nothing else is ever added to a folder that instances use. */
const FOLDER = '.alcove/cache'

const LIMITS: ZipLimits = { name: 'The compile cache', unpackedBytes: 64 * 1024 * 1024, files: 20_000 }

export function compileCacheOf(task: string): string {
  return join(task, FOLDER)
}

/**
 * Stores compile caches beside the code: a folder for each version of V8 and its settings. Each folder appears
 * atomically, because instances may read at the same time.
 * @param mark file that records the success
 * @returns bytes added
 * @throws {PackageError}
 */
export async function keepCompiled(task: string, zip: Buffer, mark: string): Promise<number> {
  const target = compileCacheOf(task)
  const draft = await mkdtemp(join(dirname(task), '.draft-'))
  try {
    const { bytes } = await unpack(zip, draft, LIMITS)
    await mkdir(target, { recursive: true, mode: 0o755 })
    for (const name of await readdir(draft)) {
      // An existing folder is equally good.
      await rename(join(draft, name), join(target, name)).catch(() => {})
    }
    await writeFile(join(target, mark), '')
    return bytes
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}
