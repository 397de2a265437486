import { readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BlobStore } from '@alcove/storage'
import type { Revision } from '@alcove/contract'
import { digestOf } from '../digest.ts'
import type { Code } from '../instance/instance.ts'
import { bundleEntry } from './bundle.ts'
import { findEntry } from './entry.ts'
import { unpack } from './unpack.ts'

export interface PreparedPackage {
  /** Host path of the code, ready to be mounted. */
  folder: string
  code: Code
}

/** Bump when what preparing does changes: folders prepared the old way are then left alone. */
const FORMAT = 1
const MANIFEST = '.alcove.json'

/**
 * Code as instances see it: unpacked and, where Node cannot run it as it is, bundled. A cache: everything in it can be
 * made again from the blobs.
 */
export class Packages {
  readonly folder: string
  readonly #blobs: BlobStore
  readonly #ready = new Map<string, Promise<PreparedPackage>>()

  private constructor(folder: string, blobs: BlobStore) {
    this.folder = folder
    this.#blobs = blobs
  }

  /**
   * Prepared folders are not flushed to disk one file at a time: that would cost more than the start they are for.
   * Instead the cache is good for one boot of the machine, because only a crash of the kernel loses what was written.
   */
  static async open(home: string, blobs: BlobStore): Promise<Packages> {
    const folder = join(home, 'packages')
    await mkdir(folder, { recursive: true, mode: 0o755 })
    const current = bootId()
    for (const name of await readdir(folder)) {
      if (!name.startsWith(`${current}-`)) await rm(join(folder, name), { recursive: true, force: true })
    }
    return new Packages(folder, blobs)
  }

  /** @throws {PackageError} when the code cannot be run. Anything else is ours. */
  prepare(revision: Pick<Revision, 'codeHash' | 'handler'>): Promise<PreparedPackage> {
    const key = digestOf([FORMAT, revision.codeHash, revision.handler]).slice(0, 32)
    let prepared = this.#ready.get(key)
    if (prepared === undefined) {
      prepared = this.#prepare(revision, `${bootId()}-${key}`)
      this.#ready.set(key, prepared)
      prepared.catch(() => this.#ready.delete(key))
    }
    return prepared
  }

  async #prepare(revision: Pick<Revision, 'codeHash' | 'handler'>, name: string): Promise<PreparedPackage> {
    const folder = join(this.folder, name)
    const known = readManifest(folder)
    if (known !== null) return { folder, code: known }

    const draft = await mkdtemp(join(this.folder, '.draft-'))
    try {
      const files = await unpack(await this.#blobs.get(revision.codeHash), draft)
      const entry = findEntry(revision.handler, files)
      const code: Code = {
        file: entry.bundle ? await bundleEntry(draft, entry.file) : entry.file,
        shownFile: entry.file,
        exportName: entry.exportName,
        sourceMaps: entry.bundle || files.some((file) => file.endsWith('.map')),
      }
      await writeFile(join(draft, MANIFEST), JSON.stringify(code))
      // What mkdtemp made is its maker's alone, and the function is another user.
      await chmod(draft, 0o755)
      await rename(draft, folder)
      return { folder, code }
    } catch (error) {
      await rm(draft, { recursive: true, force: true })
      throw error
    }
  }
}

function readManifest(folder: string): Code | null {
  try {
    return JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as Code
  } catch {
    return null
  }
}

/** 8 hex digits that change with every boot of the machine. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)
  } catch {
    return 'anyboot0'
  }
}
