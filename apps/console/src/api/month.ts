import { serverNow } from '../clock.ts'

/** Months are UTC ones, as in 2026-11. */
export const thisMonth = () => new Date(serverNow()).toISOString().slice(0, 7)

export function shiftedMonth(month: string, by: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, number - 1 + by)).toISOString().slice(0, 7)
}

/** Its first moment, and that of the next one. */
export function monthRange(month: string): { from: string; to: string } {
  const at = (text: string) => new Date(`${text}-01T00:00:00Z`).toISOString()
  return { from: at(month), to: at(shiftedMonth(month, 1)) }
}

/** The days of a month, as in 2026-11-01. */
export function daysOf(month: string): string[] {
  const [year, number] = month.split('-').map(Number) as [number, number]
  const count = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return Array.from({ length: count }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`)
}

export function monthName(language: string, month: string, options: Intl.DateTimeFormatOptions = { year: 'numeric' }) {
  const format = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC', ...options })
  return format.format(new Date(`${month}-01T00:00:00Z`))
}
