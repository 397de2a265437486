/** A body with an event as its author wrote it, JSON text: parsed and written again, long numbers would lose digits. */
export function eventBody(event: string, others: object = {}) {
  const rest = JSON.stringify(others).slice(1)
  return {
    body: new Blob([`{"event":${event}`, rest === '}' ? '' : ',', rest]),
    headers: { 'content-type': 'application/json' },
  }
}
