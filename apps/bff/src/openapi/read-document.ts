import { AlcoveError } from '@alcove/contract'
import { Worker } from 'node:worker_threads'
import type { ReadDocument } from './drafts-of.ts'

const PATIENCE_MS = 30_000
const MEMORY_MB = 512
/** Threads at the same time: their memory adds up. */
const MOST_READERS = 2

let readers = 0

/**
 * Reads an OpenAPI file in a thread of its own, which has so much time and memory and no more: a file may hold
 * references that unfold for ever, and thousands of schemas to compile.
 * @throws {AlcoveError} ValidationFailed with what is wrong with the file; Unavailable while others are read
 */
export async function readDocument(text: string): Promise<ReadDocument> {
  if (readers >= MOST_READERS) {
    const detail = `The server reads ${MOST_READERS} other OpenAPI files: import this one in a few seconds`
    throw new AlcoveError('Unavailable', detail, { headers: { 'Retry-After': '5' } })
  }
  readers += 1
  try {
    return await readInThread(text)
  } finally {
    readers -= 1
  }
}

async function readInThread(text: string): Promise<ReadDocument> {
  const worker = new Worker(new URL('./read-in-thread.ts', import.meta.url), {
    workerData: text,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  })
  let timer: NodeJS.Timeout | undefined
  try {
    const answer = await new Promise<{ document: ReadDocument } | { problem: string }>((resolve, reject) => {
      timer = setTimeout(
        () => resolve({ problem: `It takes more than ${PATIENCE_MS / 1000} seconds to read` }),
        PATIENCE_MS,
      )
      worker.once('message', resolve)
      worker.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY')
          resolve({ problem: `It needs more than ${MEMORY_MB} MB to read` })
        else reject(error)
      })
      worker.once('exit', () => resolve({ problem: 'It cannot be read' }))
    })
    if ('document' in answer) return answer.document
    throw new AlcoveError('ValidationFailed', `The file cannot be imported: ${answer.problem}`.slice(0, 1000))
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
