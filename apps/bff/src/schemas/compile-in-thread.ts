import { AlcoveError, type RequestSchemas } from '@alcove/contract'
import { parentPort, workerData } from 'node:worker_threads'
import type { CheckedSchemas } from './check-schemas.ts'
import { requireCheap } from './schemas.ts'

/** The thread of `checkSchemas`. */
const answer = (errors: CheckedSchemas['errors']) => parentPort!.postMessage({ errors } satisfies CheckedSchemas)
try {
  requireCheap(workerData as RequestSchemas)
  answer([])
} catch (error) {
  if (!(error instanceof AlcoveError)) throw error
  answer(error.extras.errors ?? [{ path: 'schemas', message: error.message }])
}
