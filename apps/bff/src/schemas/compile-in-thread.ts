import { AlcoveError } from '@alcove/contract'
import { parentPort, workerData } from 'node:worker_threads'
import type { CheckedSchemas, SchemasInput } from './check-schemas.ts'
import { requireParameters } from './require-parameters.ts'
import { requireCheap } from './schemas.ts'

/** The thread of `checkSchemas`. */
const answer = (errors: CheckedSchemas['errors']) => parentPort!.postMessage({ errors } satisfies CheckedSchemas)
const input = workerData as SchemasInput
try {
  if ('schemas' in input) requireCheap(input.schemas)
  else requireParameters(input.parameters)
  answer([])
} catch (error) {
  if (!(error instanceof AlcoveError)) throw error
  answer(error.extras.errors ?? [{ path: 'schemas', message: error.message }])
}
