import {
  parseLogQuery,
  PutAlert,
  type Alert,
  type AlertCondition,
  type AlertMetric,
  type WindowedLimit,
} from '@alcove/contract'

/** What the form holds: numbers as they are typed. */
export interface AlertDraft {
  name: string
  description: string
  enabled: boolean
  kind: AlertMetric | Exclude<AlertCondition['type'], 'metric'>
  /** Empty: the whole space. */
  function: string
  query: string
  limit: WindowedLimit
  comparison: PutAlert['comparison']
  threshold: string
  window: string
  for: string
  /** Empty: the threshold itself. */
  resolve: string
  resolveFor: string
  minimumCalls: string
  noData: PutAlert['noData']
  notify: string[]
  /** Empty: once. */
  repeat: string
}

export function draftOf(alert: Alert | null): AlertDraft {
  const condition = alert?.condition ?? { type: 'metric', metric: 'errorRate' }
  return {
    name: alert?.name ?? '',
    description: alert?.description ?? '',
    enabled: alert?.enabled ?? true,
    kind: condition.type === 'metric' ? condition.metric : condition.type,
    function: ('function' in condition && condition.function) || '',
    query: condition.type === 'logs' ? condition.query : '',
    limit: condition.type === 'quota' ? condition.limit : 'executionsPerMonth',
    comparison: alert?.comparison ?? 'above',
    threshold: String(alert?.threshold ?? 2),
    window: String(alert?.windowMinutes ?? 5),
    for: String(alert?.forMinutes ?? 0),
    resolve: alert?.resolveThreshold === null || alert === null ? '' : String(alert.resolveThreshold),
    resolveFor: String(alert?.resolveForMinutes ?? 0),
    minimumCalls: String(alert?.minimumCalls ?? 0),
    noData: alert?.noData ?? 'keep',
    notify: alert?.notify ?? [],
    repeat: alert?.repeatMinutes ? String(alert.repeatMinutes) : '',
  }
}

export function ruleOf(draft: AlertDraft): PutAlert {
  return {
    description: draft.description.trim(),
    enabled: draft.enabled,
    condition: conditionOf(draft),
    windowMinutes: numberOf(draft.window),
    comparison: draft.comparison,
    threshold: numberOf(draft.threshold),
    forMinutes: numberOf(draft.for),
    resolveThreshold: draft.resolve.trim() === '' ? null : Number(draft.resolve),
    resolveForMinutes: numberOf(draft.resolveFor),
    minimumCalls: numberOf(draft.minimumCalls),
    noData: draft.noData,
    notify: draft.notify,
    repeatMinutes: draft.repeat.trim() === '' ? null : Number(draft.repeat),
  }
}

function conditionOf(draft: AlertDraft): AlertCondition {
  const of = draft.function === '' ? {} : { function: draft.function }
  switch (draft.kind) {
    case 'logs':
      return { type: 'logs', query: draft.query, ...of }
    case 'quota':
      return { type: 'quota', limit: draft.limit, ...of }
    case 'budget':
      return { type: 'budget' }
    case 'issues':
    case 'missedTimers':
      return { type: draft.kind, ...of }
    default:
      return { type: 'metric', metric: draft.kind, ...of }
  }
}

/** A number as typed; NaN, which no schema takes, when there is none. */
const numberOf = (text: string): number => (text.trim() === '' ? NaN : Number(text))

export const Rule = PutAlert.refine(
  ({ condition }) => condition.type !== 'logs' || parseLogQuery(condition.query).filter !== null,
  { path: ['condition', 'query'] },
)
