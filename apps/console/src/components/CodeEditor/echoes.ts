/**
 * Remembers typed texts that have not yet come back as a property. The page renders more slowly than people type: when
 * an older text arrives, the page is catching up, and the editor must not show it.
 */
export class Echoes {
  readonly #waiting = new Set<string>()

  emit(text: string): void {
    this.#waiting.add(text)
  }

  /** Whether `text` was typed here. `current` is what the editor shows: once it has come back, nothing is pending. */
  owns(text: string, current: string): boolean {
    const own = this.#waiting.has(text)
    if (text === current) this.#waiting.clear()
    return own
  }
}
