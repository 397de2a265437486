import { handlerProblem, Name, NewFunction } from '@alcove/contract'
import type { z } from 'zod'
import type { FunctionStart } from '../../../navigation/search/function.ts'
import type { Archive } from './archive/ArchiveStart.tsx'
import { type Answers, bodyOf, type Template } from './gallery.ts'
import type { Scratch } from './ScratchStart.tsx'
import { FIRST_RUNTIME, starterOf } from './starters.ts'

/** Each start keeps its input while another one is shown. */
export interface NewFunctionFields {
  /** Null: nothing was typed, so the suggestion is used. */
  name: string | null
  description: string
  answers: Answers
  scratch: Scratch
  archive: Archive | null
}

/** What the API takes, and a bucket that has to be there first. */
export const NewFunctionRequest = NewFunction.extend({ bucket: Name.nullable() }).superRefine(
  ({ runtime, handler }, { addIssue }) => {
    const message = handlerProblem(runtime, handler)
    if (message !== null) addIssue({ code: 'custom', path: ['handler'], message })
  },
)
export type NewFunctionRequest = z.infer<typeof NewFunctionRequest>

interface Choice {
  start: FunctionStart
  template: Template
}

/** Everything about the function but its name and description; null while an archive is missing. */
type Plan = Omit<z.input<typeof NewFunctionRequest>, 'name' | 'description'>

export function planOf({ start, template }: Choice, { answers, scratch, archive }: NewFunctionFields): Plan | null {
  if (start === 'template') {
    return { ...bodyOf(template, answers), bucket: template.needs.includes('bucket') ? answers.bucket : null }
  }
  if (start === 'scratch') {
    const { language, shape, ...settings } = scratch
    return { ...settings, ...starterOf(scratch.runtime, language, shape), bucket: null }
  }
  if (archive === null) return null
  const { runtime, handler, variables } = archive
  const environment = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  return { runtime, handler, environment, bucket: null }
}

/** The name that is used while none is typed. */
export function suggestedName({ start, template }: Choice, archive: Archive | null, taken: readonly string[]): string {
  const suggestion = { template: template.id, scratch: '', archive: nameFrom(archive?.name ?? '') }[start]
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? suggestion : `${suggestion}-${number}`
    if (!taken.includes(name)) return name
  }
}

/** A name from that of a file or folder. */
const nameFrom = (text: string): string =>
  text
    .toLowerCase()
    .replace(/-(main|master|v?\d[\w.]*)$/, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 63)

export const firstFields = (): NewFunctionFields => ({
  name: null,
  description: '',
  answers: firstAnswers(),
  scratch: { runtime: FIRST_RUNTIME, language: 'TypeScript', shape: 'event', memoryMb: 256, timeoutSeconds: 30 },
  archive: null,
})

/** A secret as https://www.standardwebhooks.com writes it: 256 bits in base64. */
function firstAnswers(): Answers {
  const random = crypto.getRandomValues(new Uint8Array(32))
  return {
    bucket: 'uploads',
    function: '',
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    secrets: { WEBHOOK_SECRET: `whsec_${btoa(String.fromCharCode(...random))}` },
  }
}
