import { bucketOperations } from './bucket-operations.ts'
import type { GuestOperation } from './guest-operation.ts'

/** Everything that functions can ask of the platform, by name. */
export const OPERATIONS: ReadonlyMap<string, GuestOperation> = new Map(
  [...bucketOperations].map((operation) => [operation.name, operation]),
)
