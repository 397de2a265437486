import type { Files, NewFunction, Runtime } from '@alcove/contract'
import type { z } from 'zod'

/** What a template asks for, besides a name. */
export type Need = 'bucket' | 'function'

/** Each runs unchanged, and its tests pass: apps/bff/test/templates.test.ts. In the order of the gallery. */
export const TEMPLATE_IDS = [
  'hono-api',
  'scheduled-report',
  'upload-reaction',
  'signed-webhook',
  'log-alarm',
  'queue-worker',
  'python-csv',
  'java-handler',
  'hello-shell',
] as const
export type TemplateId = (typeof TEMPLATE_IDS)[number]

type Given = z.input<typeof NewFunction>

interface Manifest {
  runtime: Runtime
  handler: string
  template?: { needs: Need[] }
  environment?: Record<string, string>
  /** Names of secrets to make. */
  secrets?: string[]
  triggers?: Given['triggers']
  tests?: Given['tests']
}

export interface Template extends Manifest {
  id: TemplateId
  needs: readonly Need[]
  files: Files
}

const FOLDER = '../../../../../../examples'
const manifests = import.meta.glob<Manifest>('../../../../../../examples/*/alcove.json', {
  eager: true,
  import: 'default',
})
const texts = import.meta.glob<string>(
  [
    '../../../../../../examples/*/**',
    '!../../../../../../examples/*/alcove.json',
    '!../../../../../../examples/README.md',
  ],
  { eager: true, query: '?raw', import: 'default' },
)

export const TEMPLATES: readonly Template[] = TEMPLATE_IDS.map((id) => {
  const manifest = manifestOf(id)
  return { ...manifest, id, needs: manifest.template?.needs ?? [], files: filesOf(id) }
})

/** A function from one folder of examples/, without what starts it. */
export function exampleOf(folder: string): Pick<Given, 'handler' | 'files' | 'tests'> {
  const { handler, tests } = manifestOf(folder)
  return { handler, tests, files: filesOf(folder) }
}

function manifestOf(folder: string): Manifest {
  return manifests[`${FOLDER}/${folder}/alcove.json`]!
}

function filesOf(folder: string): Record<string, string> {
  const prefix = `${FOLDER}/${folder}/`
  const found = Object.entries(texts).filter(([path]) => path.startsWith(prefix))
  return Object.fromEntries(found.map(([path, text]) => [path.slice(prefix.length), text]))
}

/** What is filled in where a template says {bucket}, {function} or {timezone}. */
export interface Answers {
  bucket: string
  function: string
  timezone: string
  secrets: Record<string, string>
}

/** All that is made from a template. Triggers start nothing before someone turns them on. */
export function bodyOf(template: Template, answers: Answers): Omit<Given, 'name' | 'description'> {
  const { runtime, handler, files, environment = {}, triggers = {}, tests = {}, secrets = [] } = template
  const off = Object.entries(triggers).map(([name, trigger]) => [name, { ...trigger, enabled: false }])
  const filled = fill({ environment, triggers: Object.fromEntries(off), tests }, answers) as Pick<
    Given,
    'environment' | 'triggers' | 'tests'
  >
  return {
    runtime,
    handler,
    files,
    ...filled,
    ...(template.needs.includes('function') && answers.function === '' && { triggers: {} }),
    secrets: Object.fromEntries(secrets.map((name) => [name, answers.secrets[name] ?? ''])),
  }
}

function fill(value: unknown, answers: Answers): unknown {
  if (typeof value === 'string')
    return value.replaceAll(/\{(bucket|function|timezone)\}/g, (_, name: Need | 'timezone') => answers[name])
  if (Array.isArray(value)) return value.map((each) => fill(each, answers))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each, answers)]))
}
