import { globSync, readFileSync } from 'node:fs'
import { parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'
import { actionInChinese, inChinese } from '../packages/contract/src/language/zh-CN/index.ts'

const SOURCES = globSync('{packages/{archive,contract,engine,platform,storage},apps/bff}/src/**/*.ts').filter(
  (file) => !/\.(test|contract)\.ts$/.test(file) && !/\/(testing|language)\//.test(file),
)

/** Files whose sentences no person reads in the console, and why. */
const FOR_OTHERS: Record<string, string> = {
  'apps/bff/src/process/environment.ts': 'for whoever starts the server',
  'apps/bff/src/process/server-log.ts': 'a line of the server log',
  'packages/platform/src/usage/quotas/gates/used-up.ts': 'put together from parts: translator.test.ts has it',
  'packages/platform/src/usage/quotas/require-within.ts': 'put together from parts: translator.test.ts has it',
  'packages/platform/src/spaces/targets/keep-loaded.ts': 'for the server log',
  'packages/platform/src/records/write-behind.ts': 'for the server log',
}

/** Properties and variables that hold sentences for people. */
const SAYING = /^(message|detail|reason)$/
/** Stands for a value in a sentence. */
const VALUE = '7'

interface Node {
  type: string
  start: number
  [key: string]: unknown
}

/** The sentences that an expression may become. */
function sentencesIn(node: Node | undefined): string[] {
  switch (node?.type) {
    case 'Literal':
      return typeof node['value'] === 'string' ? [node['value']] : []
    case 'TemplateLiteral':
      return templateOf(node)
    case 'ConditionalExpression':
      return [...sentencesIn(node['consequent'] as Node), ...sentencesIn(node['alternate'] as Node)]
    case 'LogicalExpression':
      return [...sentencesIn(node['left'] as Node), ...sentencesIn(node['right'] as Node)]
    default:
      return []
  }
}

/** Choices within a template are sentences of their own; whatever else it interpolates is a value. */
function templateOf(node: Node): string[] {
  const texts = (node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked)
  const values = (node['expressions'] as Node[]).map((each) => {
    const found = each.type === 'ConditionalExpression' ? sentencesIn(each) : []
    return found.length > 0 ? found : [VALUE]
  })
  let whole = [texts[0]!]
  for (const [index, choices] of values.entries()) {
    whole = whole.flatMap((before) => choices.map((choice) => before + choice + texts[index + 1]!))
  }
  return whole
}

/** Parsing the others would only take time. */
const MAY_SAY = /AlcoveError\(|invalid\(|\b(message|detail|reason|error)\b/

function sentencesOf(file: string): string[] {
  const found: string[] = []
  const text = readFileSync(file, 'utf8')
  if (!MAY_SAY.test(text)) return found
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit)
    if (value === null || typeof value !== 'object' || !('type' in value)) return
    const node = value as Node
    if (isLogLine(node)) return
    found.push(...saidBy(node, file))
    for (const key in node) if (key !== 'type') visit(node[key])
  }
  visit(parseSync(file, text).program.body)
  return found
}

/** What this node itself tells people. */
function saidBy(node: Node, file: string): string[] {
  const args = node['arguments'] as Node[] | undefined
  const name = nameOf((node['callee'] ?? node['key'] ?? node['id']) as Node | undefined)
  switch (node.type) {
    case 'NewExpression':
      return name === 'AlcoveError' ? sentencesIn(args![1]) : []
    case 'CallExpression':
      if (name === 'invalid') return sentencesIn(args![1])
      // Schemas take the sentence as their last argument, or as `error`.
      return isSchema(file) && /^(regex|refine|union|check|url|email)$/.test(name) ? sentencesIn(args!.at(-1)) : []
    case 'Property':
      if (isSchema(file) && name === 'error') return sentencesIn(node['value'] as Node)
      return saying(name, file) ? sentencesIn(node['value'] as Node) : []
    case 'VariableDeclarator':
      return saying(name, file) ? sentencesIn(node['init'] as Node | undefined) : []
    default:
      return []
  }
}

/** The sentences of the engine and the storage reach people through errors; the others are for logs and runtimes. */
const saying = (name: string, file: string) => SAYING.test(name) && !/^packages\/(engine|storage)\//.test(file)

/** An object with a level is a line of the server's log. */
function isLogLine(node: Node): boolean {
  return (
    node.type === 'ObjectExpression' &&
    (node['properties'] as Node[]).some((each) => nameOf(each['key'] as Node) === 'level')
  )
}

const isSchema = (file: string) => file.startsWith('packages/contract/')

function nameOf(node: Node | undefined): string {
  if (node?.type === 'MemberExpression') return nameOf(node['property'] as Node)
  return typeof node?.['name'] === 'string' ? node['name'] : ''
}

/** At least two words: not a code, a name or a value alone. */
const isSentence = (text: string) => /[A-Za-z]{2,}.* [a-z]{2,}/.test(text)
/** English that stayed, where it is not an example, a name or quoted. */
const ENGLISH = /(?<![“"\w])[a-z]{2,} [a-z]{2,} [a-z]{2,}/

test('every sentence for people has its Chinese', () => {
  const missing = SOURCES.filter((file) => !(file in FOR_OTHERS)).flatMap((file) =>
    [...new Set(sentencesOf(file))]
      .filter(isSentence)
      .filter((sentence) => inChinese(sentence) === sentence || ENGLISH.test(inChinese(sentence)))
      .map((sentence) => `${file}: ${sentence}`),
  )
  expect(missing, 'Add them to packages/contract/src/language/zh-CN').toEqual([])
})

test('what the tests of templates say has its Chinese', () => {
  const said = globSync('examples/*/alcove.json').flatMap((file) => {
    const { tests = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
      tests?: Record<string, { description?: string }>
    }
    return Object.values(tests).flatMap(({ description }) => description ?? [])
  })
  expect(said.length).toBeGreaterThan(5)
  expect(said.filter((sentence) => inChinese(sentence) === sentence)).toEqual([])
})

test('every action of the audit has its Chinese', () => {
  const audited = SOURCES.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\.audit\(\s*'([a-z-]+:[a-z-]+)'/g)].map(([, action]) => action!),
  )
  expect(audited.length).toBeGreaterThan(50)
  expect([...new Set(audited)].filter((action) => actionInChinese(action) === action)).toEqual([])
})
