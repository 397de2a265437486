import { Uuid, type InvocationFilter } from '@alcove/contract'
import { and, eq, sql, type SQL } from 'drizzle-orm'
import { containing } from '../../database/containing.ts'
import { firstIdAt } from '../../database/ids.ts'
import { invocations, issues } from '../../database/schema/index.ts'
import type { SpaceCtx } from '../../kernel/context.ts'
import { shownCaller } from '../../identity/access/shown-caller.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { readableHere } from './readable-here.ts'

/** The end of the id of a call or trace, as the console shows it. */
export const SHORT_ID = /^[0-9a-f]{8}$/i

/** A call's id is made at most this long before or after the time it carries. */
export const ID_MS = 15 * 60_000

const i = invocations

/** The calls of the space that the reader may see, of the function that the filter names. @throws {AlcoveError} NotFound */
export async function scopeOf(ctx: SpaceCtx, { function: name, caller }: InvocationFilter): Promise<SQL> {
  const fn = name === undefined ? null : await findFunction(ctx, name)
  // Or a filter would tell the name that the list leaves out.
  const isHidden = caller !== undefined && shownCaller(ctx.space, caller) === null
  return and(
    eq(i.spaceId, ctx.space.id),
    readableHere(ctx),
    fn ? eq(i.functionId, fn.id) : undefined,
    isHidden ? sql`false` : undefined,
  )!
}

/** What a filter asks of a call, besides its scope. Without a filter it is empty. */
export function conditionsOf(filter: InvocationFilter): SQL[] {
  const { status, version, qualifier, trigger, triggerName, start, from, to, instance, caller, trace, issue } = filter
  const { minDurationMs, maxDurationMs, minMemoryMb, input, roots, q } = filter
  return [
    status && sql`${i.status} = any(${sql.param(status)}::text[])`,
    // Repeats the condition of the partial indexes: the planner does not derive it from the list.
    status && !status.includes('success') && FAILED,
    version === 'draft' ? sql`${i.version} is null` : version && sql`${i.version} = ${version}`,
    qualifier !== undefined && sql`${i.qualifier} = ${qualifier}`,
    trigger && sql`${i.trigger} = ${trigger}`,
    triggerName !== undefined && sql`${i.triggerName} = ${triggerName}`,
    start && sql`${i.start} = ${start}`,
    from !== undefined && sql`${i.startedAt} >= ${from} and ${i.id} >= ${firstIdAt(Date.parse(from) - ID_MS)}`,
    to !== undefined && sql`${i.startedAt} < ${to} and ${i.id} < ${firstIdAt(Date.parse(to) + ID_MS)}`,
    minDurationMs !== undefined && sql`${i.durationMs} >= ${minDurationMs}`,
    maxDurationMs !== undefined && sql`${i.durationMs} <= ${maxDurationMs}`,
    minMemoryMb !== undefined && sql`${i.peakMemoryMb} >= ${minMemoryMb}::double precision`,
    instance !== undefined && sql`${i.instanceId} = ${instance}`,
    caller !== undefined && sql`${i.caller} = ${caller}`,
    trace !== undefined && ofTrace(trace),
    issue !== undefined && ofIssue(issue),
    ...(input ?? []).map(hasInput),
    roots && sql`${i.trigger} <> 'function'`,
    q && search(q.trim()),
  ].filter((condition): condition is SQL => Boolean(condition))
}

function ofTrace(id: string): SQL {
  if (SHORT_ID.test(id)) return sql`right(${i.traceId}::text, 8) = ${id.toLowerCase()}`
  return /^[0-9a-f]{32}$/.test(id) ? eq(i.traceId, id) : sql`false`
}

export const FAILED: SQL = sql`${i.status} <> 'success'`

function ofIssue(id: string): SQL {
  return sql`${FAILED} and exists (
    select from ${issues} where ${issues.id} = ${id} and ${issues.spaceId} = ${i.spaceId}
      and ${issues.functionId} = ${i.functionId} and ${issues.fingerprint} = ${i.extras} ->> 'fingerprint')`
}

/** `path=value`; the body of a request is text that may hold JSON of its own. */
function hasInput(condition: string): SQL {
  const cut = condition.indexOf('=')
  const path = condition.slice(0, cut).split('.')
  const value = condition.slice(cut + 1)
  const [first, ...rest] = path
  const found =
    first === 'body' && rest.length > 0
      ? sql`coalesce(${at(i.inputText, path)}, ${at(sql`(${at(i.inputText, ['body'])})`, rest)})`
      : at(i.inputText, path)
  return value === '*' ? sql`${found} is not null` : sql`${found} = ${value}`
}

/** The value at a path of a text that may be JSON. A text that jsonb cannot hold has none. */
function at(text: typeof i.inputText | SQL, path: readonly string[]): SQL {
  return sql`case when pg_input_is_valid(${text}, 'jsonb') then ${text}::jsonb #>> ${sql.param(path)}::text[] end`
}

function search(q: string): SQL {
  if (Uuid.safeParse(q).success) return sql`${i.id} = ${q}`
  const pattern = containing(q)
  const ofId = SHORT_ID.test(q)
    ? sql`or ${q.toLowerCase()} in (right(${i.id}::text, 8), right(${i.traceId}::text, 8))`
    : sql``
  return sql`(${i.summary} ilike ${pattern} or ${i.httpPath} ilike ${pattern} or ${i.inputText} ilike ${pattern}
    or ${i.outputText} ilike ${pattern} or ${i.extras} #>> '{error,message}' ilike ${pattern} ${ofId})`
}
