const SERIES = ['var(--s1)', 'var(--s2)', 'var(--s3)', 'var(--s4)', 'var(--s5)', 'var(--s6)']

/** The colour of a function in a trace: the same one wherever it appears. */
export function colorOf(functions: readonly string[], name: string): string {
  return SERIES[functions.indexOf(name) % SERIES.length]!
}
