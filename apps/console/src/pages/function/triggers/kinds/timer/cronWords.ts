import cronstrue from 'cronstrue'
import 'cronstrue/locales/zh_CN'
import type { Language } from '../../../../../i18n/index.ts'

const LOCALES: Record<Language, string> = { en: 'en', 'zh-CN': 'zh_CN' }

/** The values of each field, seconds first. Weekdays are 0 to 6: 7 is Sunday as well. */
const RANGES: readonly (readonly [number, number])[] = [
  [0, 59],
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
]
const DAY_OF_MONTH = 3
const MONTH = 4
const WEEKDAY = 5
/** Longer lists are harder to read than the step. */
const LISTED = 9

/** When a valid cron pattern is due, in words. A pattern without words is shown as it is. */
export function cronWords(cron: string, language: Language): string {
  const fields = cron.trim().split(/\s+/)
  const whole = fields.length === 5 ? ['0', ...fields] : fields
  const plain = whole.map((field, index) => plainField(field, index))
  try {
    // "At 02:30" alone does not say that it is every day.
    const isDaily = /^[\d,-]+ \* \* \*$/.test(plain.slice(2).join(' '))
    const either = plain[DAY_OF_MONTH] !== '*' && plain[WEEKDAY] !== '*'
    const words = either ? wordsOfEither(plain) : wordsOf(plain, isDaily)
    return words.replaceAll(/ {2,}/g, ' ')
  } catch {
    return cron
  }

  function wordsOf(parts: readonly string[], verbose = false): string {
    const pattern = parts.join(' ')
    const words = cronstrue.toString(pattern, { locale: LOCALES[language], use24HourTimeFormat: true, verbose })
    // "每隔 2 天" may also be read as "every third day".
    return words.replaceAll(/每隔 (?=\d+ 天)/g, '每月 1 号起每 ').replaceAll(/每隔 (?=\d)/g, '每 ')
  }

  /** With a day of the month and a weekday either one is enough, which cronstrue does not say. */
  function wordsOfEither(parts: readonly string[]): string {
    const only = (kept?: number) =>
      wordsOf(parts.map((part, index) => (index < DAY_OF_MONTH || index === kept ? part : '*')))
    const time = only()
    const partFor = (index: number) => only(index).slice(time.length)
    const weekday = partFor(WEEKDAY).replace(/^, (only |仅|限)?/, '')
    const or = language === 'en' ? ' or ' : '或'
    return `${time}${partFor(DAY_OF_MONTH)}${or}${weekday}${partFor(MONTH)}`
  }
}

/** Written so that its words are true: a step that begins anew before its time has come is the list of its values. */
function plainField(field: string, index: number): string {
  if (field === '?') return '*'
  const [low, high] = RANGES[index]!
  const count = high - low + 1
  // What croner calls SUN#L is SUNL here.
  if (index === WEEKDAY) return /^[\d,*/-]+$/.test(field) ? weekdays(field) : field.replaceAll(/#L/gi, 'L')
  const step = Number(/^\*\/(\d+)$/.exec(field)?.[1] ?? 1)
  if (count % step === 0) return field
  const values = stepped(low, high, step)
  return values.length > LISTED ? field : values.join(',')
}

function weekdays(field: string): string {
  if (!/[/,]/.test(field)) return field
  const days = field.split(',').flatMap((part) => {
    const [range, step] = part.split('/')
    const [from, to = step === undefined ? from : '6'] = range === '*' ? ['0', '6'] : range!.split('-')
    return stepped(Number(from), Number(to), Number(step ?? 1))
  })
  return [...new Set(days.map((day) => day % 7))].toSorted((a, b) => a - b).join(',')
}

function stepped(low: number, high: number, step: number): number[] {
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, index) => low + index * step)
}
