import { bucketOperations } from './bucket-operations.ts'
import { eventOperations } from './event-operations.ts'
import type { GuestOperation } from './guest-operation.ts'

/** Everything that functions can ask of the platform, by name. */
export const OPERATIONS: ReadonlyMap<string, GuestOperation> = new Map(
  [...bucketOperations, ...eventOperations].map((operation) => [operation.name, operation]),
)
