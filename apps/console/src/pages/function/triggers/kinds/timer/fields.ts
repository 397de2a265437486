import { TimerTriggerConfig, type TriggerOf } from '@alcove/contract'

/** The form's fields, as typed. */
export interface TimerFields {
  name: string
  qualifier: string
  schedule: 'cron' | 'rate' | 'once'
  cron: string
  rateSeconds: string
  at: string
  timezone: string
  start: string
  end: string
  jitterSeconds: string
  skipped: 'skip' | 'shift' | ''
  repeated: 'first' | 'last' | 'both' | ''
  overlap: TimerTriggerConfig['overlap']
  catchUp: TimerTriggerConfig['catchUp']
  catchUpMax: string
  catchUpHours: string
  pauseAfterFailures: string
  payload: string
}

export function fieldsOf(trigger: TriggerOf<'timer'> | null, qualifier: string): TimerFields {
  const config = trigger?.config
  return {
    name: trigger?.name ?? '',
    qualifier: trigger?.qualifier ?? qualifier,
    schedule: config?.rateSeconds !== undefined ? 'rate' : config?.at !== undefined ? 'once' : 'cron',
    cron: config?.cron ?? (config ? '' : '0 * * * *'),
    rateSeconds: String(config?.rateSeconds ?? 60),
    at: localOf(config?.at),
    timezone: config?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    start: localOf(config?.start),
    end: localOf(config?.end),
    jitterSeconds: String(config?.jitterSeconds ?? 0),
    skipped: config?.dst.skipped ?? '',
    repeated: config?.dst.repeated ?? '',
    overlap: config?.overlap ?? 'skip',
    catchUp: config?.catchUp ?? 'last',
    catchUpMax: String(config?.catchUpMax ?? 10),
    catchUpHours: String((config?.catchUpWindowSeconds ?? 86_400) / 3600),
    pauseAfterFailures: config?.pauseAfterFailures === undefined ? '' : String(config.pauseAfterFailures),
    payload: config?.payload === undefined ? '' : JSON.stringify(config.payload, null, 2),
  }
}

/** A configuration, or what is wrong by field. */
export type Read = { config: TimerTriggerConfig; errors: null } | { config: null; errors: Record<string, string> }

export function readFields(fields: TimerFields): Read {
  const payload = parsed(fields.payload)
  if (payload.error !== null) return { config: null, errors: { payload: payload.error } }
  const result = TimerTriggerConfig.safeParse({
    cron: fields.schedule === 'cron' ? fields.cron : undefined,
    rateSeconds: fields.schedule === 'rate' ? numberOf(fields.rateSeconds) : undefined,
    at: fields.schedule === 'once' ? (momentOf(fields.at) ?? '') : undefined,
    timezone: fields.timezone,
    payload: payload.value,
    start: momentOf(fields.start),
    end: momentOf(fields.end),
    jitterSeconds: numberOf(fields.jitterSeconds),
    overlap: fields.overlap,
    catchUp: fields.catchUp,
    catchUpMax: numberOf(fields.catchUpMax),
    catchUpWindowSeconds: numberOf(fields.catchUpHours) * 3600,
    dst: { skipped: fields.skipped || undefined, repeated: fields.repeated || undefined },
    pauseAfterFailures: fields.pauseAfterFailures === '' ? undefined : numberOf(fields.pauseAfterFailures),
  })
  if (result.success) return { config: result.data, errors: null }
  const errors: Record<string, string> = {}
  for (const { path, message } of result.error.issues) errors[String(path[0] ?? 'cron')] ??= message
  return { config: null, errors }
}

function parsed(text: string): { value: unknown; error: string | null } {
  if (text.trim() === '') return { value: undefined, error: null }
  try {
    return { value: JSON.parse(text), error: null }
  } catch (error) {
    return { value: undefined, error: (error as Error).message }
  }
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text)
}

function momentOf(local: string): string | undefined {
  return local === '' ? undefined : new Date(local).toISOString()
}

/** As `<input type="datetime-local">` takes it: in the browser's time zone, to the second. */
function localOf(at: string | undefined): string {
  if (at === undefined) return ''
  const date = new Date(at)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}
