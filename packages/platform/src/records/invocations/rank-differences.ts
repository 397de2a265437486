import type { Difference } from '@alcove/contract'

/** The value that only says that the field is present. */
export const PRESENT = '*'
/** The prefix of fields of the input; facts of a call have none. */
const INPUT = 'input.'
const MOST = { items: 20, ofField: 3, values: 500 }
/** Shares that differ by less are noise. */
const LEAST_DIFFERENCE = 0.05

type Side = 0 | 1
type Counts = [these: number, rest: number]

/** Counts the values of fields among selected calls and the others, and says which are more common among the selected. */
export class DifferenceCounts {
  readonly #fields = new Map<string, Map<string, Counts>>()
  readonly #calls: Counts = [0, 0]

  add(call: Iterable<readonly [field: string, value: string]>, selected: boolean): void {
    const side: Side = selected ? 0 : 1
    this.#calls[side] += 1
    for (const [field, value] of call) {
      this.#count(field, value, side)
      if (field.startsWith(INPUT)) this.#count(field, PRESENT, side)
    }
  }

  /** The greatest difference first, and how many fields have none. */
  ranked(): { items: Difference[]; alike: number } {
    const found: Difference[] = []
    let alike = 0
    for (const [field, values] of this.#fields) {
      const differing = this.#ofField(field, values)
      if (differing.length === 0) alike += 1
      found.push(...differing)
    }
    return { items: found.sort(byDifference).slice(0, MOST.items), alike }
  }

  #count(field: string, value: string, side: Side): void {
    let values = this.#fields.get(field)
    if (!values) this.#fields.set(field, (values = new Map()))
    const counts = values.get(value)
    if (counts) counts[side] += 1
    // The first values of a field with a value per call suffice to see that none is common.
    else if (values.size < MOST.values) values.set(value, side === 0 ? [1, 0] : [0, 1])
  }

  #ofField(field: string, values: Map<string, Counts>): Difference[] {
    const [ofThese, ofRest] = this.#calls.map((count) => Math.max(1, count)) as Counts
    const differing = [...values]
      .map(([value, [these, rest]]) => ({ field, value, these: these / ofThese, rest: rest / ofRest, count: these }))
      // One call out of many has no share.
      .filter(({ these, rest, count }) => these - rest >= LEAST_DIFFERENCE && (count > 1 || ofThese < 4))
      .sort(byDifference)
      .map(({ count: _count, ...difference }) => difference)
    const best = differing[0]
    // Skip "is present" when a value of the field ranks as high.
    const telling = differing.filter(
      (each, index) => each.value !== PRESENT || index === 0 || differenceOf(each) > differenceOf(best!),
    )
    // The other way round, a field that only the selected calls have needs no list of its values.
    return (best?.value === PRESENT ? telling.slice(0, 1) : telling).slice(0, MOST.ofField)
  }
}

const differenceOf = ({ these, rest }: Pick<Difference, 'these' | 'rest'>): number => these - rest

/** At the same difference a value comes before the presence of its field. */
function byDifference(a: Difference, b: Difference): number {
  return differenceOf(b) - differenceOf(a) || Number(a.value === PRESENT) - Number(b.value === PRESENT)
}
