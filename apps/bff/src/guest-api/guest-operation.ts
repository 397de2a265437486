import type { Action } from '@alcove/contract'
import type { SpaceCtx } from '@alcove/platform'
import type { z } from 'zod'
import type { Call } from '../invoke/call.ts'

export interface GuestOperationRequest<Input> {
  /** Authorised for the function itself, in its own space. Its signal aborts when the call ends. */
  ctx: SpaceCtx
  input: Input
  /** Null: the function sent none. */
  body: AsyncIterable<Uint8Array> | null
  /** The call that asks. */
  call: Call
}

export interface GuestOperationAnswer {
  /** JSON. */
  value: unknown
  body?: AsyncIterable<Uint8Array> | null
}

/**
 * An operation of the platform that functions can ask for. Errors of the contract reach the function's code, with their
 * codes.
 */
export interface GuestOperation<Input = unknown> {
  name: string
  /** What the function must be allowed to do in its space. */
  action: Action
  input: z.ZodType<Input>
  run(request: GuestOperationRequest<Input>): Promise<GuestOperationAnswer>
}

/** Infers the type of the input from its schema. */
export function guestOperation<Input>(operation: GuestOperation<Input>): GuestOperation {
  return operation as GuestOperation
}
