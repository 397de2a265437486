import { AlcoveError, billedMs } from '@alcove/contract'
import { NO_QUOTAS, type CallUse, type FunctionRoute, type QuotaRefusal, type QuotaScope } from '@alcove/platform'
import type { Call, Outcome } from './call.ts'
import type { Core } from './core.ts'
import { refuse } from './record.ts'
import type { Target } from './resolve.ts'

/** Runs a call while the quotas of its space and function allow it. Otherwise records a refusal. */
export async function withinQuotas(
  core: Core,
  call: Call,
  { revision }: Target,
  scopes: readonly QuotaScope[],
  execute: () => Promise<Outcome>,
): Promise<Outcome> {
  let taken
  try {
    const taking = core.platform.quotas.take(scopes)
    taken = taking instanceof Promise ? await taking : taking
  } catch (error) {
    // Refuse the call when the database cannot say what is left of the limit.
    if (!(error instanceof AlcoveError)) core.log.error({ err: error }, 'The quotas of a call could not be read')
    const reason = 'The quota cannot be read at the moment. Try again shortly'
    return refuse(core, call, { refusal: { code: 'Unavailable', reason }, door: null, counts: false })
  }
  if ('resumesAt' in taken) return refuseByQuota(core, call, taken)
  let used: CallUse | null = null
  try {
    const outcome = await execute()
    const { report, logBytes = 0 } = outcome
    // The engine had no instance for it, so it was not an execution.
    if (report.status !== 'throttled') {
      used = { mbMs: billedMs(report) * revision.memoryMb, bytesOut: report.responseBytes, logBytes }
    }
    return outcome
  } finally {
    taken.release(used)
  }
}

/** Why no call of the function may start now, for what runs beside calls. It counts nothing. */
export async function quotaRefusal(
  { platform }: Pick<Core, 'platform'>,
  route: FunctionRoute,
): Promise<QuotaRefusal | null> {
  const scopes = platform.quotas.scopesOf(route, NO_QUOTAS, NO_QUOTAS)
  if (scopes.length === 0) return null
  const taken = await platform.quotas.take(scopes)
  if ('resumesAt' in taken) return taken
  taken.release(null)
  return null
}

export async function refuseByQuota(core: Core, call: Call, refused: QuotaRefusal): Promise<Outcome> {
  core.platform.quotas.countRefused(refused)
  const { reason, resumesAt } = refused
  const refusal = { code: 'QuotaExceeded' as const, reason }
  return { ...(await refuse(core, call, { refusal, door: null, counts: false })), resumesAt }
}
