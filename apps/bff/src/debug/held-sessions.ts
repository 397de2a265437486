/** The debug sessions of this server: one for each developer. */
export class HeldSessions {
  readonly #sessions = new Map<string, (reason: string) => void>()

  /** Ends the developer's earlier session. @returns a function to call when this one ends */
  hold(developer: string, end: (reason: string) => void): () => void {
    this.#sessions.get(developer)?.('You have started another debug session')
    this.#sessions.set(developer, end)
    return () => {
      if (this.#sessions.get(developer) === end) this.#sessions.delete(developer)
    }
  }
}
