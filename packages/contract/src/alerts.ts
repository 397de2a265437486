import { z } from 'zod'
import { Etag, Moment, Name, Qualifier, Timestamp, Uuid } from './names.ts'
import { PageQuery, pageOf } from './pagination.ts'
import { WINDOWED_LIMITS } from './quotas.ts'
import { WebhookUrl } from './webhooks.ts'

export const ALERT_LIMITS = {
  /** Per space. */
  alerts: 100,
  targets: 50,
  /** Per rule. */
  notified: 10,
  recipients: 10,
  windowMinutes: 1440,
} as const

export const ALERT_METRICS = [
  'errors',
  'errorRate',
  'throttled',
  'invocations',
  'p50',
  'p95',
  'p99',
  'maxDuration',
  'concurrency',
  'queueAge',
  'deadLetters',
] as const
export type AlertMetric = (typeof ALERT_METRICS)[number]

const fn = Name.optional().meta({ description: 'Left out: the whole space' })

/** What a rule looks at. */
export const AlertCondition = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('metric'),
      metric: z.enum(ALERT_METRICS).meta({
        description:
          'errorRate in percent of the calls that ran; durations in milliseconds; queueAge: seconds that the oldest due task waits',
      }),
      function: fn,
    }),
    z.strictObject({
      type: z.literal('logs'),
      query: z.string().min(1).max(1000).meta({ description: 'Lines that match are counted' }),
      function: fn,
    }),
    z.strictObject({ type: z.literal('issues'), function: fn }).meta({ description: 'Issues that are new or back' }),
    z
      .strictObject({ type: z.literal('quota'), limit: z.enum(WINDOWED_LIMITS), function: fn })
      .meta({ description: 'Percent of a limit that is used' }),
    z
      .strictObject({ type: z.literal('budget') })
      .meta({ description: 'Percent of the budget of the month that is spent; without a budget there is no value' }),
    z
      .strictObject({ type: z.literal('missedTimers'), function: fn })
      .meta({ description: 'Ticks of timers that did not start their function' }),
  ])
  .meta({ id: 'AlertCondition' })
export type AlertCondition = z.infer<typeof AlertCondition>

/** Conditions that only know how things are at present. */
export function isOfNow(condition: AlertCondition): boolean {
  if (condition.type === 'metric') return condition.metric === 'queueAge' || condition.metric === 'deadLetters'
  return condition.type === 'quota' || condition.type === 'budget'
}

/** Whether few calls make the value mean little, so that `minimumCalls` applies. */
export function isOfCalls(condition: AlertCondition): boolean {
  return condition.type === 'metric' && /^(errorRate|p\d+|maxDuration)$/.test(condition.metric)
}

const minutes = (least: number, description: string) =>
  z.number().int().min(least).max(ALERT_LIMITS.windowMinutes).meta({ description })

const rule = {
  description: z.string().max(300).default(''),
  enabled: z.boolean().default(true),
  condition: AlertCondition,
  windowMinutes: minutes(1, 'The value is taken over these last minutes').default(5),
  comparison: z.enum(['above', 'below']).default('above'),
  threshold: z.number().min(0).max(1e12),
  forMinutes: minutes(0, 'Fires when the value has been beyond the threshold for so long').default(0),
  resolveThreshold: z.number().min(0).max(1e12).nullable().default(null).meta({
    description: 'The value has to pass this one to resolve; null: the threshold itself',
  }),
  resolveForMinutes: minutes(0, 'Resolves when the value has been fine for so long').default(0),
  minimumCalls: z
    .number()
    .int()
    .min(0)
    .max(1e9)
    .default(0)
    .meta({ description: 'With fewer calls in the window, error rate and durations count as fine' }),
  noData: z.enum(['keep', 'fire', 'ok']).default('keep').meta({
    description: 'Without a value: keep firing if it fires, count it as beyond the threshold, or as fine',
  }),
  notify: z.array(Name).max(ALERT_LIMITS.notified).default([]).meta({ description: 'Names of targets' }),
  repeatMinutes: minutes(5, 'Notify again while it fires; null: once').nullable().default(null),
}

interface Thresholds {
  comparison: 'above' | 'below'
  threshold: number
  resolveThreshold: number | null
}

/** The value to resolve at lies on the fine side of the threshold. */
export function isHysteresis({ comparison, threshold, resolveThreshold }: Thresholds): boolean {
  if (resolveThreshold === null) return true
  return comparison === 'above' ? resolveThreshold <= threshold : resolveThreshold >= threshold
}

export const PutAlert = z
  .strictObject(rule)
  .refine(isHysteresis, {
    path: ['resolveThreshold'],
    error: 'Must lie on the other side of the threshold from where the rule fires',
  })
  .meta({ id: 'PutAlert' })
export type PutAlert = z.infer<typeof PutAlert>

export const ALERT_STATES = ['ok', 'pending', 'firing', 'noData'] as const
export const AlertState = z.enum(ALERT_STATES)
export type AlertState = z.infer<typeof AlertState>

/** `at`: from then on it was in this state. */
const stateAt = { at: Timestamp, state: AlertState, silenced: z.boolean() }

export const Alert = z
  .object({
    ...rule,
    name: Name,
    state: AlertState,
    since: Timestamp,
    value: z.number().nullable().meta({ description: 'When it was last evaluated; null: there was none' }),
    evaluatedAt: Timestamp.nullable(),
    trouble: z.string().nullable().meta({ description: 'Why it could not be evaluated' }),
    silence: z.object({ until: Timestamp, reason: z.string(), by: z.string() }).nullable(),
    week: z.array(z.object(stateAt)).meta({
      description: 'Its states in the last 7 days, the oldest first; the first one may have begun earlier',
    }),
    etag: Etag,
    changedBy: z.string(),
    changedAt: Timestamp,
  })
  .meta({ id: 'Alert' })
export type Alert = z.infer<typeof Alert>
export const AlertList = pageOf(Alert).meta({ id: 'AlertList' })

export const AlertChange = z
  .object({
    id: Uuid,
    ...stateAt,
    value: z.number().nullable(),
    endedAt: Timestamp.nullable().meta({ description: 'When it changed again; null: it has not' }),
  })
  .meta({ id: 'AlertChange' })
export type AlertChange = z.infer<typeof AlertChange>
export const AlertChangeList = pageOf(AlertChange).meta({ id: 'AlertChangeList' })
export const AlertChangeQuery = PageQuery

export const SilenceAlert = z
  .strictObject({ until: Moment, reason: z.string().trim().min(1, 'Say why').max(300) })
  .meta({ id: 'SilenceAlert' })
export type SilenceAlert = z.infer<typeof SilenceAlert>

/** What a rule would have done in the last day. */
export const AlertPreview = z
  .object({
    from: Timestamp,
    to: Timestamp,
    stepSeconds: z.number().int(),
    values: z.array(z.number().nullable()).meta({ description: 'One a step, the oldest first; null: no value' }),
    value: z.number().nullable().meta({ description: 'At present' }),
    firings: z.array(
      z.object({ from: Timestamp, to: Timestamp.nullable(), peak: z.number().nullable() }).meta({
        description: '`to` null: it would fire now; `peak`: the value furthest beyond the threshold',
      }),
    ),
    complete: z.boolean().meta({ description: 'false: there is no past of this value, or too much to count' }),
  })
  .meta({ id: 'AlertPreview' })
export type AlertPreview = z.infer<typeof AlertPreview>

const WebhookTarget = z.strictObject({
  type: z.literal('webhook'),
  url: WebhookUrl,
  shape: z.enum(['generic', 'slack']).default('generic').meta({
    description: 'generic: signed JSON as by Standard Webhooks; slack: { text } as Slack and Mattermost take it',
  }),
})
const EmailTarget = z.strictObject({
  type: z.literal('email'),
  to: z.array(z.email().max(254)).min(1).max(ALERT_LIMITS.recipients),
})
const FunctionTarget = z.strictObject({
  type: z.literal('function'),
  function: Name.meta({ description: 'Of the same space' }),
  qualifier: Qualifier.default('draft'),
})

/** Who is told. */
const targets = [WebhookTarget, EmailTarget, FunctionTarget] as const
export const AlertTargetSettings = z.discriminatedUnion('type', targets)
export type AlertTargetSettings = z.infer<typeof AlertTargetSettings>
export const PutAlertTarget = z
  .discriminatedUnion('type', [
    WebhookTarget.extend({ newSecret: z.boolean().optional() }),
    EmailTarget,
    FunctionTarget,
  ])
  .meta({ id: 'PutAlertTarget' })
export type PutAlertTarget = z.infer<typeof PutAlertTarget>

export const AlertTarget = z
  .object({
    name: Name,
    settings: AlertTargetSettings,
    etag: Etag,
    usedBy: z.array(Name).meta({ description: 'Rules that notify it' }),
    lastAt: Timestamp.nullable().meta({ description: 'Of the last attempt to tell it something' }),
    lastOk: z.boolean().nullable(),
    lastDetail: z.string().nullable(),
  })
  .meta({ id: 'AlertTarget' })
export type AlertTarget = z.infer<typeof AlertTarget>
export const AlertTargetList = pageOf(AlertTarget)
  .extend({ mail: z.boolean().meta({ description: 'Whether this installation can send e-mail' }) })
  .meta({ id: 'AlertTargetList' })
export type AlertTargetList = z.infer<typeof AlertTargetList>
export const SavedAlertTarget = AlertTarget.extend({
  secret: z.string().optional().meta({ description: 'A new secret that its webhook is signed with; not shown again' }),
}).meta({ id: 'SavedAlertTarget' })
export type SavedAlertTarget = z.infer<typeof SavedAlertTarget>

export const AlertTest = z
  .object({ ok: z.boolean(), detail: z.string(), ms: z.number() })
  .meta({ id: 'AlertTest', description: 'How a test message was received' })
export type AlertTest = z.infer<typeof AlertTest>
