/** A body with an event as its author wrote it, JSON text: parsed and written again, long numbers would lose digits. */
export const eventBody = (event: string) => ({
  body: new Blob([`{"event":${event}}`]),
  headers: { 'content-type': 'application/json' },
})
