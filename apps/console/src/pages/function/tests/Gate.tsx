import type { TestRun } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { getTestSettings, putTestSettings, testSettingsQuery, testsKey } from '../../../api/tests.ts'
import { useChange } from '../../../components/useChange.ts'
import { usePermission } from '../../../components/usePermission.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Section } from '../../../ui/Section.tsx'
import { Switch } from '../../../ui/Switch.tsx'
import { TestEnvironment } from './TestEnvironment.tsx'

interface GateProps {
  space: string
  fn: string
  /** The run that the page shows. */
  run: TestRun | undefined
  aliases: readonly string[]
}

/** Which aliases move only to versions that pass. */
export function Gate({ space, fn, run, aliases }: GateProps) {
  const { t } = useTranslation()
  const settings = useQuery(testSettingsQuery(space, fn)).data
  const why = usePermission(space)
  const readOnly = why('functions:write')
  const save = useChange({
    // A switch changes its alias alone, whatever somebody else set meanwhile.
    run: async ({ alias, guarded }: { alias: string; guarded: boolean }) => {
      const { environment, gate: now, etag } = await getTestSettings(space, fn)
      const others = now.filter((one) => one !== alias)
      return putTestSettings(space, fn, { environment, gate: guarded ? [...others, alias] : others }, etag)
    },
    invalidates: [testsKey(space, fn)],
    done: () => t('fn.tests.gate.saved'),
  })
  if (!settings) return null
  const { gate } = settings
  return (
    <>
      <Section title={t('fn.tests.gate.title')}>
        <div className="grid gap-2 px-gutter pb-4">
          {aliases.length === 0 && <p className="text-fg-3">{t('fn.tests.gate.noAlias')}</p>}
          {aliases.map((alias) => (
            <div key={alias} className="flex min-w-0 items-center gap-2">
              <span className="cut font-mono text-sm">{alias}</span>
              <span className="ml-auto">
                <Switch
                  label={t('fn.tests.gate.guard', { alias })}
                  checked={gate.includes(alias)}
                  disabled={(readOnly ?? (gate.includes(alias) ? why('grants:write') : undefined)) !== undefined}
                  onChange={(guarded) => save.mutate({ alias, guarded })}
                />
              </span>
            </div>
          ))}
          <p className="text-sm text-fg-3">{t('fn.tests.gate.hint')}</p>
          {run && run.failed > 0 && run.version !== null && gate.length > 0 && (
            <p role="status" className="text-sm text-danger">
              {t('fn.tests.gate.shut', {
                aliases: gate.join(', '),
                version: run.version,
                names: run.results
                  .filter(({ status }) => status === 'failed')
                  .map(({ name }) => name)
                  .join(', '),
              })}
            </p>
          )}
        </div>
      </Section>
      <TestEnvironment space={space} fn={fn} settings={settings} readOnly={readOnly} />
    </>
  )
}
