import { parametersOf } from '../src/api/route.ts'

const CANDIDATES = [
  'absent',
  '019a0000-aaaa-7bbb-8ccc-0123456789ab',
  '1',
  'absent.example',
  '2026-11',
  'x'.repeat(43),
  `${'0'.repeat(31)}1`,
]

/** For tests of every route: a valid value of a path parameter that names nothing. */
export function absentValue(path: string, name: string): string {
  const schema = parametersOf(path).shape[name]!
  const value = CANDIDATES.find((each) => schema.safeParse(each).success)
  if (value === undefined) throw new Error(`No value is known for {${name}} of ${path}`)
  return value
}
