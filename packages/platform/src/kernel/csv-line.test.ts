import { expect, test } from 'vitest'
import { csvLine } from './csv-line.ts'

test.each([
  [['a', 1, null, undefined], 'a,1,,\r\n'],
  [['say "hi"', 'a,b', 'two\nlines'], '"say ""hi""","a,b","two\nlines"\r\n'],
  [['=1+1', '@cmd', -3], "'=1+1,'@cmd,-3\r\n"],
  [[{ role: 'admin' }], '"{""role"":""admin""}"\r\n'],
])('csvLine() writes %j', (values, line) => {
  expect(csvLine(values)).toBe(line)
})
