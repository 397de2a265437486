import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

export interface Env {
  /** Absent when a test calls `app.request()` without a socket. */
  Bindings: Partial<HttpBindings>
  Variables: { requestId: string }
}

/** The peer's address. Forwarding headers are not believed: anyone can write them. */
export function addressOf(c: Context<Env>): string {
  return c.env?.incoming?.socket.remoteAddress ?? '127.0.0.1'
}
