import {
  withExactNumbers,
  type Expect,
  type Matcher,
  type Test,
  type TestDiff,
  type TestResult,
  type TestRun,
} from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { Pencil, Play, Trash2 } from 'lucide-react'
import { deleteTest, putTest, testsKey } from '../../../api/tests.ts'
import { useChange } from '../../../components/useChange.ts'
import { type Translate, useTranslation } from '../../../i18n/index.ts'
import { said } from '../../../i18n/said.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Time } from '../../../ui/Time.tsx'
import { DebugLink } from '../DebugLink.tsx'
import { Differences } from '../payload/Differences.tsx'
import { ErrorBox } from '../payload/ErrorBox.tsx'
import { JsonText } from '../payload/JsonText.tsx'
import { prettyJson } from '../payload/prettyJson.ts'
import { Mark } from './TestList.tsx'
import type { TestProgress } from './useTestRun.ts'
import { expectMatcher, matchersFor, OUTPUT } from './matchers.ts'
import { expectOf } from './test-draft.ts'

interface TestPaneProps {
  space: string
  fn: string
  test: Test
  /** The result of its last run. */
  result: TestResult | undefined
  /** The run that the result is of. */
  run: TestRun | undefined
  /** Not the last run. */
  earlier: boolean
  readOnly: string | undefined
  invokeReason: string | undefined
  phase: ReturnType<TestProgress['phaseOf']>
  onRun: () => void
  onEdit: () => void
}

const icon = { size: 15 } as const

/** One test: its outcome, its expectation and its event. */
export function TestPane(props: TestPaneProps) {
  const { space, fn, test, result, run, earlier, readOnly, invokeReason, phase, onRun, onEdit } = props
  const { t } = useTranslation()
  const format = useFormat()
  const body = ({ description, eventText, ...rest }: Test) => ({ description, eventText, expect: expectOf(rest) })
  const expected = expectOf(test)
  const invalidates = [testsKey(space, fn)]
  const remove = useChange({
    run: () => deleteTest(space, fn, test.name),
    invalidates,
    done: () => t('fn.tests.deleted', { name: test.name }),
    undo: () => putTest(space, fn, test.name, body(test), null),
  })
  const accept = useChange({
    run: (output: unknown) => {
      const { outputPartial: _, ...expect } = expected
      return putTest(space, fn, test.name, { ...body(test), expect: { ...expect, output } }, test.etag)
    },
    invalidates,
    done: () => t('fn.tests.accepted', { name: test.name }),
    undo: (accepted) => putTest(space, fn, test.name, body(test), accepted.etag),
  })
  const ignore = useChange({
    run: (path: string) => {
      const { ignore: before = [] } = expected
      return putTest(
        space,
        fn,
        test.name,
        { ...body(test), expect: { ...expected, ignore: [...before, path] } },
        test.etag,
      )
    },
    invalidates,
    done: (_, path) => t('fn.tests.ignored', { path }),
    undo: (ignoring) => putTest(space, fn, test.name, body(test), ignoring.etag),
  })
  const match = useChange({
    run: ({ path, matcher }: { path: string; matcher: Matcher }) =>
      putTest(
        space,
        fn,
        test.name,
        { ...body(test), expect: expectMatcher(expected, path, matcher) ?? expected },
        test.etag,
      ),
    invalidates,
    done: (_, { path }) => t('output' in expected ? 'fn.tests.matchedPartly' : 'fn.tests.matched', { path }),
    undo: (matching) => putTest(space, fn, test.name, body(test), matching.etag),
  })
  const matchers = (diff: TestDiff) =>
    matchersFor(expected, diff).map((matcher) => (
      <Button
        key={JSON.stringify(matcher)}
        size="sm"
        variant="ghost"
        className="-ml-2 h-auto! min-h-6 max-w-full text-left whitespace-normal! wrap-anywhere not-last:mr-2"
        onClick={() => match.mutate({ path: diff.path, matcher })}
      >
        {'$pattern' in matcher
          ? t('fn.tests.expectPattern', { pattern: matcher.$pattern })
          : t('fn.tests.expectType', { type: '$type' in matcher ? matcher.$type : '' })}
      </Button>
    ))
  const output = parsed(result?.output)
  const differs = result?.diffs.some(({ path }) => path.startsWith('output'))
  return (
    <section aria-label={test.name} className="min-w-0">
      <div className="flex min-h-11 flex-wrap items-center gap-2 border-b border-line px-gutter py-1.5">
        <Mark status={phase ?? result?.status ?? 'new'} earlier={earlier && phase === null} />
        <h2 className="cut font-heading">{test.name}</h2>
        {result && (
          <span className="text-sm text-fg-2">
            {t(`fn.tests.in.${result.status}`, { time: format.duration(result.durationMs) })}
            {run && earlier && (
              <>
                {' · '}
                {t('fn.tests.asOf')} <Time at={run.at} />
              </>
            )}
            {result.invocationId && (
              <>
                {' · '}
                <Link {...paths.invocations(space, fn, { id: result.invocationId })} className="link">
                  {t('fn.tests.call')}
                </Link>
              </>
            )}
          </span>
        )}
        <span className="ml-auto flex items-center gap-1.5">
          <IconButton
            label={t('fn.tests.delete', { name: test.name })}
            icon={<Trash2 {...icon} />}
            disabledReason={readOnly}
            onClick={() => remove.mutate(undefined)}
          />
          {result?.invocationId && result.status === 'failed' && (
            <DebugLink space={space} fn={fn} event={result.invocationId} />
          )}
          <Button icon={<Pencil {...icon} />} disabledReason={readOnly} onClick={onEdit}>
            {t('fn.tests.edit')}
          </Button>
          <Button icon={<Play {...icon} />} pending={phase !== null} disabledReason={invokeReason} onClick={onRun}>
            {t('fn.tests.run')}
          </Button>
        </span>
      </div>
      {test.description && <p className="px-gutter py-3 text-fg-2">{said(test.description)}</p>}
      {result && result.diffs.length > 0 && (
        <Differences
          diffs={result.diffs}
          expected={t('fn.tests.expected')}
          actual={t('fn.tests.actual')}
          onIgnore={readOnly === undefined ? (path) => ignore.mutate(path.slice(OUTPUT.length)) : undefined}
          ignorable={(path) => path.startsWith(OUTPUT)}
          {...(readOnly === undefined && { actionsOf: matchers })}
        />
      )}
      {result?.error && result.status === 'failed' && (
        <ErrorBox error={result.error} of={{ function: fn, version: run?.version ?? null }} className="px-gutter" />
      )}
      <div className="grid grid-cols-2 border-t border-line narrow:grid-cols-1">
        <Side title={t('fn.tests.expected')} note={wordsOf(expected, t)}>
          <Json text={JSON.stringify('output' in expected ? expected.output : expected.outputPartial)} />
        </Side>
        <Side
          title={t('fn.tests.actual')}
          action={
            differs &&
            output.known && (
              <Button size="sm" disabledReason={readOnly} onClick={() => accept.mutate(output.value)}>
                {t('fn.tests.accept')}
              </Button>
            )
          }
        >
          {output.known ? (
            <Json text={JSON.stringify(output.value)} />
          ) : (
            <p className="text-fg-3">{t('fn.tests.noOutput')}</p>
          )}
        </Side>
      </div>
      <div className="border-t border-line">
        <Side title={t('fn.tests.event')}>
          <Json text={test.eventText} />
        </Side>
      </div>
    </section>
  )
}

interface SideProps {
  title: string
  note?: string
  action?: React.ReactNode
  children: React.ReactNode
}

function Side({ title, note, action, children }: SideProps) {
  return (
    <div className="min-w-0 px-gutter py-3 even:border-l even:border-line narrow:even:border-t narrow:even:border-l-0">
      <div className="mb-2 flex min-h-6 items-center gap-2">
        <h3 className="font-heading">{title}</h3>
        {note && <span className="cut text-sm text-fg-3">{note}</span>}
        {action && <span className="ml-auto">{action}</span>}
      </div>
      {children}
    </div>
  )
}

function Json({ text }: { text: string | undefined }) {
  const { t } = useTranslation()
  if (text === undefined) return <p className="text-fg-3">{t('fn.tests.anything')}</p>
  return (
    <pre
      // Focusable, so that the keyboard can scroll it.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="max-h-80 overflow-auto text-[12px]/[18px] whitespace-pre-wrap wrap-anywhere"
    >
      <JsonText text={prettyJson(text).text} />
    </pre>
  )
}

function parsed(text: string | null | undefined): { known: boolean; value?: unknown } {
  if (text === null || text === undefined) return { known: false }
  try {
    return { known: true, value: text === '' ? null : JSON.parse(text, withExactNumbers) }
  } catch {
    return { known: false }
  }
}

function wordsOf(expect: Expect, t: Translate): string {
  return [
    'output' in expect && t('fn.tests.words.exactly'),
    'outputPartial' in expect && t('fn.tests.words.atLeast'),
    expect.error && t('fn.tests.words.error', { name: expect.error.name ?? expect.error.message ?? '' }),
    expect.ignore?.length && t('fn.tests.words.ignored', { count: expect.ignore.length }),
    expect.maxDurationMs && t('fn.tests.words.within', { ms: expect.maxDurationMs }),
    expect.logs?.length && t('fn.tests.words.logs', { count: expect.logs.length }),
  ]
    .filter(Boolean)
    .join(' · ')
}
