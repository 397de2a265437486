/** The pool has no instance for a call and will not get one in time. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: 'throttled' | 'cancelled' | 'systemError'
  constructor(status: Refusal['status'], message: string) {
    super(message)
    this.status = status
  }
}
