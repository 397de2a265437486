import { AlcoveError } from '@alcove/contract'

export function keyReused(): AlcoveError {
  return new AlcoveError('IdempotencyKeyReused', 'This Idempotency-Key was used for another request: use a new one')
}
