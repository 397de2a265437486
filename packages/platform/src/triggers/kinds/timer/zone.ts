const DAY = 86_400_000

/** A change of a zone's clocks. Offsets are milliseconds to be added to UTC. */
export interface ClockChange {
  at: number
  before: number
  after: number
}

/** The offsets of a time zone: from Intl, which knows the tz database. */
export interface Zone {
  name: string
  offsetAt(time: number): number
  /** The first change after `time` and before `end`. */
  nextChange(time: number, end: number): ClockChange | null
}

const zones = new Map<string, Zone>()
/** Names come from users, and Intl takes any spelling of case. */
const ZONES_MAX = 1000

export function zoneOf(name: string): Zone {
  const known = zones.get(name)
  if (known) return known
  if (zones.size >= ZONES_MAX) zones.clear()
  const zone = openZone(name)
  zones.set(name, zone)
  return zone
}

function openZone(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' })
  const years = new Map<number, ClockChange[]>()

  function offsetAt(time: number): number {
    const text = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')!.value
    const match = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(text)
    if (!match) return 0
    const [, sign, hours, minutes, seconds = '0'] = match
    return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
  }

  function changesIn(year: number): ClockChange[] {
    let changes = years.get(year)
    if (changes) return changes
    changes = []
    const end = Date.UTC(year + 1, 0)
    let from = Date.UTC(year, 0)
    let before = offsetAt(from)
    while (from < end) {
      const to = Math.min(from + DAY, end)
      const after = offsetAt(to)
      if (after !== before) changes.push({ at: firstWith(after, from, to), before, after })
      from = to
      before = after
    }
    years.set(year, changes)
    return changes
  }

  /** The first whole second in (from, to] from which the offset holds. */
  function firstWith(offset: number, from: number, to: number): number {
    let [low, high] = [from / 1000, to / 1000]
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (offsetAt(middle * 1000) === offset) high = middle
      else low = middle
    }
    return high * 1000
  }

  return {
    name,
    offsetAt,
    nextChange(time, end) {
      const last = new Date(end).getUTCFullYear()
      for (let year = new Date(time).getUTCFullYear(); year <= last; year += 1) {
        const found = changesIn(year).find(({ at }) => at > time)
        if (found) return found.at < end ? found : null
      }
      return null
    },
  }
}

/** `+05:30` */
export function offsetText(offset: number): string {
  const minutes = Math.abs(offset) / 60_000
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
}

/** `2027-03-28T03:00:00+02:00` */
export function localText(time: number, zone: Zone): string {
  const offset = zone.offsetAt(time)
  return `${new Date(time + offset).toISOString().slice(0, 19)}${offsetText(offset)}`
}
