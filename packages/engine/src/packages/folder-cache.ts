import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** What is known of a folder without reading it. */
export interface Manifest {
  /** Bytes freed by removing it. */
  bytes: number
  /** Paths of its files. */
  files: string[]
  /** Names of the folders whose files it shares. They stay as long as it does. */
  parts: string[]
}

export interface CachedFolder extends Manifest {
  name: string
  path: string
}

/**
 * Folders that are created once per name and appear atomically. They are not flushed to disk, which would take longer
 * than the start they are for. Instead the cache is valid for one boot of the machine, because only a kernel crash
 * loses written data.
 */
export class FolderCache {
  readonly folder: string
  readonly #boot = bootId()
  readonly #underWay = new Map<string, Promise<CachedFolder>>()
  readonly #usedAt = new Map<string, number>()
  #removed = 0

  private constructor(folder: string) {
    this.folder = folder
  }

  static async open(folder: string): Promise<FolderCache> {
    const cache = new FolderCache(folder)
    await mkdir(folder, { recursive: true, mode: 0o755 })
    const names = await readdir(folder)
    const whole = new Set(names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length)))
    for (const name of names) {
      const keep = name.startsWith(`${cache.#boot}-`) && whole.has(name.replace(/\.json$/, ''))
      if (!keep) await rm(join(folder, name), { recursive: true, force: true })
    }
    return cache
  }

  /** Null when it does not exist. */
  find(key: string): CachedFolder | null {
    const name = `${this.#boot}-${key}`
    const manifest = this.#read(name)
    if (manifest === null) return null
    this.#usedAt.set(name, Date.now())
    return { name, path: join(this.folder, name), ...manifest }
  }

  /** Creates the folder with `make` if it does not exist. A failed `make` leaves nothing behind. */
  get(key: string, make: (folder: string) => Promise<Manifest>): Promise<CachedFolder> {
    const name = `${this.#boot}-${key}`
    this.#usedAt.set(name, Date.now())
    let made = this.#underWay.get(name)
    if (made === undefined) {
      made = this.#make(name, make).finally(() => this.#underWay.delete(name))
      this.#underWay.set(name, made)
    }
    return made
  }

  /** Records a use of these folders. */
  touch(...paths: (string | null)[]): void {
    for (const path of paths) if (path !== null) this.#usedAt.set(basename(path), Date.now())
  }

  async #make(name: string, make: (folder: string) => Promise<Manifest>): Promise<CachedFolder> {
    const path = join(this.folder, name)
    const known = this.#read(name)
    if (known !== null) return { name, path, ...known }
    const draft = await mkdtemp(join(this.folder, '.draft-'))
    try {
      const manifest = await make(draft)
      // mkdtemp creates folders for their owner only, and functions run as another user.
      await chmod(draft, 0o755)
      await rm(path, { recursive: true, force: true })
      await rename(draft, path)
      // Written last: a folder with a manifest is complete.
      await writeFile(`${path}.json`, JSON.stringify(manifest))
      return { name, path, ...manifest }
    } catch (error) {
      await rm(draft, { recursive: true, force: true })
      throw error
    }
  }

  /** Adds to a folder's size. */
  grow(path: string, bytes: number): void {
    const manifest = this.#read(basename(path))
    // Synchronous, so that the manifest cannot be written after the folder was removed.
    if (manifest !== null) writeFileSync(`${path}.json`, JSON.stringify({ ...manifest, bytes: manifest.bytes + bytes }))
  }

  #read(name: string): Manifest | null {
    try {
      return JSON.parse(readFileSync(join(this.folder, `${name}.json`), 'utf8')) as Manifest
    } catch {
      return null
    }
  }

  /** Every folder in the cache. */
  async list(): Promise<(CachedFolder & { usedAt: number })[]> {
    const found: (CachedFolder & { usedAt: number })[] = []
    for (const file of await readdir(this.folder)) {
      const name = file.replace(/\.json$/, '')
      const manifest = file.endsWith('.json') ? this.#read(name) : null
      if (manifest === null) continue
      const path = join(this.folder, name)
      const used = this.#usedAt.get(name)
      if (used !== undefined) await utimes(`${path}.json`, used / 1000, used / 1000)
      const usedAt = used ?? (await stat(`${path}.json`)).mtimeMs
      found.push({ name, path, ...manifest, usedAt })
    }
    return found
  }

  usedSince(name: string, time: number): boolean {
    return (this.#usedAt.get(name) ?? 0) > time
  }

  async remove(name: string): Promise<void> {
    this.#usedAt.delete(name)
    const path = join(this.folder, name)
    const gone = join(this.folder, `.removed-${++this.#removed}`)
    // Synchronous, and the manifest first: concurrent callers find the folder complete or create it again.
    rmSync(`${path}.json`, { force: true })
    if (existsSync(path)) renameSync(path, gone)
    await rm(gone, { recursive: true, force: true })
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
