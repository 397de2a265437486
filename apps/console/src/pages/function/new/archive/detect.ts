import { RUNTIMES, type Runtime } from '@alcove/contract'
import { familyOf } from '../../../../components/runtimes.ts'

/** A value that was found out, with where it came from. */
export interface Found<Value> {
  value: Value
  /** Where it was found: a path, with a line if there is one. */
  from: string
  /** Other values that fit as well: then a person should look. */
  others: Value[]
}

export interface Detected {
  runtime: Found<Runtime>
  /** Null: no file looks like one with a handler. */
  handler: Found<string> | null
  dependencies: { count: number; from: string } | null
  /** Names of variables that the code reads, without those that every function has. */
  variables: { name: string; from: string }[]
}

interface Candidate {
  handler: string
  from: string
  score: number
}

const SOURCE = /\.(mjs|cjs|js|mts|cts|ts|py)$/
/** Longer files are read up to here. Characters. */
const MOST = 400_000
const GIVEN = /^(ALCOVE_|AWS_|LAMBDA_|NODE_|npm_|PATH$|HOME$|TMPDIR$|TZ$|LANG$|PWD$|PYTHON)/

/** Reads runtime, handler, packages and variables off the files of a package. */
export function detect(files: ReadonlyMap<string, Uint8Array>): Detected {
  const texts = new Map<string, string>()
  const decoder = new TextDecoder()
  const textOf = (path: string) => {
    if (!texts.has(path)) texts.set(path, decoder.decode(files.get(path)!.subarray(0, MOST)))
    return texts.get(path)!
  }
  const paths = [...files.keys()].toSorted((a, b) => depth(a) - depth(b) || a.localeCompare(b))
  const runtime = runtimeOf(paths, textOf)
  const family = familyOf(runtime.value)
  const candidates =
    family === 'node'
      ? nodeHandlers(paths, textOf)
      : family === 'python'
        ? pythonHandlers(paths, textOf)
        : family === 'java'
          ? javaHandlers(paths, textOf)
          : [{ handler: 'bootstrap', from: 'bootstrap', score: 1 }]
  const [first, ...rest] = candidates.toSorted((a, b) => b.score - a.score)
  return {
    runtime,
    handler: first
      ? { value: first.handler, from: first.from, others: rest.slice(0, 20).map(({ handler }) => handler) }
      : null,
    dependencies: dependenciesOf(files, textOf),
    variables: variablesOf(
      paths.filter((path) => SOURCE.test(path) && !isTest(path)),
      textOf,
    ),
  }
}

const depth = (path: string) => path.split('/').length
const isTest = (path: string) => /(^|\/)(tests?|__tests__|spec)\/|\.(test|spec)\.\w+$|(^|\/)test_\w+\.py$/.test(path)
const lineOf = (text: string, index: number) => text.slice(0, index).split('\n').length

function runtimeOf(paths: readonly string[], textOf: (path: string) => string): Found<Runtime> {
  const nodes = RUNTIMES.filter((runtime) => familyOf(runtime) === 'node')
  if (paths.includes('bootstrap')) return { value: 'custom', from: 'bootstrap', others: [] }
  if (paths.includes('package.json')) {
    const wanted = /"node"\s*:\s*"([^"]+)"/.exec(textOf('package.json'))?.[1]
    const fitting = wanted === undefined ? [] : nodes.filter((runtime) => fits(Number(runtime.slice(6)), wanted))
    const [value = nodes[0]!, ...others] = fitting
    return { value, from: wanted === undefined ? 'package.json' : `package.json, engines ${wanted}`, others }
  }
  const counts = new Map<string, string[]>()
  for (const path of paths) {
    const ending = /\.(mjs|cjs|js|mts|cts|ts|py|java|jar|class)$/.exec(path)?.[1]
    if (ending === undefined || isTest(path)) continue
    const language = /^(java|jar|class)$/.test(ending) ? 'java17' : ending === 'py' ? 'python3' : nodes[0]!
    counts.set(language, [...(counts.get(language) ?? []), path])
  }
  const [[value, [from = '']] = [nodes[0]!, ['']], ...others] = [...counts].toSorted(
    (a, b) => b[1].length - a[1].length,
  )
  return { value: value as Runtime, from, others: others.map(([language]) => language as Runtime) }
}

/** Whether a range of package.json admits a major version: enough of semver for "engines". */
function fits(major: number, range: string): boolean {
  return range.split('||').some((part) => {
    const bounds = [...part.matchAll(/(>=|<=|>|<|\^|~|=)?\s*v?(\d+)[\d.x*]*/g)]
    return (
      bounds.length > 0 &&
      bounds.every(([, sign = '=', text]) => {
        const bound = Number(text)
        if (sign === '>=') return major >= bound
        if (sign === '>') return major > bound - 1
        if (sign === '<=') return major <= bound
        if (sign === '<') return major < bound
        return major === bound
      })
    )
  })
}

function nodeHandlers(paths: readonly string[], textOf: (path: string) => string): Candidate[] {
  const main = paths.includes('package.json')
    ? /"main"\s*:\s*"(?:\.\/)?([^"]+)"/.exec(textOf('package.json'))?.[1]
    : undefined
  return paths
    .filter((path) => /\.(mjs|cjs|js|mts|cts|ts)$/.test(path) && !path.endsWith('.d.ts') && !isTest(path))
    .flatMap((path): Candidate[] => {
      const text = textOf(path)
      const found = [
        ...text.matchAll(/export\s+(?:const|let|var|async\s+function|function)\s+(\w+)/g),
        ...text.matchAll(/(?:module\.)?exports\.(\w+)\s*=/g),
      ].filter(([, name]) => /handler$/i.test(name!))
      const modules = [...text.matchAll(/export\s+default\s+(?:\{[\s\S]{0,400}?\bfetch\b|app\b|router\b)/g)]
      const near =
        (path === main ? 5 : 0) + (/(^|\/)(index|handler|lambda|main)\.\w+$/.test(path) ? 2 : 0) - depth(path)
      const listens = /\.listen\(|\bserve\(/.test(text) ? 4 : 0
      const stem = path.replace(/\.\w+$/, '')
      return [
        ...found.map(({ 1: name, index }) => ({
          handler: `${stem}.${name}`,
          from: `${path}:${lineOf(text, index)}`,
          score: near - listens + (name === 'handler' ? 3 : 1),
        })),
        ...modules.map(({ index }) => ({
          handler: `${stem}.default`,
          from: `${path}:${lineOf(text, index)}`,
          score: near - listens + 2,
        })),
      ]
    })
}

function pythonHandlers(paths: readonly string[], textOf: (path: string) => string): Candidate[] {
  return paths
    .filter((path) => path.endsWith('.py') && !isTest(path))
    .flatMap((path) => {
      const text = textOf(path)
      const near = (/(^|\/)(main|app|handler|lambda_function|index)\.py$/.test(path) ? 2 : 0) - depth(path)
      return [...text.matchAll(/^(?:async\s+)?def\s+(\w*handler)\s*\(/gm)].map(({ 1: name, index }) => ({
        handler: `${path.replace(/\.py$/, '')}.${name}`,
        from: `${path}:${lineOf(text, index)}`,
        score: near + (/^(lambda_)?handler$/.test(name!) ? 3 : 1),
      }))
    })
}

function javaHandlers(paths: readonly string[], textOf: (path: string) => string): Candidate[] {
  return paths
    .filter((path) => path.endsWith('.java') && !isTest(path))
    .flatMap((path) => {
      const text = textOf(path)
      const name = path.slice(path.lastIndexOf('/') + 1, -'.java'.length)
      const inPackage = /^\s*package\s+([\w.]+)\s*;/m.exec(text)?.[1]
      const method = /public\s+(?:static\s+)?[\w<>,.?[\]\s]+?\s(handleRequest|handle)\s*\(/.exec(text)
      if (!method) return []
      const handler = `${inPackage === undefined ? '' : `${inPackage}.`}${name}.${method[1]}`
      return [{ handler, from: `${path}:${lineOf(text, method.index)}`, score: 3 - depth(path) }]
    })
}

function dependenciesOf(
  files: ReadonlyMap<string, Uint8Array>,
  textOf: (path: string) => string,
): Detected['dependencies'] {
  if (files.has('package.json')) {
    try {
      const { dependencies = {} } = JSON.parse(textOf('package.json')) as { dependencies?: object }
      const lock = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock'].find((name) => files.has(name))
      return { count: Object.keys(dependencies).length, from: lock ?? 'package.json' }
    } catch {
      return null
    }
  }
  if (!files.has('requirements.txt')) return null
  const lines = textOf('requirements.txt').split('\n')
  return { count: lines.filter((line) => /^\s*[A-Za-z0-9]/.test(line)).length, from: 'requirements.txt' }
}

function variablesOf(paths: readonly string[], textOf: (path: string) => string): Detected['variables'] {
  const found = new Map<string, string>()
  for (const path of paths) {
    const text = textOf(path)
    const reads = [
      ...text.matchAll(/process\.env(?:\.([A-Z][A-Z0-9_]*)|\[['"]([A-Z][A-Z0-9_]*)['"]\])/g),
      ...text.matchAll(/os\.(?:environ\[|environ\.get\(|getenv\()['"]([A-Z][A-Z0-9_]*)['"]/g),
    ]
    for (const match of reads) {
      const name = match[1] ?? match[2]!
      if (!GIVEN.test(name) && !found.has(name)) found.set(name, `${path}:${lineOf(text, match.index)}`)
    }
  }
  return [...found].map(([name, from]) => ({ name, from })).slice(0, 50)
}
