/** Writes one structured line to the server's log. */
export type Log = (line: { level: 'info' | 'warn' | 'error'; [field: string]: unknown }) => void
