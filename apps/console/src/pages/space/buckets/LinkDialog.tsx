import { useState } from 'react'
import { createLink } from '../../../api/buckets.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { copyText } from '../../../ui/copyText.ts'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'

const SECONDS = { hour: 3600, day: 86_400, week: 604_800 } as const
type Lasts = keyof typeof SECONDS

interface LinkDialogProps {
  space: string
  bucket: string
  objectKey: string
  name: string
  onClose(): void
}

export function LinkDialog({ space, bucket, objectKey: key, name, onClose }: LinkDialogProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [lasts, setLasts] = useState<Lasts>('hour')
  const make = useChange({
    run: async () => {
      const link = await createLink(space, bucket, { key, expiresInSeconds: SECONDS[lasts] })
      // Browsers may refuse: the link stays on the page.
      await copyText(link.url).catch(() => {})
      return link
    },
    done: ({ expiresAt }) => t('buckets.linkCopied', { at: format.dateTime(expiresAt) }),
  })
  return (
    <FormDialog
      title={t('buckets.linkTitle', { name })}
      description={t('buckets.linkHint')}
      submit={t('buckets.copy')}
      pending={make.isPending}
      onClose={onClose}
      onSubmit={() => make.mutate(undefined)}
    >
      <div className="grid gap-1">
        <span className="text-sm font-medium text-fg-2">{t('buckets.linkLasts')}</span>
        <Segmented
          label={t('buckets.linkLasts')}
          value={lasts}
          onChange={setLasts}
          options={(['hour', 'day', 'week'] as const).map((value) => ({ value, label: t(`buckets.lasts.${value}`) }))}
        />
      </div>
      {make.data && (
        <Field label={t('buckets.copyLink')}>
          <Input mono readOnly value={make.data.url} onFocus={(event) => event.target.select()} />
        </Field>
      )}
    </FormDialog>
  )
}
