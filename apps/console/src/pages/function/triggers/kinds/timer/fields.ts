import { TimerTriggerConfig, withExactNumbers, type TriggerOf } from '@alcove/contract'
import { momentOf, wallTime } from '../../../../../i18n/zonedTime.ts'
import { jsonError } from '../../../payload/jsonError.ts'

/** The form's fields, as typed. Times are those of clocks in `timezone`. */
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
  const wall = (at: string | undefined) => (at === undefined ? '' : wallTime(Date.parse(at), config!.timezone))
  return {
    name: trigger?.name ?? '',
    qualifier: trigger?.qualifier ?? qualifier,
    schedule: config?.rateSeconds !== undefined ? 'rate' : config?.at !== undefined ? 'once' : 'cron',
    cron: config?.cron ?? (config ? '' : '0 * * * *'),
    rateSeconds: String(config?.rateSeconds ?? 60),
    at: wall(config?.at),
    timezone: config?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    start: wall(config?.start),
    end: wall(config?.end),
    jitterSeconds: String(config?.jitterSeconds ?? 0),
    skipped: config?.dst.skipped ?? '',
    repeated: config?.dst.repeated ?? '',
    overlap: config?.overlap ?? 'skip',
    catchUp: config?.catchUp ?? 'last',
    catchUpMax: String(config?.catchUpMax ?? 10),
    catchUpHours: String((config?.catchUpWindowSeconds ?? 86_400) / 3600),
    pauseAfterFailures: config?.pauseAfterFailures === undefined ? '' : String(config.pauseAfterFailures),
    payload:
      trigger?.payloadText == null ? '' : JSON.stringify(JSON.parse(trigger.payloadText, withExactNumbers), null, 2),
  }
}

/** A configuration, or what is wrong by field. */
export type Read = { config: TimerTriggerConfig; errors: null } | { config: null; errors: Record<string, string> }

/** `before`: the stored configuration, whose times stay exact while they are not edited. */
export function readFields(fields: TimerFields, before?: TimerTriggerConfig): Read {
  const zone = fields.timezone.trim()
  const moment = (key: 'at' | 'start' | 'end') => momentIn(zone, fields[key], before?.[key])
  const payload = parsed(fields.payload)
  if (payload.error !== null) return { config: null, errors: { payload: payload.error } }
  const result = TimerTriggerConfig.safeParse({
    cron: fields.schedule === 'cron' ? fields.cron : undefined,
    rateSeconds: fields.schedule === 'rate' ? numberOf(fields.rateSeconds) : undefined,
    at: fields.schedule === 'once' ? (moment('at') ?? '') : undefined,
    timezone: zone,
    payload: payload.value,
    start: moment('start'),
    end: moment('end'),
    jitterSeconds: numberOf(fields.jitterSeconds),
    overlap: fields.overlap,
    catchUp: fields.catchUp,
    catchUpMax: numberOf(fields.catchUpMax),
    catchUpWindowSeconds: Math.round(numberOf(fields.catchUpHours) * 3600),
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
  const error = jsonError(text)
  return { value: error === null ? (JSON.parse(text, withExactNumbers) as unknown) : undefined, error }
}

function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text)
}

function momentIn(zone: string, wall: string, before: string | undefined): string | undefined {
  if (wall === '') return undefined
  try {
    // A field holds no milliseconds, nor which of two equal hours it means when clocks go back.
    const shown = before === undefined ? '' : wallTime(Date.parse(before), zone)
    if (Date.parse(`${shown}Z`) === Date.parse(`${wall}Z`)) return before
    return new Date(momentOf(wall, zone)).toISOString()
  } catch {
    // The zone is still being typed, and has an error of its own.
    return undefined
  }
}
