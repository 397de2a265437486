/** The functions of a soak. `expect` accepts their correct responses when nobody kills their instance. */
export interface Kind {
  name: string
  /** How many of a hundred functions. */
  share: number
  runtime: string
  handler: string
  files: Record<string, string>
  scaling?: object
  expect: { status: number; code?: string }
}

const ok = { status: 200 }

export const KINDS: readonly Kind[] = [
  {
    name: 'echo',
    share: 30,
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': 'export const handler = async (event) => ({ path: event.rawPath })' },
    expect: ok,
  },
  {
    name: 'waits',
    share: 20,
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: {
      'index.mjs': `export const handler = async () => {
  await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 60))
  return { waited: true }
}`,
    },
    expect: ok,
  },
  {
    name: 'shares',
    share: 10,
    runtime: 'nodejs24',
    handler: 'index.handler',
    scaling: { concurrency: 20 },
    files: {
      'index.mjs': `export const handler = async () => {
  await new Promise((resolve) => setTimeout(resolve, 10))
  return { shared: true }
}`,
    },
    expect: ok,
  },
  {
    name: 'computes',
    share: 10,
    runtime: 'nodejs22',
    handler: 'index.handler',
    files: {
      'index.mjs': `export const handler = async () => {
  const until = performance.now() + 5
  let rounds = 0
  while (performance.now() < until) rounds += 1
  return { rounds }
}`,
    },
    expect: ok,
  },
  {
    name: 'logs',
    share: 10,
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: {
      'index.mjs': `export const handler = async () => {
  for (let line = 0; line < 20; line += 1) console.log('line', line, 'x'.repeat(80))
  return { lines: 20 }
}`,
    },
    expect: ok,
  },
  {
    name: 'large',
    share: 5,
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': `export const handler = async () => 'x'.repeat(200_000)` },
    expect: ok,
  },
  {
    name: 'throws',
    share: 5,
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': `export const handler = async () => { throw new TypeError('as it does') }` },
    expect: { status: 502, code: 'FunctionError' },
  },
  {
    name: 'python',
    share: 10,
    runtime: 'python3',
    handler: 'main.handler',
    files: { 'main.py': `def handler(event, context):\n    return {"path": event["rawPath"]}\n` },
    expect: ok,
  },
]

/** `count` functions by name, in proportion to the shares of their kinds. */
export function population(count: number): { name: string; kind: Kind }[] {
  const total = KINDS.reduce((sum, { share }) => sum + share, 0)
  return KINDS.flatMap((kind) =>
    Array.from({ length: Math.max(1, Math.round((kind.share * count) / total)) }, (_, index) => ({
      name: `${kind.name}-${index + 1}`,
      kind,
    })),
  ).slice(0, count)
}
