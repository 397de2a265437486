import { chmod, chown, mkdir, readdir, rm, rmdir, stat, statfs } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { INNER_UID } from '../sandbox/oci/container-spec.ts'
import type { MountNamespace } from '../sandbox/oci/mount-namespace.ts'
import { canMakeImages, imageMb, makeImage, readImage, resizeImage } from './image.ts'

export interface SpaceStorageOptions {
  /** Host folder of the files of all spaces. It outlives the engine. */
  folder: string
  /** The containers' mount namespace; null when functions are plain processes. */
  mountNs: MountNamespace | null
  /** Whether a living instance uses this folder. */
  inUse(folder: string): boolean
  log(line: object): void
  /** Milliseconds until unused storage is unmounted. Default: five minutes. */
  idleMs?: number
}

interface Space {
  quotaMb: number
  usedMb: number
  /** Resolves with the folder once it is mounted; null while it is not. */
  ready: Promise<string> | null
  /** Monotonic milliseconds. */
  askedAt: number
  /** Resize it at the next unmount. */
  resize: boolean
  warned: boolean
  /** Resolves when the last unmount is done. A new mount waits for it. */
  unmounted: Promise<void>
}

const IDLE_MS = 5 * 60_000
/** Much longer than it takes from asking for the folder to having an instance that uses it. */
const RESIZE_MS = 60_000
const MEASURE_MS = 30_000
const MB = 1024 * 1024
const DONE = Promise.resolve()
const SPACE_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * The files that the functions of a space share at /mnt/space. With containers, each space has a file system in an
 * image whose size is the quota: the kernel answers ENOSPC, and other spaces lose no room. It is mounted only in the
 * containers' mount namespace, so it is unmounted when the engine ends, even when that is killed. Otherwise a plain
 * folder is measured, and exceeding the quota logs a warning.
 */
export class SpaceStorage implements AsyncDisposable {
  /** Why the quota is not enforced; null when it is. */
  readonly reason: string | null
  /** Size of the disk, in MiB. */
  readonly diskMb: number
  readonly #options: SpaceStorageOptions
  readonly #spaces = new Map<string, Space>()
  readonly #timer: NodeJS.Timeout
  #working: Promise<void> | null = null

  static async open(options: SpaceStorageOptions): Promise<SpaceStorage> {
    await mkdir(options.folder, { recursive: true, mode: 0o700 })
    const [reason, remedy] = await checkImageSupport(options.mountNs)
    if (options.mountNs !== null && reason !== null) {
      options.log({ level: 'warn', message: 'Quotas of files are not enforced', reason, remedy })
    }
    const { blocks, bsize } = await statfs(options.folder)
    return new SpaceStorage(options, reason, Math.floor((blocks * bsize) / MB))
  }

  private constructor(options: SpaceStorageOptions, reason: string | null, diskMb: number) {
    this.#options = options
    this.reason = reason
    this.diskMb = diskMb
    const everyMs = Math.min(MEASURE_MS, options.idleMs ?? IDLE_MS)
    this.#timer = setInterval(() => {
      this.#working ??= this.#tick().finally(() => (this.#working = null))
    }, everyMs)
    this.#timer.unref()
  }

  /** Host path of the space's files, created on first use. Free when it is mounted. */
  folder(spaceId: string, quotaMb: number): Promise<string> {
    const space = this.#space(spaceId)
    space.askedAt = performance.now()
    if (space.quotaMb !== quotaMb) {
      space.quotaMb = quotaMb
      space.resize = true
      space.warned = false
    }
    if (space.ready === null) {
      const ready = this.#open(spaceId, space)
      space.ready = ready
      ready.catch(() => (space.ready = null))
    }
    return space.ready
  }

  /** At most a minute old. */
  usedMb(spaceId: string): number {
    const known = this.#spaces.get(spaceId)
    if (known !== undefined) return known.usedMb
    const space = this.#space(spaceId)
    void this.#measure(spaceId, space).catch(() => {})
    return space.usedMb
  }

  /** Ids of the spaces that have files here. */
  async stored(): Promise<string[]> {
    const names = await readdir(this.#options.folder)
    return [...new Set(names.map((name) => name.replace(/\.ext4$/, '')))].filter((name) => SPACE_ID.test(name))
  }

  /** What all of it takes on the disk: less than the sizes of the images, which have holes. */
  async bytes(): Promise<number> {
    const { folder } = this.#options
    const images = (await readdir(folder)).filter((name) => name.endsWith('.ext4'))
    const taken = await Promise.all(
      images.map((name) =>
        stat(join(folder, name)).then(
          ({ blocks }) => blocks * 512,
          () => 0,
        ),
      ),
    )
    const plain = this.reason === null ? [] : [...this.#spaces.values()].map(({ usedMb }) => usedMb * MB)
    return Math.round([...taken, ...plain].reduce((sum, bytes) => sum + bytes, 0))
  }

  /** What each of them takes, at most a minute old. */
  async storedMb(): Promise<Map<string, number>> {
    const used = new Map<string, number>()
    for (const id of await this.stored()) {
      const known = this.#spaces.has(id)
      const space = this.#space(id)
      // oxlint-disable-next-line no-await-in-loop -- in the background, at low load
      if (!known) await this.#measure(id, space)
      used.set(id, space.usedMb)
    }
    return used
  }

  /** Removes the files of a deleted space. */
  async remove(spaceId: string): Promise<void> {
    const { path, image } = this.#places(spaceId)
    const space = this.#spaces.get(spaceId)
    this.#spaces.delete(spaceId)
    await space?.ready?.catch(() => {})
    if (space?.ready) await this.#unmount(path)
    await rm(path, { recursive: true, force: true })
    await rm(image, { force: true })
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#working
    await Promise.all(
      [...this.#spaces].map(async ([spaceId, { ready }]) => {
        if (ready === null) return
        await ready.catch(() => {})
        await this.#unmount(this.#places(spaceId).path)
      }),
    )
    this.#spaces.clear()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #space(spaceId: string): Space {
    let space = this.#spaces.get(spaceId)
    if (space === undefined) {
      space = { quotaMb: 0, usedMb: 0, ready: null, askedAt: -Infinity, resize: false, warned: false, unmounted: DONE }
      this.#spaces.set(spaceId, space)
    }
    return space
  }

  #places(spaceId: string): { path: string; image: string } {
    if (!/^[\w-]+$/.test(spaceId)) throw new Error(`Cannot keep files of a space called '${spaceId}'`)
    return { path: join(this.#options.folder, spaceId), image: join(this.#options.folder, `${spaceId}.ext4`) }
  }

  async #open(spaceId: string, space: Space): Promise<string> {
    const { path, image } = this.#places(spaceId)
    const { mountNs } = this.#options
    await space.unmounted
    await mkdir(path, { recursive: true })
    if (mountNs === null || this.reason !== null) {
      await makeWritableForFunctions(path)
      void this.#measure(spaceId, space).catch(() => {})
      return path
    }
    const wantedMb = imageMb(space.quotaMb)
    if (!existsSync(image)) await makeImage(image, wantedMb)
    else if ((await readImage(image)).sizeMb !== wantedMb) await this.#resize(image, wantedMb)
    space.resize = false
    const inside = mountNs.at(path)
    // mount(8) reuses a loop device that a just killed engine left attached to this image.
    await mountNs.run(['mount', '-o', 'loop,discard,nosuid,nodev,noexec', mountNs.at(image), inside])
    await rmdir(mountNs.hostPath(`${inside}/lost+found`)).catch(() => {})
    await makeWritableForFunctions(mountNs.hostPath(inside))
    await this.#measure(spaceId, space)
    return path
  }

  /** Growing always works; shrinking only when the contents fit. */
  async #resize(image: string, sizeMb: number): Promise<void> {
    try {
      const devices = await this.#options.mountNs!.run(['losetup', '-j', this.#options.mountNs!.at(image)])
      if (devices.trim() === '') await resizeImage(image, sizeMb)
    } catch (error) {
      this.#warn('The storage of a space keeps its old size', error)
    }
  }

  async #tick(): Promise<void> {
    for (const [spaceId, space] of this.#spaces) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- in the background, at low load
        await this.#look(spaceId, space)
      } catch (error) {
        this.#warn('The storage of a space could not be measured', error)
      }
    }
  }

  async #look(spaceId: string, space: Space): Promise<void> {
    const { inUse, idleMs = IDLE_MS } = this.#options
    const path = await space.ready?.catch(() => undefined)
    if (path === undefined) return
    await this.#measure(spaceId, space)
    const unusedMs = inUse(path) ? 0 : performance.now() - space.askedAt
    if (this.reason !== null || unusedMs <= (space.resize ? Math.min(idleMs, RESIZE_MS) : idleMs)) return
    space.ready = null
    space.unmounted = this.#unmount(path)
    await space.unmounted
  }

  async #measure(spaceId: string, space: Space): Promise<void> {
    const { path, image } = this.#places(spaceId)
    const { mountNs } = this.#options
    if (mountNs === null || this.reason !== null) space.usedMb = await sizeOf(path)
    else if (space.ready === null) space.usedMb = existsSync(image) ? (await readImage(image)).usedMb : 0
    else {
      const { blocks, bfree, bsize } = await statfs(mountNs.hostPath(mountNs.at(path)))
      space.usedMb = ((blocks - bfree) * bsize) / MB
    }
    if (this.reason === null || space.quotaMb === 0 || space.usedMb <= space.quotaMb || space.warned) return
    space.warned = true
    const { usedMb, quotaMb } = space
    this.#options.log({
      level: 'warn',
      message: 'A space has more files than its quota allows',
      spaceId,
      usedMb,
      quotaMb,
    })
  }

  /** A lazy unmount: instances that use it keep it, and the image its device, until they end. */
  async #unmount(path: string): Promise<void> {
    const { mountNs } = this.#options
    if (mountNs === null || this.reason !== null) return
    await mountNs.run(['umount', '--lazy', mountNs.at(path)]).catch(() => {})
  }

  #warn(message: string, error: unknown): void {
    this.#options.log({ level: 'warn', message, error: error instanceof Error ? error.message : String(error) })
  }
}

async function checkImageSupport(mountNs: MountNamespace | null): Promise<[string | null, string | null]> {
  if (mountNs === null) return ['Functions run as plain processes', null]
  if (!(await canMakeImages())) return ['The programs of ext4 are not installed', 'apt-get install e2fsprogs']
  try {
    await mountNs.run(['losetup', '--find'])
    return [null, null]
  } catch {
    return ['This machine has no loop devices', 'modprobe loop']
  }
}

/** Safe: only the engine can enter the parent folder. */
async function makeWritableForFunctions(folder: string): Promise<void> {
  await chmod(folder, 0o777)
  if (process.getuid?.() === 0) await chown(folder, INNER_UID, INNER_UID)
}

async function sizeOf(folder: string): Promise<number> {
  if (!existsSync(folder)) return 0
  const names = await readdir(folder, { recursive: true })
  let bytes = 0
  for (const name of names) {
    // oxlint-disable-next-line no-await-in-loop -- there may be too many files to stat at once
    bytes += await stat(join(folder, name)).then(
      ({ blocks }) => blocks * 512,
      () => 0,
    )
  }
  return bytes / MB
}
