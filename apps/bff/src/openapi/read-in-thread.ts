import { parentPort, workerData } from 'node:worker_threads'
import { documentOf } from './drafts-of.ts'

/** The thread of `readDocument`. */
try {
  parentPort!.postMessage({ document: await documentOf(workerData as string) })
} catch (error) {
  parentPort!.postMessage({ problem: (error as Error).message })
}
