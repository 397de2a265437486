import type { Space } from '@alcove/contract'
import { useNavigate } from '@tanstack/react-router'
import { Plus, Zap } from 'lucide-react'
import { useState } from 'react'
import { bucketTriggersQuery } from '../../../../api/buckets.ts'
import { functionsQuery } from '../../../../api/functions.ts'
import { Loaded } from '../../../../components/Loaded.tsx'
import { LockedPage } from '../../../../components/LockedPage.tsx'
import { useDenied } from '../../../../components/useDenied.ts'
import { useWholeList } from '../../../../components/useWholeList.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { paths } from '../../../../navigation/paths.ts'
import { Button } from '../../../../ui/Button.tsx'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { Field } from '../../../../ui/Field.tsx'
import { FormDialog } from '../../../../ui/FormDialog.tsx'
import { Select } from '../../../../ui/Select.tsx'
import { SkeletonRows } from '../../../../ui/Skeleton.tsx'
import { BucketTriggersTable } from './BucketTriggersTable.tsx'

/** What objects of the bucket start. */
export function BucketTriggers({ space, bucket }: { space: Space; bucket: string }) {
  const { t } = useTranslation()
  const [adding, setAdding] = useState(false)
  const denied = useDenied(space)
  const locked = denied('functions:read')
  const query = useWholeList({ ...bucketTriggersQuery(space.name, bucket), enabled: locked === null })
  if (locked !== null) return <LockedPage reason={locked} />
  const add = (
    <Button icon={<Plus size={15} />} disabledReason={denied('triggers:write')} onClick={() => setAdding(true)}>
      {t('buckets.newTrigger')}
    </Button>
  )
  return (
    <>
      <Loaded query={query} skeleton={<SkeletonRows tall />}>
        {(triggers) =>
          triggers.length === 0 ? (
            <EmptyState icon={<Zap size={15} />} title={t('buckets.noTriggers')} action={add}>
              {t('buckets.noTriggersHint')}
            </EmptyState>
          ) : (
            <>
              <div className="flex items-center gap-3 px-gutter py-2.5">
                <p className="min-w-0 flex-1 text-fg-2">{t('buckets.triggersHint')}</p>
                {add}
              </div>
              <BucketTriggersTable space={space.name} triggers={triggers} pages={query} />
            </>
          )
        }
      </Loaded>
      {adding && <NewTrigger space={space.name} bucket={bucket} onClose={() => setAdding(false)} />}
    </>
  )
}

/** A trigger belongs to a function: asks which one, and leads to its form. */
function NewTrigger({ space, bucket, onClose }: { space: string; bucket: string; onClose(): void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [fn, setFn] = useState('')
  const functions = useWholeList(functionsQuery(space)).data ?? []
  return (
    <FormDialog
      title={t('buckets.newTrigger')}
      description={t('buckets.newTriggerHint')}
      submit={t('buckets.goOn')}
      disabledReason={fn === '' && t('buckets.chooseFunction')}
      onClose={onClose}
      onSubmit={() => void navigate(paths.triggers(space, fn, { form: `new.bucket.${bucket}` }))}
    >
      <Field label={t('buckets.function')}>
        <Select
          value={fn}
          onChange={setFn}
          options={[
            ...(fn === '' ? [{ value: '', label: t('buckets.chooseFunction') }] : []),
            ...functions.map(({ name }) => ({ value: name, label: name })),
          ]}
        />
      </Field>
    </FormDialog>
  )
}
