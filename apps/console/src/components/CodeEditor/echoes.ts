/**
 * Texts that were typed and have not come back as a property yet. The page renders later than people type: an older
 * text arriving is the page catching up, not a change to show.
 */
export class Echoes {
  readonly #waiting = new Set<string>()

  emit(text: string): void {
    this.#waiting.add(text)
  }

  /** Whether `text` was typed here. `current`: what the editor shows now; once that has come back, none is awaited. */
  owns(text: string, current: string): boolean {
    const own = this.#waiting.has(text)
    if (text === current) this.#waiting.clear()
    return own
  }
}
