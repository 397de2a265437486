import type { EventPattern, TriggerOf } from '@alcove/contract'

export function EventSource({ trigger }: { trigger: TriggerOf<'event'> }) {
  return <span className="mono cut">{patternText(trigger.config.pattern)}</span>
}

/** The types that it names, or else the pattern itself. */
function patternText(pattern: EventPattern): string {
  const { type, ...others } = pattern
  const names = Array.isArray(type) ? type.map(nameOf) : []
  if (names.length === 0 || names.includes(null)) return JSON.stringify(pattern)
  const more = Object.keys(others)
  return [names.join(', '), ...(more.length > 0 ? [more.join(', ')] : [])].join(' · ')
}

function nameOf(condition: unknown): string | null {
  if (typeof condition === 'string') return condition
  if (typeof condition !== 'object' || condition === null) return null
  if ('prefix' in condition) return `${String(condition.prefix)}*`
  return 'suffix' in condition ? `*${String(condition.suffix)}` : null
}
