import type { ApiKey } from '@alcove/contract'
import { useState } from 'react'
import { keysQuery, rotateKey } from '../../api/keys.ts'
import { useChange } from '../../components/useChange.ts'
import { useTranslation } from '../../i18n/index.ts'
import { Field } from '../../ui/Field.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Select } from '../../ui/Select.tsx'
import { NewKey } from './NewKey.tsx'

const OVERLAPS = ['0', '1', '24', '168'] as const

/** Asks how long the old secret keeps working, and shows the new one once. */
export function RotateKeyDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useTranslation()
  const [hours, setHours] = useState<(typeof OVERLAPS)[number]>('24')
  const rotate = useChange({ run: () => rotateKey(apiKey.id, Number(hours)) })
  if (rotate.data) return <Rotated made={rotate.data} onClose={onClose} />
  return (
    <FormDialog
      onClose={onClose}
      title={t('keys.rotateThis', { name: apiKey.name })}
      description={t('keys.rotateMeans')}
      submit={t('keys.rotate')}
      pending={rotate.isPending}
      onSubmit={() => rotate.mutate(undefined)}
    >
      <Field label={t('keys.overlap')}>
        <Select
          value={hours}
          onChange={setHours}
          options={OVERLAPS.map((value) => ({ value, label: t(`keys.overlaps.${value}`) }))}
        />
      </Field>
    </FormDialog>
  )
}

/** Reload the list only now: earlier it would replace this dialog. */
function Rotated({ made, onClose }: { made: Parameters<typeof NewKey>[0]['made']; onClose: () => void }) {
  const { t } = useTranslation()
  const refresh = useChange({
    run: async () => made,
    invalidates: [keysQuery.queryKey],
    done: () => t('keys.rotated', { name: made.name }),
    onDone: onClose,
  })
  return <NewKey made={made} onClose={() => refresh.mutate(undefined)} />
}
