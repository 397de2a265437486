import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readReports } from './read-reports.ts'

const CODE = `import { sum } from './sum.js' // 1
// a comment
const unused = () => {
  return 0
}
export function half(n) {
  if (n < 0) {
    throw new Error('negative')
  }
  return n > 10 ? sum(n) : n / 2
}
`
const at = (text: string) => CODE.indexOf(text)
const end = (text: string) => at(text) + text.length
const UNUSED = [at('() =>'), end('return 0\n}'), 0]
const HALF = [at('function half'), CODE.length - 1]
const THROWS = [at('{\n    throw'), end("('negative')\n  }"), 0]
const LOADED = { file: 'index.mjs', functions: [[0, CODE.length, 1], UNUSED, [...HALF, 0]] }
const CALLED = {
  file: 'index.mjs',
  functions: [
    [0, CODE.length, 0],
    [...HALF, 1, ...THROWS],
  ],
}
const THREW = {
  file: 'index.mjs',
  functions: [
    [0, CODE.length, 0],
    [...HALF, 1],
  ],
}

async function read(reports: unknown[], files: Record<string, string> = { 'index.mjs': CODE }) {
  const folder = await mkdtemp(join(tmpdir(), 'alcove-coverage-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)))
  await symlink('/etc/hostname', join(folder, 'link.mjs'))
  return readReports(
    folder,
    reports.map((each) => Buffer.from(typeof each === 'string' ? each : JSON.stringify(each))),
  )
}

test.each<[what: string, reports: unknown[], covered: number[], uncovered: number[]]>([
  ['only what loading ran', [LOADED], [3], [4, 7, 8, 10]],
  ['a call', [LOADED, CALLED], [3, 7, 10], [4, 8]],
  ['calls together', [LOADED, CALLED, THREW], [3, 7, 8, 10], [4]],
  [
    'lines of Python, in any order',
    [
      { file: 'index.mjs', lines: [3, 1, 2], ran: [1] },
      { file: 'index.mjs', lines: [1, 2, 3], ran: [3, 99] },
    ],
    [1, 3],
    [2],
  ],
])('%s', async (_, reports, covered, uncovered) => {
  expect(await read(reports)).toEqual([{ file: 'index.mjs', covered, uncovered }])
})

test.each<[what: string, report: unknown, files?: Record<string, string>]>([
  ['no JSON', '{'],
  ['ranges that are no numbers', { file: 'index.mjs', functions: [['a']] }],
  ['negative ranges', { file: 'index.mjs', functions: [[-1, 5, 1]] }],
  ['a file outside', { file: '../../etc/hostname', functions: [[0, 5, 1]] }],
  ['an absolute path', { file: '/etc/hostname', functions: [[0, 5, 1]] }],
  ['a link out of the folder', { file: 'link.mjs', functions: [[0, 5, 1]] }],
  ['a file that is not there', { file: 'gone.mjs', functions: [[0, 5, 1]] }],
  ['code that is none', { file: 'index.mjs', functions: [[0, 5, 1]] }, { 'index.mjs': 'let = = 1' }],
  [
    'a source map that is none',
    { file: 'index.mjs', functions: [[0, 5, 1]] },
    { 'index.mjs': CODE, 'index.mjs.map': '{"version":3,"sources":[],"mappings":7}' },
  ],
])('%s counts for nothing', async (_, report, files) => {
  expect(await read([report], files)).toEqual([])
})

test('ranges that overlap or lie outside the code do no harm', async () => {
  const functions = [[5, 4_000_000_000, 1, 90, 30, 0, 0, 60, 1]]
  const [found] = await read([{ file: 'index.mjs', functions }])
  expect([...found!.covered, ...found!.uncovered].toSorted((a, b) => a - b)).toEqual([3, 4, 7, 8, 10])
})
