/** What the parts have to say, as one structured line. */
export type Log = (line: { level: 'info' | 'warn' | 'error'; [field: string]: unknown }) => void
