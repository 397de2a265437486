import { serverNow } from '../../clock.ts'
import { useQuery } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { settingsQuery, updateSettings } from '../../api/settings.ts'
import { useChange } from '../../components/useChange.ts'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Select } from '../../ui/Select.tsx'

const DAY = 86_400_000
const WHEN = ['never', '0', '7', '30'] as const

/** Whether, and from when, every account needs a second factor. */
export function TwoFactorRule() {
  const { t } = useTranslation()
  const format = useFormat()
  const [open, setOpen] = useState(false)
  const [when, setWhen] = useState<(typeof WHEN)[number]>('7')
  const from = useQuery(settingsQuery).data?.twoFactorFrom ?? null
  const save = useChange({
    run: () =>
      updateSettings({
        twoFactorFrom: when === 'never' ? null : new Date(serverNow() + Number(when) * DAY).toISOString(),
      }),
    invalidates: [settingsQuery.queryKey],
    done: () => t('accounts.ruleSaved'),
    onDone: () => setOpen(false),
  })
  return (
    <>
      <Button icon={<ShieldCheck size={14} />} onClick={() => setOpen(true)}>
        {t('accounts.rule')}
      </Button>
      {open && (
        <FormDialog
          onClose={() => setOpen(false)}
          title={t('accounts.rule')}
          description={from ? t('accounts.ruleFrom', { date: format.dateTime(from) }) : t('accounts.ruleOff')}
          submit={t('common.save')}
          pending={save.isPending}
          onSubmit={() => save.mutate(undefined)}
        >
          <Field label={t('accounts.twoFactor')} hint={t('accounts.ruleMeans')}>
            <Select
              value={when}
              onChange={setWhen}
              options={WHEN.map((value) => ({ value, label: t(`accounts.ruleWhen.${value}`) }))}
            />
          </Field>
        </FormDialog>
      )}
    </>
  )
}
