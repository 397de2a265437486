import { isApiError } from '../../../../api/error.ts'
import type { NamedFile } from './named-files.ts'
import { uploadFile } from './upload-file.ts'

/** Files at a time. */
const AT_ONCE = 3

export interface Uploading {
  id: number
  key: string
  file: File
  state: 'waiting' | 'running' | 'done' | 'failed'
  sent: number
  /** Parts that the server keeps. */
  parts: number
  /** Why it failed, in words; null for a lost connection. */
  error: string | null
}

/** Uploads files to a bucket, a few at a time, also while other pages are open. */
export class UploadQueue {
  readonly #space: string
  readonly #bucket: string
  readonly #listeners = new Set<() => void>()
  #list: readonly Uploading[] = []
  #lastId = 0
  readonly #uploaded = new Set<() => void>()

  constructor(space: string, bucket: string) {
    this.#space = space
    this.#bucket = bucket
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Calls the listener after each file. @returns stops that */
  onUploaded(listener: () => void): () => void {
    this.#uploaded.add(listener)
    return () => this.#uploaded.delete(listener)
  }

  /** The same array until something changes. */
  readonly list = (): readonly Uploading[] => this.#list

  /** @param prefix the folder that they go to */
  add(prefix: string, files: readonly NamedFile[]): void {
    const added = files.map(({ name, file }): Uploading => {
      this.#lastId += 1
      return { id: this.#lastId, key: prefix + name, file, state: 'waiting', sent: 0, parts: 0, error: null }
    })
    this.#set([...this.#list, ...added])
    this.#start()
  }

  resume(id: number): void {
    this.#change(id, { state: 'waiting' })
    this.#start()
  }

  remove(id: number): void {
    this.#set(this.#list.filter((upload) => upload.id !== id))
  }

  clear(): void {
    this.#set([])
  }

  #start(): void {
    const room = AT_ONCE - this.#list.filter(({ state }) => state === 'running').length
    for (const next of this.#list.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, room))) {
      void this.#run(next)
    }
  }

  async #run({ id, key, file }: Uploading): Promise<void> {
    this.#change(id, { state: 'running', error: null })
    try {
      const target = { space: this.#space, bucket: this.#bucket, key }
      await uploadFile(target, file, (progress) => this.#change(id, progress))
      this.#change(id, { state: 'done', sent: file.size })
      for (const listener of this.#uploaded) listener()
    } catch (error) {
      const lost = isApiError(error) && error.code === 'Unavailable'
      this.#change(id, { state: 'failed', error: lost ? null : (error as Error).message })
    }
    this.#start()
  }

  #change(id: number, changed: Partial<Uploading>): void {
    this.#set(this.#list.map((upload) => (upload.id === id ? { ...upload, ...changed } : upload)))
  }

  #set(list: readonly Uploading[]): void {
    this.#list = list
    for (const listener of this.#listeners) listener()
  }
}

const queues = new Map<string, UploadQueue>()

/** The queue of a bucket, for the whole visit. */
export function uploadQueue(space: string, bucket: string): UploadQueue {
  const name = `${space}/${bucket}`
  const queue = queues.get(name) ?? new UploadQueue(space, bucket)
  queues.set(name, queue)
  return queue
}
