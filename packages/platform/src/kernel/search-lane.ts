import { AlcoveError } from '@alcove/contract'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { accountOf, idOf, INSTALLATION, type Actor } from './actor.ts'
import type { Ctx } from './context.ts'
import { openPool, type Database } from '../database/connect.ts'
import { underlying } from '../database/translate-error.ts'

/** Runs reads that may scan very many rows: on connections of their own, a few at a time, each with a time limit. */
export interface SearchLane {
  /**
   * Runs `search` on a connection of the lane. When `ctx.signal` aborts, PostgreSQL cancels the statement too.
   * @throws {AlcoveError} TooManyRequests or Unavailable when too many searches wait, SearchTooBroad when a statement
   * takes too long, Cancelled when the client disconnected.
   */
  run<T>(ctx: Pick<Ctx, 'actor' | 'signal'>, search: (connection: Database) => Promise<T>): Promise<T>
  close(): Promise<void>
}

declare module './platform.ts' {
  interface Platform {
    searches: SearchLane
  }
}

export interface SearchLimits {
  /** Searches that run at the same time, in all and per account. */
  running: number
  runningPerAccount: number
  /** Searches that wait for their turn, in all and per account. */
  waiting: number
  waitingPerAccount: number
  statementMs: number
}

const LIMITS: SearchLimits = {
  running: 4,
  runningPerAccount: 2,
  waiting: 64,
  waitingPerAccount: 16,
  statementMs: 10_000,
}

/** PostgreSQL's query_canceled: caused by statement_timeout or pg_cancel_backend(). */
const QUERY_CANCELED = '57014'

interface Waiter {
  account: string
  go(): void
}

/** @param pool carries the requests that cancel a search; searches themselves never use its connections. */
export function openSearchLane(databaseUrl: string, pool: pg.Pool, limits: SearchLimits = LIMITS): SearchLane {
  const lane = openPool({
    connectionString: databaseUrl,
    max: limits.running,
    statement_timeout: limits.statementMs,
    connectionTimeoutMillis: 10_000,
    application_name: 'alcove-searches',
  })
  // Keep each search to one PostgreSQL process: parallel workers would take the processors from everyone else.
  lane.on('connect', (client) => void client.query('set max_parallel_workers_per_gather = 0').catch(() => {}))
  const running = new Map<string, number>()
  let total = 0
  let waiting: Waiter[] = []

  const mayRun = (account: string) => total < limits.running && (running.get(account) ?? 0) < limits.runningPerAccount

  function occupy(account: string): void {
    total += 1
    running.set(account, (running.get(account) ?? 0) + 1)
  }

  function leave(account: string): void {
    total -= 1
    const left = running.get(account)! - 1
    if (left > 0) running.set(account, left)
    else running.delete(account)
    const next = waiting.find((waiter) => mayRun(waiter.account))
    if (!next) return
    waiting = waiting.filter((waiter) => waiter !== next)
    occupy(next.account)
    next.go()
  }

  async function enter(account: string, signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) throw clientLeft()
    if (mayRun(account)) return occupy(account)
    if (waiting.filter((waiter) => waiter.account === account).length >= limits.waitingPerAccount) {
      throw refusal('TooManyRequests', 'Too many of your searches are waiting: wait for them to end, or narrow them')
    }
    if (waiting.length >= limits.waiting) throw refusal('Unavailable', 'Too many searches are waiting: try again later')
    const turn = Promise.withResolvers<void>()
    const waiter = { account, go: turn.resolve }
    const giveUp = () => {
      waiting = waiting.filter((other) => other !== waiter)
      turn.reject(clientLeft())
    }
    waiting.push(waiter)
    signal?.addEventListener('abort', giveUp, { once: true })
    await turn.promise.finally(() => signal?.removeEventListener('abort', giveUp))
  }

  async function onConnection<T>(signal: AbortSignal | undefined, search: (connection: Database) => Promise<T>) {
    const client = await lane.connect()
    let cancelling: Promise<unknown> | undefined
    const cancel = () => {
      const { processID } = client as unknown as { processID: number }
      cancelling = pool.query('select pg_cancel_backend($1)', [processID]).catch(() => {})
      // Keep it from starting another statement.
      void client.end().catch(() => {})
    }
    signal?.addEventListener('abort', cancel, { once: true })
    try {
      if (signal?.aborted) throw clientLeft()
      return await search(drizzle(client))
    } catch (error) {
      if (signal?.aborted) throw clientLeft(error)
      throw (underlying(error) as { code?: string }).code === QUERY_CANCELED ? tooBroad(limits, error) : error
    } finally {
      signal?.removeEventListener('abort', cancel)
      await cancelling
      client.release(cancelling !== undefined)
    }
  }

  return {
    async run({ actor, signal }, search) {
      const account = payerOf(actor)
      await enter(account, signal)
      try {
        return await onConnection(signal, search)
      } finally {
        leave(account)
      }
    },
    close: () => lane.end(),
  }
}

/** All keys of one account share its limits, and so do all keys made with ALCOVE_ADMIN_API_KEY. */
function payerOf(actor: Actor): string {
  return accountOf(actor) ?? (actor.kind === 'key' ? INSTALLATION : idOf(actor))
}

function refusal(code: 'TooManyRequests' | 'Unavailable', detail: string): AlcoveError {
  return new AlcoveError(code, detail, { headers: { 'Retry-After': '2' } })
}

function tooBroad({ statementMs }: SearchLimits, cause: unknown): AlcoveError {
  const detail = `The search took longer than ${statementMs / 1000} seconds. Narrow the time range or the filters`
  return new AlcoveError('SearchTooBroad', detail, { cause })
}

function clientLeft(cause?: unknown): AlcoveError {
  return new AlcoveError('Cancelled', 'The client disconnected', { cause })
}
