import { basename, dirname, join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { ZipLimits } from '@alcove/archive'
import type { BlobStore } from '@alcove/storage'
import type { Revision } from '@alcove/contract'
import { digestOf } from '../digest.ts'
import { BUILD_OUTPUT, BUNDLE, LAYER, PACKAGE } from './archive-limits.ts'
import type { Bundles } from './bundles.ts'
import { findEntry } from '../runtimes/entry.ts'
import { chooseUnused } from './choose-unused.ts'
import { keepCompiled } from './compile-cache.ts'
import { FolderCache, type CachedFolder, type Manifest } from './folder-cache.ts'
import { mergeFolders } from './merge-folders.ts'
import { CodeError, PackageError } from '../package-error.ts'
import type { Prepared } from './prepared.ts'
import { unpack } from './unpack.ts'

/** The parts of a revision that decide how it is prepared. */
type PackageSource = Pick<Revision, 'spaceId' | 'runtime' | 'handler' | 'codeHash' | 'build' | 'layers'>

/** Increase when preparation changes. Folders of the old format are then ignored. */
const FORMAT = 4
/** A folder prepared this recently may be about to be used by a starting instance. */
const MIN_AGE_MS = 10 * 60_000

/**
 * Prepares code for instances: unpacked, with the build output on top and, where Node cannot run it directly, bundled.
 * This is a cache: everything can be made again from the blobs. Each blob is unpacked once for all users, and merged
 * folders share files by hard links.
 */
export class Packages {
  readonly #cache: FolderCache
  readonly #blobs: BlobStore
  readonly #bundler: Bundles
  readonly #ready = new Map<string, Prepared>()
  readonly #underWay = new Map<string, Promise<Prepared>>()

  private constructor(cache: FolderCache, blobs: BlobStore, bundler: Bundles) {
    this.#cache = cache
    this.#blobs = blobs
    this.#bundler = bundler
  }

  static async open(home: string, blobs: BlobStore, bundler: Bundles): Promise<Packages> {
    return new Packages(await FolderCache.open(join(home, 'packages')), blobs, bundler)
  }

  /** Host folder of everything it prepares. */
  get folder(): string {
    return this.#cache.folder
  }

  /** @throws {PackageError} when the code cannot be run. Any other error is ours. */
  async prepare(revision: PackageSource): Promise<Prepared> {
    const output = outputOf(revision)
    const key = keyOf(revision)
    const ready = this.#ready.get(key)
    if (ready !== undefined) {
      this.#cache.touch(ready.task, ready.layers)
      return ready
    }
    const underWay = this.#underWay.get(key)
    if (underWay !== undefined) {
      const startedAt = performance.now()
      // Only what is left of it, which may be short: somebody else began it.
      return { ...(await underWay), phases: { unpack: performance.now() - startedAt } }
    }
    const begun = this.#prepare(revision, output)
      .then((prepared) => {
        this.#ready.set(key, { ...prepared, phases: {} })
        return prepared
      })
      .finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, begun)
    return begun
  }

  /** The code without build output. @throws {PackageError} */
  unpacked(codeHash: string): Promise<CachedFolder> {
    return this.#unpacked(codeHash, PACKAGE)
  }

  /** @throws {PackageError} */
  unpackedLayer(codeHash: string): Promise<CachedFolder> {
    return this.#unpacked(codeHash, LAYER)
  }

  /** @throws {PackageError} */
  unpackedOutput(hash: string): Promise<CachedFolder> {
    return this.#unpacked(hash, BUILD_OUTPUT)
  }

  /** Merged folders, later ones on top. @throws {PackageError} */
  merged(folders: readonly CachedFolder[]): Promise<CachedFolder> {
    const key = digestOf([FORMAT, folders.map(({ name }) => name)]).slice(0, 40)
    return this.#cache.get(`together-${key}`, (folder) => mergeFolders(folders, folder))
  }

  /** A folder with only these files of another one. */
  subset(folder: CachedFolder, paths: readonly string[]): Promise<CachedFolder> {
    const wanted = new Set(paths)
    const files = folder.files.filter((path) => wanted.has(path))
    const key = digestOf([FORMAT, folder.name, files]).slice(0, 40)
    return this.#cache.get(`only-${key}`, (target) => mergeFolders([{ ...folder, files }], target))
  }

  /** A folder of ours, created once. */
  made(name: string, make: (folder: string) => Promise<Manifest>): Promise<CachedFolder> {
    return this.#cache.get(name, make)
  }

  /** The first syntax error in the code, for errors without a position. Null when there is none. */
  async locateSyntaxError(revision: PackageSource): Promise<string | null> {
    try {
      const { task } = await this.prepare(revision)
      return await this.#bundler.locateSyntaxError(revision.spaceId, task)
    } catch (error) {
      if (error instanceof PackageError) return null
      throw error
    }
  }

  /**
   * Removes the least recently used folders until the rest fits into `maxBytes`. Keeps folders used in the last minutes
   * and those that instances of these revisions use.
   */
  async sweep(maxBytes: number, inUse: Iterable<PackageSource>, now: number = Date.now()): Promise<void> {
    const held = new Set<string>()
    for (const revision of inUse) {
      const prepared = this.#ready.get(keyOf(revision))
      if (prepared !== undefined) held.add(prepared.task).add(prepared.layers ?? prepared.task)
    }
    const young = now - MIN_AGE_MS
    const folders = await this.#cache.list()
    for (const { name, path } of chooseUnused(folders, { maxBytes, inUse: ({ path }) => held.has(path), young })) {
      // It was used again while others were removed.
      if (this.#cache.usedSince(name, young)) continue
      for (const [key, { task, layers }] of this.#ready) if (task === path || layers === path) this.#ready.delete(key)
      await this.#cache.remove(name)
    }
  }

  /** See keepCompiled(). @throws {PackageError} */
  async keepCompiled(task: string, zip: Buffer, mark: string): Promise<void> {
    this.#cache.grow(task, await keepCompiled(task, zip, mark))
  }

  async close(): Promise<void> {
    await this.#bundler.close()
    await Promise.allSettled(this.#underWay.values())
  }

  async #prepare(revision: PackageSource, output: string | null): Promise<Prepared> {
    const startedAt = performance.now()
    const fetched = { ms: 0 }
    const [code, built, ...layers] = await Promise.all([
      this.#unpacked(revision.codeHash, PACKAGE, fetched),
      output === null ? null : this.#unpacked(output, BUILD_OUTPUT, fetched),
      ...revision.layers.map(({ codeHash }) => this.#unpacked(codeHash, LAYER, fetched)),
    ])
    const together = built === null ? code : await this.merged([code, built])
    const entry = findEntry(revision.runtime, revision.handler, together.files)
    const task = entry.bundle ? await this.#bundled(together, entry.file, revision.spaceId) : together
    const opt = layers.length > 1 ? await this.merged(layers) : (layers[0] ?? null)
    return {
      task: task.path,
      layers: opt?.path ?? null,
      code: {
        file: entry.bundle ? bundlePathOf(entry.file) : entry.file,
        shownFile: entry.file,
        exportName: entry.exportName,
        sourceMaps: entry.bundle || together.files.some((file) => file.endsWith('.map')),
      },
      bytes: code.bytes + (built?.bytes ?? 0),
      phases: { fetch: fetched.ms, unpack: performance.now() - startedAt - fetched.ms },
    }
  }

  /** The files of a blob, unchanged. */
  #unpacked(hash: string, limits: ZipLimits, fetched = { ms: 0 }): Promise<CachedFolder> {
    return this.#cache.get(`blob-${hash}`, async (folder) => {
      const startedAt = performance.now()
      const zip = await this.#blobs.get(hash)
      fetched.ms = Math.max(fetched.ms, performance.now() - startedAt)
      return { ...(await unpack(zip, folder, limits)), parts: [] }
    })
  }

  async #bundled(source: CachedFolder, file: string, spaceId: string): Promise<CachedFolder> {
    const output = bundlePathOf(file)
    const key = `bundle-${digestOf([FORMAT, source.name, file]).slice(0, 40)}`
    let bundle = this.#cache.find(key)
    if (bundle === null) {
      // Bundle before `get`: other callers may wait for that folder, and must not wait for this space's turn.
      const zip = await this.#bundler.bundle(spaceId, { folder: source.path, file, output })
      bundle = await this.#cache.get(key, async (folder) => {
        const { files, bytes } = await unpack(zip, folder, BUNDLE)
        if (files.toSorted().join() !== [output, `${output}.map`].join()) {
          throw new CodeError('BundleError', 'The bundler did not return a bundle')
        }
        return { files, bytes, parts: [] }
      })
    }
    return this.merged([source, bundle])
  }
}

/** Includes the space, because preparation waits in that space's queue. */
function keyOf({ spaceId, runtime, handler, codeHash, build, layers }: PackageSource): string {
  const output = build?.output ?? null
  return digestOf([FORMAT, spaceId, runtime, handler, codeHash, output, layers.map((layer) => layer.codeHash)])
}

/** `src/index.ts` → `src/index.alcove.mjs`. */
function bundlePathOf(file: string): string {
  return join(dirname(file), `${basename(file).replace(/\.\w+$/, '')}.alcove.mjs`)
}

/** @throws {CodeError} when building it failed */
function outputOf({ build }: PackageSource): string | null {
  if (build === null) return null
  if (build.error !== null) throw new CodeError('BuildFailed', build.error)
  if (build.output === null) throw new CodeError('BuildPending', 'The code is still being built')
  return build.output
}
