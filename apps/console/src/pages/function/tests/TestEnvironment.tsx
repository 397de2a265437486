import { Environment, type TestSettingsState } from '@alcove/contract'
import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { getTestSettings, putTestSettings, testsKey } from '../../../api/tests.ts'
import { ChangedDialog } from '../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useGuardedSave } from '../../../components/changed-meanwhile/useGuardedSave.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { Field, Textarea } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Section } from '../../../ui/Section.tsx'
import { parseDotEnv } from '../configuration/environment.ts'

interface TestEnvironmentProps {
  space: string
  fn: string
  settings: TestSettingsState
  readOnly: string | undefined
}

/** Variables that tests have besides those of the function. */
export function TestEnvironment({ space, fn, settings, readOnly }: TestEnvironmentProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const names = Object.keys(settings.environment)
  return (
    <Section
      ruled
      title={t('fn.tests.environment.title')}
      note={names.length > 0 ? names.length : undefined}
      actions={
        <Button size="sm" icon={<Pencil size={14} />} disabledReason={readOnly} onClick={() => setOpen(true)}>
          {t('fn.tests.edit')}
        </Button>
      }
    >
      <p className="px-gutter pb-4 text-sm text-fg-3 wrap-anywhere">
        {names.length > 0 ? <span className="font-mono">{names.join(', ')}</span> : t('fn.tests.environment.none')}
      </p>
      {open && <EnvironmentDialog space={space} fn={fn} settings={settings} onClose={() => setOpen(false)} />}
    </Section>
  )
}

interface EnvironmentDialogProps extends Pick<TestEnvironmentProps, 'space' | 'fn' | 'settings'> {
  onClose(): void
}

function EnvironmentDialog({ space, fn, settings, onClose }: EnvironmentDialogProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(linesOf(settings.environment))
  const environment = Object.fromEntries(parseDotEnv(text))
  const error = Environment.safeParse(environment).error?.issues[0]?.message
  const save = useGuardedSave<Record<string, string>, TestSettingsState>({
    item: settings,
    partial: true,
    run: (edited, seen, over) => putTestSettings(space, fn, { environment: edited, gate: over?.gate ?? [] }, seen),
    read: () => getTestSettings(space, fn),
    settings: (item) => item.environment,
    typed: (edited) => edited,
    onTheirs: (theirs) => (theirs ? setText(linesOf(theirs.environment)) : onClose()),
    invalidates: [testsKey(space, fn)],
    done: () => t('fn.tests.environment.saved'),
    onDone: onClose,
  })
  return (
    <FormDialog
      title={t('fn.tests.environment.title')}
      description={t('fn.tests.environment.hint')}
      submit={t('common.save')}
      width={560}
      pending={save.isPending}
      disabledReason={error}
      onSubmit={() => save.mutate(environment)}
      onClose={onClose}
    >
      <Field label={t('fn.tests.environment.lines')} error={error}>
        <Textarea
          mono
          rows={8}
          spellCheck={false}
          placeholder="STRIPE_URL=http://127.0.0.1:9"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      {save.conflict && (
        <ChangedDialog name={t('fn.tests.environment.title')} conflict={save.conflict} pending={save.isPending} />
      )}
    </FormDialog>
  )
}

/** As `.env` text. Single quotes keep everything as it is; a value that has one itself goes into backquotes. */
const linesOf = (environment: Readonly<Record<string, string>>): string =>
  Object.entries(environment)
    .map(([name, value]) => `${name}=${value.includes("'") ? `\`${value}\`` : `'${value}'`}`)
    .join('\n')
