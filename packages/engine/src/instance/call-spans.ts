import { SPAN_LIMITS, type MeasuredSpan, type MeasuredSpans } from '@alcove/contract'

/** The spans of one call, up to a number and a size. Most calls have none: it is made for the first one. */
export class CallSpans implements MeasuredSpans {
  readonly spans: MeasuredSpan[] = []
  dropped = 0
  readonly #redact: ((text: string) => string) | null
  #bytes = 0

  /** @param redact replaces the values of secrets */
  constructor(redact: ((text: string) => string) | null) {
    this.#redact = redact
  }

  get full(): boolean {
    return this.spans.length >= SPAN_LIMITS.ofCall || this.#bytes >= SPAN_LIMITS.bytesOfCall
  }

  add(span: MeasuredSpan): void {
    if (this.full) {
      this.dropped += 1
      return
    }
    const kept = this.#redact === null ? span : redacted(span, this.#redact)
    this.#bytes += sizeOf(kept)
    this.spans.push(kept)
  }
}

function redacted(span: MeasuredSpan, redact: (text: string) => string): MeasuredSpan {
  const attributes = Object.entries(span.attributes).map(([key, value]) => [
    key,
    typeof value === 'string' ? redact(value) : value,
  ])
  return {
    ...span,
    name: redact(span.name),
    error: span.error && redact(span.error),
    attributes: Object.fromEntries(attributes),
  }
}

function sizeOf({ name, error, attributes }: MeasuredSpan): number {
  let size = 150 + name.length + (error?.length ?? 0)
  for (const [key, value] of Object.entries(attributes)) size += key.length + String(value).length
  return size
}
