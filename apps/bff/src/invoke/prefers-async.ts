/** Whether the caller asks to be answered before the call is made: `Prefer: respond-async` (RFC 7240, section 4.1). */
export function prefersAsync(preference: string | null | undefined): boolean {
  return typeof preference === 'string' && /(^|[,\s])respond-async($|[,;\s])/i.test(preference)
}
