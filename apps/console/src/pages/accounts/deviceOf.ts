/** The first that matches: others name these too. */
const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdg\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bFirefox\//, 'Firefox'],
  [/\bChrome\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
  [/^curl\//, 'curl'],
]
const SYSTEMS: readonly [RegExp, string][] = [
  [/\b(iPhone|iPad)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

/** "Firefox, Linux", as far as a browser says; null when it does not. */
export function deviceOf(userAgent: string | null): { name: string | null; phone: boolean } {
  const find = (list: typeof BROWSERS) => list.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1]
  const system = find(SYSTEMS)
  const name = [find(BROWSERS), system].filter(Boolean).join(', ')
  return { name: name === '' ? null : name, phone: system === 'iOS' || system === 'Android' }
}
