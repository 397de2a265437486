import type { AlertCondition, PutAlert } from '@alcove/contract'

/** The message that targets get, as JSON. */
export interface AlertMessage {
  type: 'alcove.alert.firing' | 'alcove.alert.resolved' | 'alcove.alert.test'
  space: string
  alert: string
  description: string
  condition: AlertCondition
  comparison: PutAlert['comparison']
  threshold: number
  value: number | null
  since: string
  url: string
}

const WORDS = {
  'alcove.alert.firing': 'Firing',
  'alcove.alert.resolved': 'Resolved',
  'alcove.alert.test': 'Test',
} as const

export function subjectOf({ type, alert, space }: AlertMessage): string {
  return `[${WORDS[type]}] ${alert} in ${space}`
}

/** The message for people: what, how much, since when, where to look. */
export function textOf(message: AlertMessage): string {
  const { type, description, condition, comparison, threshold, value, since, url } = message
  const measured = value === null ? 'has no value' : `is ${rounded(value)}`
  const lines = [
    subjectOf(message),
    ...(description === '' ? [] : [description]),
    type === 'alcove.alert.test'
      ? 'A test: nothing is wrong.'
      : `The ${whatOf(condition)} ${measured}; the rule fires ${comparison} ${threshold}.`,
    `Since ${since}`,
    url,
  ]
  return lines.join('\n')
}

const METRICS: Record<Extract<AlertCondition, { type: 'metric' }>['metric'], string> = {
  errors: 'number of errors',
  errorRate: 'error rate in percent',
  throttled: 'number of throttled calls',
  invocations: 'number of calls',
  p50: 'median duration in ms',
  p95: '95th percentile of the duration in ms',
  p99: '99th percentile of the duration in ms',
  maxDuration: 'longest duration in ms',
  concurrency: 'concurrency',
  queueAge: 'age of the oldest waiting task in seconds',
  deadLetters: 'number of dead letters',
}

function whatOf(condition: AlertCondition): string {
  const of = 'function' in condition && condition.function !== undefined ? ` of ${condition.function}` : ''
  switch (condition.type) {
    case 'metric':
      return METRICS[condition.metric] + of
    case 'logs':
      return `number of lines${of} that match ${condition.query}`
    case 'issues':
      return `number of new issues${of}`
    case 'quota':
      return `share in percent of ${condition.limit}${of}`
    case 'budget':
      return 'share in percent of the budget of the month'
    case 'missedTimers':
      return `number of missed ticks${of}`
  }
}

const rounded = (value: number): number => Math.round(value * 100) / 100
