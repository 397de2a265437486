import { chmod, chown, mkdir, readdir, rm, rmdir, stat, statfs } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { INNER_UID } from '../sandbox/oci/container-spec.ts'
import type { Stage } from '../sandbox/oci/stage.ts'
import { canMakeImages, imageMb, makeImage, readImage, resizeImage } from './image.ts'

export interface SpaceStorageOptions {
  /** Host folder of the files of all spaces. It outlives the engine. */
  folder: string
  /** Where containers start from; null: functions are plain processes. */
  stage: Stage | null
  /** Whether an instance that lives is shown this folder. */
  inUse(folder: string): boolean
  log(line: object): void
  /** Milliseconds that storage nobody uses stays mounted. Default: five minutes. */
  idleMs?: number
}

interface Space {
  quotaMb: number
  usedMb: number
  /** Set while it can be used: resolves once it can. */
  ready: Promise<string> | null
  /** Monotonic milliseconds. */
  askedAt: number
  /** It is to have another size, as soon as nobody uses it. */
  resize: boolean
  warned: boolean
  /** Resolves when it is unmounted, where it was: nothing is mounted before. */
  away: Promise<void>
}

const IDLE_MS = 5 * 60_000
/** Much longer than code takes from asking for files to being an instance that has them. */
const RESIZE_MS = 60_000
const MEASURE_MS = 30_000
const MB = 1024 * 1024
const DONE = Promise.resolve()

/**
 * The files that the functions of a space share at /mnt/space. In containers each space has a file system of its own in
 * an image file, whose size is the quota: the kernel answers ENOSPC, and nobody else's space is any smaller for it. It
 * is mounted on the stage only, so that it goes with the engine, however that ends. Where that cannot be, a plain folder
 * is measured, and the quota is a warning in the log.
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
    const [reason, remedy] = await whyNoImages(options.stage)
    if (options.stage !== null && reason !== null) {
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

  /** Host path of the files of a space, made when there are none yet. Costs nothing when it is mounted. */
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

  /** As of at most a minute ago. */
  usedMb(spaceId: string): number {
    const known = this.#spaces.get(spaceId)
    if (known !== undefined) return known.usedMb
    const space = this.#space(spaceId)
    void this.#measure(spaceId, space).catch(() => {})
    return space.usedMb
  }

  /** Of a space that is no more. */
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
      space = { quotaMb: 0, usedMb: 0, ready: null, askedAt: -Infinity, resize: false, warned: false, away: DONE }
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
    const { stage } = this.#options
    await space.away
    await mkdir(path, { recursive: true })
    if (stage === null || this.reason !== null) {
      await giveToFunctions(path)
      void this.#measure(spaceId, space).catch(() => {})
      return path
    }
    const wantedMb = imageMb(space.quotaMb)
    if (!existsSync(image)) await makeImage(image, wantedMb)
    else if ((await readImage(image)).sizeMb !== wantedMb) await this.#resize(image, wantedMb)
    space.resize = false
    const inside = stage.at(path)
    // A device that still has this image, of an engine that was killed a moment ago, is used again: mount(8).
    await stage.run(['mount', '-o', 'loop,discard,nosuid,nodev,noexec', stage.at(image), inside])
    await rmdir(stage.hostPath(`${inside}/lost+found`)).catch(() => {})
    await giveToFunctions(stage.hostPath(inside))
    await this.#measure(spaceId, space)
    return path
  }

  /** A larger one fits in any case; a smaller one only when what it holds does. */
  async #resize(image: string, sizeMb: number): Promise<void> {
    try {
      const devices = await this.#options.stage!.run(['losetup', '-j', this.#options.stage!.at(image)])
      if (devices.trim() === '') await resizeImage(image, sizeMb)
    } catch (error) {
      this.#warn('The files of a space keep the room they had', error)
    }
  }

  async #tick(): Promise<void> {
    for (const [spaceId, space] of this.#spaces) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- nobody waits for it, and calls are not to wait behind it
        await this.#look(spaceId, space)
      } catch (error) {
        this.#warn('The files of a space were not measured', error)
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
    space.away = this.#unmount(path)
    await space.away
  }

  async #measure(spaceId: string, space: Space): Promise<void> {
    const { path, image } = this.#places(spaceId)
    const { stage } = this.#options
    if (stage === null || this.reason !== null) space.usedMb = await sizeOf(path)
    else if (space.ready === null) space.usedMb = existsSync(image) ? (await readImage(image)).usedMb : 0
    else {
      const { blocks, bfree, bsize } = await statfs(stage.hostPath(stage.at(path)))
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

  /** Instances that have it keep it, and the image its device, until they are gone. */
  async #unmount(path: string): Promise<void> {
    const { stage } = this.#options
    if (stage === null || this.reason !== null) return
    await stage.run(['umount', '--lazy', stage.at(path)]).catch(() => {})
  }

  #warn(message: string, error: unknown): void {
    this.#options.log({ level: 'warn', message, error: error instanceof Error ? error.message : String(error) })
  }
}

async function whyNoImages(stage: Stage | null): Promise<[string | null, string | null]> {
  if (stage === null) return ['Functions run as plain processes', null]
  if (!(await canMakeImages())) return ['The programs of ext4 are not installed', 'apt-get install e2fsprogs']
  try {
    await stage.run(['losetup', '--find'])
    return [null, null]
  } catch {
    return ['This machine has no loop devices', 'modprobe loop']
  }
}

/** Nobody else gets as far as here: the folder above is the engine's alone. */
async function giveToFunctions(folder: string): Promise<void> {
  await chmod(folder, 0o777)
  if (process.getuid?.() === 0) await chown(folder, INNER_UID, INNER_UID)
}

async function sizeOf(folder: string): Promise<number> {
  if (!existsSync(folder)) return 0
  const names = await readdir(folder, { recursive: true })
  let bytes = 0
  for (const name of names) {
    // oxlint-disable-next-line no-await-in-loop -- as many at a time as there may be files would be too many
    bytes += await stat(join(folder, name)).then(
      ({ blocks }) => blocks * 512,
      () => 0,
    )
  }
  return bytes / MB
}
