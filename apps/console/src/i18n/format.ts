import { serverNow } from '../clock.ts'

/** Numbers, durations, sizes and times in the conventions of `locale`, times as clocks in `timeZone` show them. */
export function createFormat(locale: string, timeZone?: string) {
  const chinese = locale.startsWith('zh')
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 })
  const moment = new Intl.DateTimeFormat(locale, {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'medium',
    hourCycle: 'h23',
  })
  const day = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'medium' })
  const clock = new Intl.DateTimeFormat(locale, { timeZone, timeStyle: 'medium', hourCycle: 'h23' })
  const hourMinute = new Intl.DateTimeFormat(locale, { timeZone, timeStyle: 'short', hourCycle: 'h23' })
  const shortDay = new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' })

  const [second, minute, hour, dayUnit] = chinese ? ['秒', '分钟', '小时', '天'] : ['s', 'min', 'h', 'd']
  /** "2 min 5 s"; "2 min" without a remainder. */
  const twoParts = (large: number, largeUnit: string, small: number, smallUnit: string) =>
    small === 0
      ? { value: String(large), unit: largeUnit }
      : { value: `${large} ${largeUnit} ${small}`, unit: smallUnit }

  const digits = (value: number, fraction: number) =>
    value.toLocaleString(locale, { maximumFractionDigits: fraction, minimumFractionDigits: fraction })

  const format = {
    /** 214,806 */
    number: (value: number) => whole.format(value),

    /** 1.28 and "M" separately, for numbers with a small unit. Whole numbers below 10,000. */
    compact(value: number): { value: string; unit: string } {
      if (Math.abs(value) < 10_000) return { value: whole.format(value), unit: '' }
      const parts = compact.formatToParts(value)
      // Write k for thousands, as in kB; Intl writes K.
      const unit = (parts.find((part) => part.type === 'compact')?.value ?? '').replace('K', 'k')
      const number = parts.filter((part) => part.type !== 'compact' && part.type !== 'literal')
      return { value: number.map((part) => part.value).join(''), unit }
    },

    /** A percentage without its sign: 0.14 for 0.0014. */
    percent: (share: number) => digits(share * 100, share === 1 ? 0 : share >= 0.1 ? 1 : 2),

    /** A shorter one: one decimal below ten, none above. */
    percentShort: (share: number) => digits(share * 100, share < 0.1 ? 1 : 0),

    /** A duration with its unit: "84 ms", "1.24 s", "2 min 5 s". */
    duration(ms: number): string {
      const { value, unit } = format.durationParts(ms)
      return `${value} ${unit}`
    },

    /** An age, or a time that remains: "7 s", "2 min 5 s". It changes all the time, so it has no parts of a second. */
    span(ms: number): string {
      return ms < 60_000 ? `${whole.format(Math.floor(ms / 1000))} ${second}` : format.duration(ms)
    },

    /** Like `duration`, with the unit separate. */
    durationParts(ms: number): { value: string; unit: string } {
      if (ms < 10) return { value: digits(ms, ms < 1 && ms > 0 ? 2 : 1).replace(/[.,]0$/, ''), unit: 'ms' }
      if (ms < 10_000) return { value: whole.format(ms), unit: 'ms' }
      if (ms < 60_000) return { value: digits(ms / 1000, 1), unit: second }
      const minutes = Math.floor(ms / 60_000)
      if (minutes < 60) return twoParts(minutes, minute, Math.floor((ms % 60_000) / 1000), second)
      const hours = Math.floor(minutes / 60)
      if (hours < 48) return twoParts(hours, hour, minutes % 60, minute)
      return twoParts(Math.floor(hours / 24), dayUnit, hours % 24, hour)
    },

    /** Milliseconds without unit, for columns that name it: 412, 0.8 */
    ms: (ms: number) => (ms < 10 ? digits(ms, 1) : whole.format(ms)),

    /** Processor cores: 1, 0.5, 1.25 */
    cores: (cores: number) => cores.toLocaleString(locale, { maximumFractionDigits: 2 }),

    /** "412 B", "41 KB", "2.4 MB"; 1 KB = 1,024 B. */
    bytes(bytes: number): string {
      if (bytes < 1024) return `${whole.format(bytes)} B`
      const units = ['KB', 'MB', 'GB', 'TB']
      let value = bytes / 1024
      let unit = 0
      // Compare the rounded number: 1,024 MB becomes 1.0 GB.
      while (Math.round(value) >= 1024 && unit < units.length - 1) {
        value /= 1024
        unit += 1
      }
      return `${digits(value, value < 10 ? 1 : 0)} ${units[unit]}`
    },

    /** "2 min ago", 「2 分钟前」 */
    ago(at: string, now = serverNow()): string {
      const seconds = Math.round((Date.parse(at) - now) / 1000)
      const text = relativeText(seconds)
      if (chinese) return spaced(text)
      return text
        .replace('.', '')
        .replace(/\bsec\b/, 's')
        .replace(/\bhr\b/, 'h')
        .replace(/\bdays?\b/, 'd')
    },

    /** Time and date to the second. */
    dateTime: (at: string | number) => moment.format(new Date(at)),
    date: (at: string | number) => day.format(new Date(at)),
    /** 21:37:52 */
    clock: (at: string | number) => clock.format(new Date(at)),
    /** 21:37 */
    minute: (at: string | number) => hourMinute.format(new Date(at)),
    /** 12 Nov */
    shortDay: (at: string | number) => shortDay.format(new Date(at)),
  }

  function relativeText(seconds: number): string {
    const size = Math.abs(seconds)
    if (size < 60) return relative.format(seconds > 0 ? seconds : Math.min(seconds, -1), 'second')
    if (size < 3600) return relative.format(Math.trunc(seconds / 60), 'minute')
    if (size < 86_400) return relative.format(Math.trunc(seconds / 3600), 'hour')
    if (size < 86_400 * 45) return relative.format(Math.trunc(seconds / 86_400), 'day')
    return relative.format(Math.trunc(seconds / (86_400 * 30)), 'month')
  }

  return format
}

/** Chinese typography puts a space between digits and characters; Intl omits it. */
export const spaced = (text: string): string => text.replace(/(\d)(?=\p{Script=Han})/gu, '$1 ')

export type Format = ReturnType<typeof createFormat>
