import type { Bucket, Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { bucketsKey, folderSizeQuery, putBucket } from '../../../../api/buckets.ts'
import { useChange } from '../../../../components/useChange.ts'
import { useDenied } from '../../../../components/useDenied.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { Button } from '../../../../ui/Button.tsx'
import { areDays, expiryOf, rulesOf, type RuleDraft } from './bucket-draft.ts'
import { ExpiryRules } from './ExpiryRules.tsx'

/** The rules by which objects of a bucket go, and how much each is about. */
export function LifecycleTab({ space, bucket }: { space: Space; bucket: Bucket }) {
  const { t } = useTranslation()
  const [rules, setRules] = useState<readonly RuleDraft[]>(() => rulesOf(bucket.expiry))
  const denied = useDenied(space)('buckets:write')
  const changed = JSON.stringify(expiryOf(rules)) !== JSON.stringify(expiryOf(rulesOf(bucket.expiry)))
  const problem = areDays(rules) ? null : t('buckets.daysWrong')
  const save = useChange({
    run: () => putBucket(space.name, bucket.name, { quotaBytes: bucket.quotaBytes, expiry: expiryOf(rules) }),
    invalidates: [bucketsKey(space.name)],
    done: () => t('buckets.saved'),
  })
  return (
    <form
      className="grid max-w-2xl gap-4 px-gutter py-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (denied === null && problem === null && changed) save.mutate(undefined)
      }}
    >
      <div>
        <h2 className="font-heading">{t('buckets.rules')}</h2>
        <p className="text-fg-2">{t('buckets.lifecycleHint')}</p>
      </div>
      {rules.length === 0 && <p className="text-fg-2">{t('buckets.noRules')}</p>}
      <ExpiryRules
        rules={rules}
        onChange={setRules}
        disabled={denied !== null}
        note={({ prefix }) => <Concerned space={space.name} bucket={bucket.name} prefix={prefix} />}
      />
      {problem && <p className="text-sm text-danger">{problem}</p>}
      <div className="flex items-center gap-2">
        <Button
          variant="primary"
          type="submit"
          pending={save.isPending}
          disabledReason={denied ?? problem ?? (!changed && t('buckets.nothingChanged'))}
        >
          {t('common.save')}
        </Button>
        {changed && <Button onClick={() => setRules(rulesOf(bucket.expiry))}>{t('common.undo')}</Button>}
      </div>
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
