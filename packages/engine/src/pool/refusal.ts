/** The pool refuses a call: no instance is free and none will be in time. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: 'throttled' | 'cancelled' | 'systemError'
  constructor(status: Refusal['status'], message: string) {
    super(message)
    this.status = status
  }
}
