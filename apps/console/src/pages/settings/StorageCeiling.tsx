import { LIMITS, type Settings } from '@alcove/contract'
import { useState } from 'react'
import { settingsQuery, updateSettings } from '../../api/settings.ts'
import { useChange } from '../../components/useChange.ts'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Button } from '../../ui/Button.tsx'
import { Field, Input } from '../../ui/Field.tsx'

/** How much storage the admins of spaces may give them. */
export function StorageCeiling({ settings }: { settings: Settings }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { spaceStorageMaxMb: saved, storageDiskMb } = settings
  const [most, setMost] = useState<number | null>(saved)
  const save = useChange({
    run: (spaceStorageMaxMb: number) => updateSettings({ spaceStorageMaxMb }),
    invalidates: [settingsQuery.queryKey, ['space']],
    done: () => t('settings.ceilingSaved'),
  })
  const [min, max] = [LIMITS.storageMb.min, Math.min(LIMITS.storageMb.max, storageDiskMb)]
  const bad = most === null || !Number.isInteger(most) || most < min || most > max
  const wrong = t('settings.ceilingBad', { min: format.number(min), max: format.number(max) })
  return (
    <form
      noValidate
      className="flex flex-wrap items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (!bad) save.mutate(most)
      }}
    >
      <Field
        className="w-44"
        label={t('settings.ceilingField')}
        hint={t('settings.ceilingHint', { disk: format.number(storageDiskMb) })}
        error={bad ? wrong : null}
      >
        <Input
          type="number"
          className="num"
          value={most ?? ''}
          onChange={({ target }) => setMost(Number.isNaN(target.valueAsNumber) ? null : target.valueAsNumber)}
        />
      </Field>
      <Button
        type="submit"
        className="mt-5 h-8!"
        pending={save.isPending}
        disabledReason={bad ? wrong : most === saved && t('common.nothingChanged')}
      >
        {t('common.save')}
      </Button>
    </form>
  )
}
