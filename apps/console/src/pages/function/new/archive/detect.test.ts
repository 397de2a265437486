import { expect, test } from 'vitest'
import { detect } from './detect.ts'

const bytes = (files: Record<string, string>) =>
  new Map(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)]))

test('a web application in TypeScript: the handler before the server, packages, variables', () => {
  const found = detect(
    bytes({
      'package.json': '{"engines":{"node":">=22 <25"},"main":"src/lambda.ts","dependencies":{"koa":"2","ky":"1"}}',
      'package-lock.json': '{}',
      'src/server.ts': 'export const handler = app\napp.listen(process.env.PORT)',
      'src/lambda.ts': "import './server.ts'\nexport const handler = serverless(app, process.env['DATABASE_URL'])",
      'src/lambda.test.ts': 'export const handler = 1; process.env.ONLY_IN_TESTS',
    }),
  )
  expect(found).toEqual({
    runtime: { value: 'nodejs24', from: 'package.json, engines >=22 <25', others: ['nodejs22'] },
    handler: { value: 'src/lambda.handler', from: 'src/lambda.ts:2', others: ['src/server.handler'] },
    dependencies: { count: 2, from: 'package-lock.json' },
    variables: [
      { name: 'DATABASE_URL', from: 'src/lambda.ts:2' },
      { name: 'PORT', from: 'src/server.ts:2' },
    ],
  })
})

test.each<[what: string, files: Record<string, string>, runtime: string, handler: string | null]>([
  [
    'AWS’s Python',
    { 'lambda_function.py': 'import os\n\ndef lambda_handler(event, context): pass' },
    'python3',
    'lambda_function.lambda_handler',
  ],
  [
    'Python in a folder',
    { 'app/main.py': 'async def handler(event, context): pass', 'app/util.py': '' },
    'python3',
    'app/main.handler',
  ],
  ['CommonJS', { 'index.js': 'exports.handler = async () => 1' }, 'nodejs24', 'index.handler'],
  ['a fetch module', { 'index.ts': 'export default {\n  async fetch(request) {} }' }, 'nodejs24', 'index.default'],
  ['a Hono app', { 'index.ts': 'const app = new Hono()\nexport default app' }, 'nodejs24', 'index.default'],
  [
    'Java in a package',
    {
      'com/acme/Orders.java':
        'package com.acme;\npublic class Orders {\n  public String handle(Map<String, Object> event) {}\n}',
    },
    'java17',
    'com.acme.Orders.handle',
  ],
  ['an executable', { bootstrap: '\u007fELF', 'notes.py': '' }, 'custom', 'bootstrap'],
  ['no handler', { 'index.mjs': 'console.log(1)' }, 'nodejs24', null],
  [
    'a damaged package.json',
    { 'package.json': '{', 'index.mjs': 'export function handler() {}' },
    'nodejs24',
    'index.handler',
  ],
])('%s', (_, files, runtime, handler) => {
  const found = detect(bytes(files))
  expect([found.runtime.value, found.handler?.value ?? null]).toEqual([runtime, handler])
})

test.each([
  ['22.x', ['nodejs22']],
  ['^24.1.0', ['nodejs24']],
  ['>=20', ['nodejs24', 'nodejs22', 'nodejs26']],
  ['20 || 26', ['nodejs26']],
  ['18', ['nodejs24']],
])('engines "%s"', (range, wanted) => {
  const { value, others } = detect(bytes({ 'package.json': JSON.stringify({ engines: { node: range } }) })).runtime
  expect([value, ...others]).toEqual(wanted)
})
