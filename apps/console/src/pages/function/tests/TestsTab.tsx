import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { FlaskConical, Play, Plus, Square } from 'lucide-react'
import { useState } from 'react'
import { functionQuery } from '../../../api/functions.ts'
import { testsQuery } from '../../../api/tests.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { usePageKeys } from '../../../components/usePageKeys.ts'
import { usePermission } from '../../../components/usePermission.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Kbd } from '../../../ui/Kbd.tsx'
import { Select } from '../../../ui/Select.tsx'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { HeaderSlot } from '../HeaderSlot.tsx'
import { useFunctionParams } from '../params.ts'
import { Coverage } from './Coverage.tsx'
import { Gate } from './Gate.tsx'
import { Runs } from './Runs.tsx'
import { TestDialog } from './TestDialog.tsx'
import { TestList } from './TestList.tsx'
import { qualifiersOf } from '../qualifiersOf.ts'
import { newDraft } from './test-draft.ts'
import { TestPane } from './TestPane.tsx'
import { useTestRun } from './useTestRun.ts'

const icon = { size: 15 } as const

/**
 * Tests of the function: an event each and what is expected of a call with it; their outcomes; and the aliases that
 * they guard.
 */
export default function TestsTab() {
  const { t } = useTranslation()
  const { space, fn } = useFunctionParams()
  const { test: open, on = 'draft', edit, from } = useSearch({ from: '/shell/s/$space/f/$fn/tests' })
  const navigate = useNavigate({ from: '/s/$space/f/$fn/tests' })
  const show = (search: { test?: string; on?: string; edit?: string }) => void navigate({ search })
  const details = useQuery(functionQuery(space, fn)).data
  const tests = useQuery(testsQuery(space, fn))
  const why = usePermission(space)
  const readOnly = why('functions:write')
  const { run, runs, results, earlier, running, progress, phaseOf, start, stop } = useTestRun(space, fn, on)
  const invokeReason = why('functions:invoke')
  /** The cases that were failing when they were put first: results that come in later move no row. */
  const [first, setFirst] = useState<ReadonlySet<string> | null>(null)
  const ordered = (tests.data ?? []).toSorted(
    (a, b) => Number(first?.has(b.name) ?? false) - Number(first?.has(a.name) ?? false),
  )
  const shown = ordered.find(({ name }) => name === open) ?? tests.data?.[0]
  const toggleFirst = () =>
    setFirst(
      first ? null : new Set([...results.values()].flatMap(({ name, status }) => (status === 'failed' ? name : []))),
    )
  const step = (by: number) => {
    const to = ordered[ordered.findIndex((each) => each === shown) + by]
    if (to) show({ test: to.name, on })
  }
  const mayRun = shown !== undefined && invokeReason === undefined && running === null
  usePageKeys({
    'Ctrl+Enter': mayRun && (() => start([shown.name])),
    'Ctrl+Shift+Enter': mayRun && (() => start([])),
    Escape: running !== null && stop,
    f: toggleFirst,
    j: () => step(1),
    k: () => step(-1),
  })
  const dialog = (edit !== undefined || from !== undefined) && tests.data && details && (
    <TestDialog
      key={edit ?? from}
      space={space}
      fn={fn}
      test={tests.data.find(({ name }) => name === edit) ?? null}
      from={from}
      empty={newDraft(tests.data, details)}
      taken={tests.data.map(({ name }) => name)}
      onClose={() => show({ test: open, on })}
      onDone={(name) => show({ test: name, on })}
    />
  )
  const create = (
    <Button icon={<Plus {...icon} />} disabledReason={readOnly} onClick={() => show({ test: open, on, edit: 'new' })}>
      {t('fn.tests.new')}
    </Button>
  )
  return (
    <>
      <HeaderSlot name="state">
        {running && progress && tests.data && (
          <span role="status" className="text-fg-2">
            {t('fn.tests.progress', {
              on,
              done: progress.length,
              count: running.length > 0 ? running.length : tests.data.length,
              failed: progress.filter(({ status }) => status === 'failed').length,
            })}
          </span>
        )}
      </HeaderSlot>
      <HeaderSlot name="actions">
        {Boolean(tests.data?.length) && (
          <>
            <Select
              mono
              size="md"
              label={t('fn.tests.runOn')}
              value={on}
              options={qualifiersOf(details, t('issues.draft'))}
              onChange={(next) => show({ test: open, on: next })}
            />
            {create}
            {running ? (
              <Button icon={<Square {...icon} />} onClick={stop}>
                {t('fn.tests.stop')} <Kbd>Esc</Kbd>
              </Button>
            ) : (
              <Button
                variant="primary"
                icon={<Play {...icon} />}
                disabledReason={invokeReason}
                onClick={() => start([])}
              >
                {t('fn.tests.runAll')}
              </Button>
            )}
          </>
        )}
      </HeaderSlot>
      <Loaded query={tests}>
        {(loaded) => {
          if (loaded.length === 0 || !shown) {
            return (
              <EmptyState
                icon={<FlaskConical {...icon} />}
                title={t('fn.tests.none')}
                action={
                  <>
                    <LinkButton {...paths.invocations(space, fn)}>{t('fn.tests.fromCall')}</LinkButton>
                    {create}
                  </>
                }
              >
                {t('fn.tests.noneHint')}
              </EmptyState>
            )
          }
          return (
            <div className="grid flex-1 grid-cols-[280px_minmax(0,1fr)_300px] compact:flex compact:flex-col">
              <TestList
                tests={ordered}
                runs={runs}
                failedFirst={first !== null}
                onFailedFirst={toggleFirst}
                results={results}
                phaseOf={phaseOf}
                earlier={earlier}
                selected={shown.name}
                onOpen={(name) => show({ test: name, on })}
              />
              <TestPane
                key={shown.name}
                space={space}
                fn={fn}
                test={shown}
                result={results.get(shown.name)}
                run={earlier(shown.name) ?? run}
                earlier={earlier(shown.name) !== undefined}
                readOnly={readOnly}
                invokeReason={invokeReason}
                phase={phaseOf(shown.name)}
                onRun={() => start([shown.name])}
                onEdit={() => show({ test: shown.name, on, edit: shown.name })}
              />
              <div className="border-l border-line compact:border-t compact:border-l-0">
                <Gate space={space} fn={fn} run={run} aliases={details?.aliases.map(({ name }) => name) ?? []} />
                {run && <Coverage space={space} fn={fn} run={run} />}
                <Runs space={space} fn={fn} shown={run?.id} />
              </div>
            </div>
          )
        }}
      </Loaded>
      {dialog}
    </>
  )
}
