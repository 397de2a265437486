import { AlcoveError } from '@alcove/contract'
import type { Ctx } from '../kernel/context.ts'

/** The names that Alcove itself answers at are nobody's to take. @throws {AlcoveError} Conflict */
export function requireFreeName({ platform }: Ctx, host: string): void {
  const own = [platform.origin, platform.gatewayOrigin].map((origin) => new URL(origin).hostname)
  if (!own.includes(host)) return
  throw new AlcoveError('Conflict', `${host} is where Alcove itself answers: use another host name`)
}
