import {
  ALERT_LIMITS,
  isHysteresis,
  parseLogQuery,
  type Alert,
  type AlertCondition,
  type AlertMetric,
  type PutAlert,
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
    windowMinutes: Number(draft.window),
    comparison: draft.comparison,
    threshold: Number(draft.threshold),
    forMinutes: Number(draft.for),
    resolveThreshold: draft.resolve.trim() === '' ? null : Number(draft.resolve),
    resolveForMinutes: Number(draft.resolveFor),
    minimumCalls: Number(draft.minimumCalls),
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

export type DraftErrors = Partial<
  Record<'threshold' | 'window' | 'for' | 'resolve' | 'resolveFor' | 'minimumCalls' | 'query' | 'repeat', true>
>

/** The fields that cannot be saved as they are. */
export function errorsOf(draft: AlertDraft): DraftErrors {
  const errors: DraftErrors = {}
  const whole = (text: string, least: number, most: number) =>
    /^\d{1,9}$/.test(text.trim()) && +text >= least && +text <= most
  const amount = (text: string) => /^\d{1,12}(\.\d{1,6})?$/.test(text.trim())
  const most = ALERT_LIMITS.windowMinutes
  if (!amount(draft.threshold)) errors.threshold = true
  if (!whole(draft.window, 1, most)) errors.window = true
  if (!whole(draft.for, 0, most)) errors.for = true
  if (!whole(draft.resolveFor, 0, most)) errors.resolveFor = true
  if (!whole(draft.minimumCalls, 0, 999_999_999)) errors.minimumCalls = true
  if (draft.repeat.trim() !== '' && !whole(draft.repeat, 5, most)) errors.repeat = true
  if (draft.resolve.trim() !== '' && !(amount(draft.resolve) && (errors.threshold || isHysteresis(ruleOf(draft))))) {
    errors.resolve = true
  }
  if (draft.kind === 'logs' && (draft.query.trim() === '' || parseLogQuery(draft.query).filter === null)) {
    errors.query = true
  }
  return errors
}
