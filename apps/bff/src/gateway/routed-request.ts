import type { GatewayRoute, Platform } from '@alcove/platform'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Caller, Refusal } from '../invoke/admit/facts.ts'
import { checkRequest } from '../routes/check-request.ts'
import { validatorOf } from '../schemas/schemas.ts'
import { networkOf } from '../wire/byte-budget.ts'
import type { Address } from './address.ts'
import { limitHeaders, type LimitState, type RateLimits } from './rate-limits.ts'

/** One request that a route answers, and what the route requires of it. */
export class RoutedRequest {
  readonly route: GatewayRoute
  readonly parameters: Record<string, string> | undefined
  /** For the answer, whatever its status. */
  headers: Record<string, string> | null = null
  refused = false
  readonly #request: IncomingMessage
  readonly #address: Address
  readonly #client: string
  readonly #limits: RateLimits

  constructor(
    { route, parameters }: { route: GatewayRoute; parameters: Record<string, string> | undefined },
    request: IncomingMessage,
    address: Address,
    client: string,
    limits: RateLimits,
  ) {
    this.route = route
    this.parameters = parameters
    this.#request = request
    this.#address = address
    this.#client = client
    this.#limits = limits
  }

  /** As AWS names a route. */
  get routeKey(): string {
    return `${this.route.method} ${this.route.path}`
  }

  /** Checked first, so that it also slows down clients that guess keys. Counts a /64 of IPv6 as one address. */
  limitByAddress(): Refusal | null {
    const { perAddress } = this.route.config.limits
    if (!perAddress) return null
    return this.#limit(this.#limits.take(`${this.route.id} address ${networkOf(this.#client)}`, perAddress))
  }

  limitByKey(caller: Caller | null): Refusal | null {
    const { perKey } = this.route.config.limits
    const who = caller?.identity
    return perKey && who ? this.#limit(this.#limits.take(`${this.route.id} key ${who}`, perKey)) : null
  }

  validate(body: Uint8Array): Refusal | null {
    const validator = validatorOf(this.route.config.schemas)
    if (!validator) return null
    return checkRequest(validator, this.route.config.schemas, {
      parameters: this.parameters ?? {},
      query: this.#address.rawQuery,
      headers: this.#request.headers,
      body,
    })
  }

  /** Counts the request, once its answer is out or the client gone. */
  ended({ routeTraffic }: Platform, { headersSent, statusCode }: ServerResponse): void {
    const error = headersSent && statusCode >= 500
    routeTraffic.count(this.route.id, { now: Date.now(), error, refused: this.refused })
  }

  wasRefused(): void {
    this.refused = true
  }

  /** Two limits may apply: the answer shows the one with less left. */
  #limit(state: LimitState): Refusal | null {
    const shown = this.headers?.['RateLimit-Remaining']
    if (shown === undefined || state.remaining < Number(shown) || !state.allowed) this.headers = limitHeaders(state)
    if (state.allowed) return null
    const { requests, seconds } = state.limit
    const reason = `At most ${requests} requests in ${seconds} seconds: try again in ${state.retryAfterSeconds} s`
    return { code: 'TooManyRequests', reason }
  }
}
