import { execFile } from 'node:child_process'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { startAlcove, type Alcove } from '../alcove.ts'
import { startBare } from '../bare/bare.ts'
import { CLEAN_ENVIRONMENT } from '../child.ts'
import type { Measurement } from '../measurement.ts'
import type { ObjectLoad } from '../object-load-child.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { MIB, residentOf } from './memory.ts'

const GENERATOR = join(import.meta.dirname, '../object-load-child.ts')
const FILE_SERVER = join(import.meta.dirname, '../bare/files.mjs')
const BYTES = 1_000_000
const CONNECTIONS = 8
const LARGE_MIB = 5 * 1024
const SAMPLE_MS = 20
const AT_ONCE = 4

const run = promisify(execFile)

async function loadObjects(job: ObjectLoad): Promise<number> {
  const { stdout } = await run(process.execPath, [GENERATOR, JSON.stringify(job)], { env: CLEAN_ENVIRONMENT })
  return Number(stdout)
}

/** Makes an empty bucket, and answers the address of its objects. */
export async function bucketOf(alcove: Alcove): Promise<string> {
  await alcove.api('PUT', '/spaces/bench/buckets/objects', {})
  return `${alcove.origin}/api/v1/spaces/bench/buckets/objects/objects/`
}

/** Objects of 1 MB through the API, beside a plain file server. */
export const objects: Measurement = {
  targets: ['object-put', 'object-get'],
  async prepare(lab) {
    const alcove = await lab.alcove()
    const url = await bucketOf(alcove)
    const files = lab.own.use(await startBare([process.execPath, FILE_SERVER, temporaryFolder(lab.own)]))
    const job = { connections: CONNECTIONS, bytes: BYTES, milliseconds: lab.quick ? 1500 : 4000 }
    const ours = { ...job, url, headers: { Authorization: `Bearer ${alcove.key}` } }
    const theirs = { ...job, url: files.url, headers: {} }
    const pair = async (method: ObjectLoad['method']) => ({
      reference: await loadObjects({ ...theirs, method }),
      ours: await loadObjects({ ...ours, method }),
    })
    await pair('PUT')
    await pair('GET')
    return async () => ({ 'object-put': await pair('PUT'), 'object-get': await pair('GET') })
  },
}

/** How far the server's memory grows while a large object goes in and out. */
export const objectMemory: Measurement = {
  targets: ['object-memory'],
  rounds: 1,
  async prepare(lab) {
    const megabytes = lab.quick ? LARGE_MIB / 5 : LARGE_MIB
    const growthWith = async (transfer: (client: ObjectClient) => Promise<void>) => {
      await using own = new AsyncDisposableStack()
      const alcove = await startAlcove(own)
      const client = new ObjectClient(alcove, await bucketOf(alcove))
      await client.put('small', 1)
      await client.get('small', 1)
      const before = residentOf(alcove.pid)
      let most = before
      const sampling = setInterval(() => (most = Math.max(most, residentOf(alcove.pid))), SAMPLE_MS)
      try {
        await transfer(client)
      } finally {
        clearInterval(sampling)
      }
      return { ours: (most - before) / MIB, reference: 1 }
    }
    return async () => ({
      'object-memory': await growthWith(async (client) => {
        await client.put('large', megabytes)
        await client.get('large', megabytes)
      }),
      'object-memory (4 at once, in parts)': await growthWith(async (client) => {
        const names = Array.from({ length: AT_ONCE }, (_, at) => `large-${at}`)
        await Promise.all(names.map((name) => client.putInParts(name, megabytes / AT_ONCE)))
        await Promise.all(names.map((name) => client.get(name, megabytes / AT_ONCE)))
      }),
    })
  },
}

const PART_MIB = 64

export class ObjectClient {
  readonly #alcove: Alcove
  readonly #url: string

  constructor(alcove: Alcove, url: string) {
    this.#alcove = alcove
    this.#url = url
  }

  async put(key: string, megabytes: number): Promise<void> {
    await this.#send('PUT', this.#url + key, megabytes)
  }

  async putInParts(key: string, megabytes: number): Promise<void> {
    const path = '/spaces/bench/buckets/objects/uploads'
    const { id } = await this.#alcove.api<{ id: string }>('POST', path, { key })
    for (let part = 1; (part - 1) * PART_MIB < megabytes; part += 1) {
      const size = Math.min(PART_MIB, megabytes - (part - 1) * PART_MIB)
      // oxlint-disable-next-line no-await-in-loop -- one part after the other; several uploads run at once
      await this.#send('PUT', `${this.#alcove.origin}/api/v1${path}/${id}/parts/${part}`, size)
    }
    await this.#alcove.api('POST', `${path}/${id}/complete`)
  }

  async get(key: string, megabytes: number): Promise<void> {
    const received = await this.#send('GET', this.#url + key)
    if (received !== megabytes * MIB) throw new Error(`${key} came with ${received} bytes`)
  }

  /** Answers the bytes that came back. */
  #send(method: string, url: string, megabytes = 0): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = {
        Authorization: `Bearer ${this.#alcove.key}`,
        ...(megabytes > 0 && { 'Content-Length': megabytes * MIB }),
      }
      const asked = httpRequest(url, { method, headers, agent: false }, (response) => {
        let bytes = 0
        response
          .on('data', (chunk: Buffer) => (bytes += chunk.length))
          .on('error', reject)
          .on('end', () => {
            if (response.statusCode! < 300) resolve(bytes)
            else reject(new Error(`${method} ${url}: ${response.statusCode}`))
          })
      })
      pipeline(Readable.from(repeated(megabytes), { objectMode: false }), asked).catch(reject)
    })
  }
}

function* repeated(megabytes: number): Generator<Buffer> {
  const piece = Buffer.alloc(MIB, 'x')
  for (let at = 0; at < megabytes; at += 1) yield piece
}
