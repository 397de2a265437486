import { parentPort, workerData } from 'node:worker_threads'
import { previewOf, type PreviewInput } from './preview-of.ts'

/** The thread of `previewParameters`. */
parentPort!.postMessage(previewOf(workerData as PreviewInput))
