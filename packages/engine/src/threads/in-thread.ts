import { Worker } from 'node:worker_threads'

export interface ThreadLimits {
  ms: number
  memoryMb: number
}

/** Why a thread did not answer. */
export type ThreadEnd = 'time' | 'memory' | 'crash'

/**
 * Runs a module in a thread of its own on data that others wrote: it has so much time and memory and no more, and the
 * event loop is not blocked. Returns the module's first message, or why it sent none.
 */
export async function inThread<Answer>(
  module: URL,
  data: unknown,
  { ms, memoryMb }: ThreadLimits,
): Promise<{ answer: Answer } | { end: ThreadEnd }> {
  const worker = new Worker(module, {
    workerData: data,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  })
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise((resolve, reject) => {
      timer = setTimeout(() => resolve({ end: 'time' }), ms)
      worker.once('message', (answer: Answer) => resolve({ answer }))
      worker.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve({ end: 'memory' })
        else reject(error)
      })
      worker.once('exit', () => resolve({ end: 'crash' }))
    })
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
