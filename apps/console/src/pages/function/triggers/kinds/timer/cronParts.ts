const NAMES = ['second', 'minute', 'hour', 'day', 'month', 'weekday'] as const

/** One field of a cron pattern, and where it stands in the text. */
interface CronPart {
  name: (typeof NAMES)[number]
  text: string
  from: number
  to: number
}

/** The fields of a pattern as typed: five, or six with seconds first. What is not typed yet is empty. */
export function cronParts(cron: string): CronPart[] {
  const typed = [...cron.matchAll(/\S+/g)]
  const names = typed.length > 5 ? NAMES : NAMES.slice(1)
  return names.map((name, at) => {
    const text = typed[at]?.[0] ?? ''
    const from = typed[at]?.index ?? cron.length
    return { name, text, from, to: from + text.length }
  })
}
