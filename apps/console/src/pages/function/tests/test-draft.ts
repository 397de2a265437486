import {
  defaultsOf,
  Name,
  PutTest,
  withExactNumbers,
  type Expect,
  type FunctionDetail,
  type InvocationDetail,
  type Test,
} from '@alcove/contract'
import { z } from 'zod'
import type { NewTest } from '../../../api/tests.ts'
import { withoutSecrets } from '../event/eventText.ts'
import { EVENT_PRESETS, firstPreset } from '../invoke/eventPresets.ts'
import { jsonError } from '../payload/jsonError.ts'
import { prettyJson } from '../payload/prettyJson.ts'

export type Ends = 'output' | 'outputPartial' | 'success' | 'error'

/** A test as the form holds it: everything is text. */
export interface TestDraft {
  name: string
  description: string
  event: string
  ends: Ends
  output: string
  /** Lines. */
  ignore: string
  errorName: string
  errorMessage: string
  maxDurationMs: string
  /** Lines. */
  logs: string
}

const EMPTY: TestDraft = {
  name: '',
  description: '',
  event: '{}',
  ends: 'output',
  output: 'null',
  ignore: '',
  errorName: '',
  errorMessage: '',
  maxDurationMs: '',
  logs: '',
}

/** What a test expects; numbers keep all their digits when it is written as JSON again. */
export const expectOf = ({ expectText }: Pick<Test, 'expectText'>): Expect =>
  JSON.parse(expectText, withExactNumbers) as Expect

export function draftOfTest(test: Test): TestDraft {
  const { name, description, eventText } = test
  const expect = expectOf(test)
  const ends: Ends =
    'output' in expect ? 'output' : 'outputPartial' in expect ? 'outputPartial' : expect.error ? 'error' : 'success'
  const output = 'output' in expect ? expect.output : expect.outputPartial
  return {
    name,
    description,
    event: prettyJson(eventText).text,
    ends,
    output: JSON.stringify(output ?? null, null, 2),
    ignore: expect.ignore?.join('\n') ?? '',
    errorName: expect.error?.name ?? '',
    errorMessage: expect.error?.message ?? '',
    maxDurationMs: expect.maxDurationMs?.toString() ?? '',
    logs: expect.logs?.join('\n') ?? '',
  }
}

/** A new test. Its event is one that the function takes: that of another test, its defaults, or a sample. */
export function newDraft(tests: readonly Test[], { parameters, handler }: FunctionDetail): TestDraft {
  const preset = EVENT_PRESETS[firstPreset(handler)]
  const event = parameters ? Object.fromEntries(defaultsOf(parameters)) : preset
  const text = tests[0] ? withoutSecrets(tests[0].eventText, parameters) : JSON.stringify(event)
  return { ...EMPTY, event: prettyJson(text).text }
}

/** A test that expects the outcome of a recorded call. */
export function draftOfCall(call: InvocationDetail): TestDraft {
  const { input, output, error, status } = call
  const textOf = (payload: typeof input) =>
    payload?.encoding === 'utf8' && !payload.truncated ? prettyJson(payload.text).text : null
  const answer = textOf(output)
  return {
    ...EMPTY,
    event: textOf(input) ?? 'null',
    ends: status !== 'success' ? 'error' : answer === null ? 'success' : 'output',
    output: answer ?? 'null',
    errorName: error?.name ?? '',
    errorMessage: error?.message.slice(0, 200) ?? '',
  }
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

const JsonText = z.string().superRefine((text, context) => {
  const wrong = jsonError(text)
  if (wrong !== null) context.addIssue({ code: 'custom', message: wrong })
})

/** A test as the API takes it, but with its JSON as text, whose numbers keep all their digits. */
export const TestRequest = PutTest.omit({ event: true }).extend({
  name: Name,
  eventText: JsonText,
  output: JsonText.optional(),
  outputPartial: JsonText.optional(),
})
export type TestRequest = z.infer<typeof TestRequest>

export function requestOf(draft: TestDraft): z.input<typeof TestRequest> {
  const { name, description, event, ends, output, errorName, errorMessage, maxDurationMs } = draft
  const ignore = linesOf(draft.ignore)
  const logs = linesOf(draft.logs)
  return {
    name,
    description,
    eventText: event,
    ...((ends === 'output' || ends === 'outputPartial') && { [ends]: output }),
    expect: {
      ...(ends === 'error' && {
        error: { ...(errorName && { name: errorName }), ...(errorMessage && { message: errorMessage }) },
      }),
      ...(ignore.length > 0 && { ignore }),
      ...(maxDurationMs !== '' && { maxDurationMs: Number(maxDurationMs) }),
      ...(logs.length > 0 && { logs }),
    },
  }
}

export function bodyOf({ description, eventText, output, outputPartial, expect }: TestRequest): NewTest {
  const valueOf = (text: string) => JSON.parse(text, withExactNumbers) as unknown
  return {
    description,
    eventText,
    expect: {
      ...expect,
      ...(output !== undefined && { output: valueOf(output) }),
      ...(outputPartial !== undefined && { outputPartial: valueOf(outputPartial) }),
    },
  }
}
