import type { Bucket, ExpiryRule, Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { bucketsKey, folderSizeQuery, getBucket, putBucket } from '../../../../api/buckets.ts'
import { ChangedDialog } from '../../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useGuardedSave } from '../../../../components/changed-meanwhile/useGuardedSave.ts'
import { useBodyForm } from '../../../../components/useBodyForm.ts'
import { useDenied } from '../../../../components/useDenied.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { paths } from '../../../../navigation/paths.ts'
import { Button } from '../../../../ui/Button.tsx'
import { ExpiryOnly, expiryOf, rulesOf } from './bucket-draft.ts'
import { ExpiryRules } from './ExpiryRules.tsx'

/** The rules by which objects of a bucket go, and how much each is about. */
export function LifecycleTab({ space, bucket }: { space: Space; bucket: Bucket }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const fieldsOf = ({ expiry }: Bucket) => ({ rules: rulesOf(expiry) })
  const form = useBodyForm({
    fields: fieldsOf(bucket),
    schema: ExpiryOnly,
    bodyOf: ({ rules }) => ({ expiry: expiryOf(rules) }),
  })
  const { values, set, reset } = form
  const { isDirty: changed } = form.formState
  const denied = useDenied(space)('buckets:write')
  const problem = denied ?? (form.isWrong ? t('common.fixFields') : null)
  const save = useGuardedSave({
    item: bucket,
    partial: true,
    run: ({ expiry }: { expiry: ExpiryRule[] }, seen, over) =>
      putBucket(space.name, bucket.name, { quotaBytes: over?.quotaBytes ?? null, expiry }, seen),
    read: () => getBucket(space.name, bucket.name),
    settings: ({ expiry }) => ({ expiry }),
    typed: (settings) => settings,
    onTheirs: (theirs) => (theirs ? reset(fieldsOf(theirs)) : void navigate(paths.buckets(space.name))),
    invalidates: [bucketsKey(space.name)],
    done: () => t('buckets.saved'),
    onDone: (saved) => reset(fieldsOf(saved)),
  })
  return (
    <form
      className="grid max-w-2xl gap-4 px-gutter py-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (problem === null && changed) void form.handleSubmit((settings) => save.mutate(settings))()
      }}
    >
      <div>
        <h2 className="font-heading">{t('buckets.rules')}</h2>
        <p className="text-fg-2">{t('buckets.lifecycleHint')}</p>
      </div>
      {values.rules.length === 0 && <p className="text-fg-2">{t('buckets.noRules')}</p>}
      <ExpiryRules
        rules={values.rules}
        onChange={(rules) => set('rules', rules)}
        errorAt={form.errorAt}
        disabled={denied !== null}
        note={({ prefix }) => <Concerned space={space.name} bucket={bucket.name} prefix={prefix} />}
      />
      <div className="flex items-center gap-2">
        <Button
          variant="primary"
          type="submit"
          pending={save.isPending}
          disabledReason={problem ?? (!changed && t('common.nothingChanged'))}
        >
          {t('common.save')}
        </Button>
        {changed && <Button onClick={() => reset()}>{t('common.undo')}</Button>}
      </div>
      {save.conflict && <ChangedDialog name={bucket.name} conflict={save.conflict} pending={save.isPending} />}
    </form>
  )
}

function Concerned({ space, bucket, prefix }: { space: string; bucket: string; prefix: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const size = useQuery({ ...folderSizeQuery(space, bucket, prefix), retry: false }).data
  if (!size) return null
  return t(size.more ? 'buckets.concernsMore' : 'buckets.concerns', {
    count: size.objects,
    size: format.bytes(size.bytes),
  })
}
