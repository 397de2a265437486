import { isApiError } from '../../../../api/error.ts'
import type { DroppedFile } from '../../../../components/dropped-files.ts'
import { askBeforeLeaving } from './ask-before-leaving.ts'
import { discardUpload, uploadFile, type UploadTarget } from './upload-file.ts'

/** Files at a time. */
const AT_ONCE = 3
/** A lost connection is tried again after so many milliseconds, before a person has to. */
const RETRIES_MS = [1_000, 3_000, 10_000]
/** Listeners are called at most this often: a folder may hold thousands of files. Milliseconds. */
const TELL_MS = 100

export type UploadState = 'waiting' | 'running' | 'paused' | 'done' | 'failed'

export interface Uploading {
  id: number
  key: string
  file: File
  state: UploadState
  sent: number
  /** Parts that the server keeps. */
  parts: number
  /** Whether it may take the place of an object. */
  overwrite: boolean
  /**
   * Why it failed: `lost` is the connection, `taken` that there is an object of this key, `unreadable` that the file has
   * changed or is gone; else in words.
   */
  error: 'lost' | 'taken' | 'unreadable' | { message: string } | null
}

/** Uploads files to a bucket, a few at a time, also while other pages are open. */
export class UploadQueue {
  readonly #space: string
  readonly #bucket: string
  readonly #listeners = new Set<() => void>()
  readonly #uploaded = new Set<() => void>()
  readonly #uploads = new Map<number, Uploading>()
  readonly #running = new Map<number, AbortController>()
  #list: readonly Uploading[] = []
  #lastId = 0
  #paused = false
  #telling: ReturnType<typeof setTimeout> | null = null

  constructor(space: string, bucket: string) {
    this.#space = space
    this.#bucket = bucket
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Calls the listener after files have arrived. @returns stops that */
  onUploaded(listener: () => void): () => void {
    this.#uploaded.add(listener)
    return () => this.#uploaded.delete(listener)
  }

  /** The same array until something changes. */
  readonly list = (): readonly Uploading[] => this.#list

  /** @param prefix the folder that they go to */
  add(prefix: string, files: readonly DroppedFile[]): void {
    for (const { path, file } of files) this.#put(prefix + path, file)
    this.#start()
    this.#tell()
  }

  /** One file, under this key. */
  addAs(key: string, file: File): void {
    this.#put(key, file)
    this.#start()
    this.#tell()
  }

  #put(key: string, file: File): void {
    this.#lastId += 1
    const id = this.#lastId
    const first = { state: this.#paused ? 'paused' : 'waiting', sent: 0, parts: 0, overwrite: false } as const
    this.#uploads.set(id, { id, key, file, ...first, error: null })
  }

  /** Goes on with those that failed or were paused. */
  resume(which: readonly Uploading[], change: { overwrite?: boolean } = {}): void {
    this.#paused = false
    for (const { id } of which) this.#change(id, { state: 'waiting', error: null, ...change })
    this.#start()
  }

  pauseAll(): void {
    this.#paused = true
    for (const { id, state } of this.#uploads.values()) {
      if (state !== 'waiting' && state !== 'running') continue
      this.#change(id, { state: 'paused' })
      this.#running.get(id)?.abort()
    }
  }

  /** Takes it off the list, and stops it. */
  remove(id: number): void {
    const upload = this.#uploads.get(id)
    if (!upload) return
    this.#uploads.delete(id)
    this.#running.get(id)?.abort()
    // Best effort: the server forgets the parts a day later by itself.
    if (upload.state !== 'done') void discardUpload(this.#targetOf(upload), upload.file).catch(() => {})
    this.#tell()
  }

  clear(): void {
    for (const { id } of this.#uploads.values()) this.remove(id)
    this.#paused = false
  }

  #start(): void {
    for (const { id, state } of this.#uploads.values()) {
      if (this.#running.size >= AT_ONCE) return
      if (state === 'waiting' && !this.#running.has(id)) void this.#run(id)
    }
  }

  async #run(id: number): Promise<void> {
    const controller = new AbortController()
    this.#running.set(id, controller)
    this.#change(id, { state: 'running', error: null })
    try {
      await this.#attempt(id, controller.signal)
      this.#change(id, { state: 'done', sent: this.#uploads.get(id)?.file.size ?? 0 })
      for (const listener of this.#uploaded) listener()
    } catch (error) {
      // Paused or removed: that code has set the state.
      if (!controller.signal.aborted) {
        const file = this.#uploads.get(id)!.file
        this.#change(id, { state: 'failed', error: (await isReadable(file)) ? reasonOf(error) : 'unreadable' })
      }
    }
    this.#running.delete(id)
    this.#start()
  }

  async #attempt(id: number, signal: AbortSignal): Promise<void> {
    const upload = this.#uploads.get(id)!
    const target = this.#targetOf(upload)
    const { file } = upload
    for (let attempt = 0; ; attempt++) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- each after the last has failed
        return await uploadFile({ target, file, signal, onProgress: (progress) => this.#change(id, progress) })
      } catch (error) {
        const wait = RETRIES_MS[attempt]
        if (signal.aborted || wait === undefined || reasonOf(error) !== 'lost') throw error
        // oxlint-disable-next-line no-await-in-loop
        if (!(await isReadable(file))) throw error
        // oxlint-disable-next-line no-await-in-loop
        await pause(wait, signal)
      }
    }
  }

  #targetOf({ key, overwrite }: Uploading): UploadTarget {
    return { space: this.#space, bucket: this.#bucket, key, overwrite }
  }

  #change(id: number, changed: Partial<Uploading>): void {
    const upload = this.#uploads.get(id)
    if (!upload) return
    this.#uploads.set(id, { ...upload, ...changed })
    this.#tell()
  }

  #tell(): void {
    if (this.#telling !== null) return
    this.#telling = setTimeout(() => {
      this.#telling = null
      this.#list = [...this.#uploads.values()]
      askBeforeLeaving(
        this,
        this.#list.some(({ state }) => state === 'running' || state === 'waiting'),
      )
      for (const listener of this.#listeners) listener()
    }, TELL_MS)
  }
}

function reasonOf(error: unknown): Uploading['error'] {
  if (isApiError(error) && error.code === 'Unavailable') return 'lost'
  if (isApiError(error) && error.code === 'PreconditionFailed') return 'taken'
  // What is refused is a parameter of the request, whose name tells a person nothing.
  return { message: (isApiError(error) && error.fields[0]?.message) || (error as Error).message }
}

/** A request that cannot read its file fails as if the connection was lost. */
const isReadable = (file: File): Promise<boolean> =>
  file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    )

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}

const queues = new Map<string, UploadQueue>()

/** The queue of a bucket, for the whole visit. */
export function uploadQueue(space: string, bucket: string): UploadQueue {
  const name = `${space}/${bucket}`
  const queue = queues.get(name) ?? new UploadQueue(space, bucket)
  queues.set(name, queue)
  return queue
}
