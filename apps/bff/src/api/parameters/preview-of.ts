import {
  inferSchema,
  subjectOf,
  type FieldError,
  type JsonSchema,
  type ParametersPreview,
  type ParametersSchema,
} from '@alcove/contract'
import { compileSchemas } from '../../schemas/schemas.ts'

/** What the thread of a preview gets. */
export interface PreviewInput {
  /** Null: it cannot be read. */
  inputs: readonly (string | null)[]
  parameters: ParametersSchema | null
}

const MOST_ERRORS = 20

/** What recorded inputs say about the parameters of a function. */
export function previewOf({ inputs, parameters }: PreviewInput): ParametersPreview {
  const subjects = inputs.flatMap((text) => readSubject(text))
  const seen = new Map<string, number>()
  for (const value of subjects) {
    for (const name of isObject(value) ? Object.keys(value) : []) seen.set(name, (seen.get(name) ?? 0) + 1)
  }
  return {
    calls: subjects.length,
    unreadable: inputs.length - subjects.length,
    inferred: inferSchema(subjects),
    seen: [...seen]
      .map(([name, calls]) => ({ name, calls }))
      .sort((a, b) => b.calls - a.calls)
      .slice(0, 100),
    ...refusals(parameters, subjects),
  }
}

function refusals(
  parameters: ParametersSchema | null,
  subjects: readonly unknown[],
): Pick<ParametersPreview, 'refused' | 'errors'> {
  if (parameters === null) return { refused: 0, errors: [] }
  const validate = compileSchemas({ body: parameters })
  const counts = new Map<string, FieldError & { calls: number }>()
  let refused = 0
  for (const value of subjects) {
    const errors = validate({ body: value })
    if (errors?.length === 0) continue
    refused += 1
    for (const { path, message } of errors ?? []) {
      const key = `${path} ${message}`
      const known = counts.get(key) ?? { path: path.replace(/^body\.?/, ''), message, calls: 0 }
      counts.set(key, { ...known, calls: known.calls + 1 })
    }
  }
  const errors = [...counts.values()].sort((a, b) => b.calls - a.calls).slice(0, MOST_ERRORS)
  return { refused, errors }
}

function readSubject(text: string | null): unknown[] {
  if (text === null) return []
  try {
    const subject = subjectOf(JSON.parse(text))
    if (subject.of === 'nothing') return []
    return [subject.of === 'body' ? (JSON.parse(subject.text) as unknown) : subject.value]
  } catch {
    return []
  }
}

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
