import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { Readable } from 'node:stream'
import type { WebSocket } from 'ws'
import type { ReadableStream } from 'node:stream/web'
import { incomingOf, type Incoming, type Pace } from '../wire/read-body.ts'

export interface Env {
  /** Absent when a test calls `app.request()` without a socket. */
  Bindings: Partial<HttpBindings> & { upgrade?: () => Promise<WebSocket> }
  Variables: { requestId: string; address: string; pace: Pace }
}

/** The client's address: the peer's, or the one that trusted proxies report. */
export function addressOf(c: Context<Env>): string {
  return c.var.address
}

/** The request's body, not yet read. */
export function bodyOf(c: Context<Env>): Incoming {
  const { incoming, outgoing } = c.env ?? {}
  if (incoming && outgoing) return incomingOf(incoming, outgoing, c.var.pace)
  const { headers, body } = c.req.raw
  return {
    headers: { ...Object.fromEntries(headers), ...(body && { 'transfer-encoding': 'chunked' }) },
    pace: c.var.pace,
    stream: body ? Readable.fromWeb(body as ReadableStream) : Readable.from([]),
  }
}
