import { AlcoveError } from '@alcove/contract'
import { inThread, type ThreadEnd } from '@alcove/engine'
import type { ReadDocument } from './drafts-of.ts'

const LIMITS = { ms: 30_000, memoryMb: 512 }
/** Threads at the same time: their memory adds up. */
const MOST_READERS = 2

let readers = 0

/**
 * Reads an OpenAPI file in a thread of its own, with limited time and memory: a file may hold references that unfold
 * for ever, and thousands of schemas to compile.
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
  const module = new URL('./read-in-thread.ts', import.meta.url)
  const result = await inThread<{ document: ReadDocument } | { problem: string }>(module, text, LIMITS)
  const read = 'answer' in result ? result.answer : { problem: ENDS[result.end] }
  if ('document' in read) return read.document
  throw new AlcoveError('ValidationFailed', `The file cannot be imported: ${read.problem}`.slice(0, 1000))
}

const ENDS: Record<ThreadEnd, string> = {
  time: `It takes more than ${LIMITS.ms / 1000} seconds to read`,
  memory: `It needs more than ${LIMITS.memoryMb} MB to read`,
  crash: 'It cannot be read',
}
