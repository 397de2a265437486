import { ObjectKey } from '@alcove/contract'
import { useState } from 'react'
import { createLink, linksKey } from '../../../../api/buckets.ts'
import { useChange } from '../../../../components/useChange.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { CodeBlock } from '../../../../ui/CodeBlock.tsx'
import { copyText } from '../../../../ui/copyText.ts'
import { Field, Input } from '../../../../ui/Field.tsx'
import { FormDialog } from '../../../../ui/FormDialog.tsx'
import { Segmented } from '../../../../ui/Segmented.tsx'
import { shownName } from '../folder-names.ts'
import { uploadCommand } from '../links/upload-command.ts'

const SECONDS = { minutes: 900, hour: 3600, day: 86_400, week: 604_800 } as const
type Lasts = keyof typeof SECONDS
const LASTS = ['minutes', 'hour', 'day', 'week'] as const satisfies Lasts[]

interface LinkDialogProps {
  space: string
  bucket: string
  /** GET reads the object; PUT writes it, whether or not it is there. */
  method: 'GET' | 'PUT'
  /** The key, or for a PUT the beginning of the key. */
  objectKey: string
  onClose(): void
}

/** Makes a link that reads or writes one object without a key. */
export function LinkDialog({ space, bucket, method, objectKey, onClose }: LinkDialogProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [key, setKey] = useState(objectKey)
  const [lasts, setLasts] = useState<Lasts>('hour')
  const make = useChange({
    run: async () => {
      const link = await createLink(space, bucket, { key, method, expiresInSeconds: SECONDS[lasts] })
      // Browsers may refuse: the link stays on the page.
      await copyText(link.url).catch(() => {})
      return link
    },
    invalidates: [linksKey(space, bucket)],
    done: ({ expiresAt }) => t('buckets.linkCopied', { at: format.dateTime(expiresAt) }),
  })
  const checked = ObjectKey.safeParse(key)
  const unnamed = key === '' || key.endsWith('/')
  const problem = unnamed ? t('buckets.nameMissing') : checked.success ? null : checked.error.issues[0]!.message
  const reads = method === 'GET'
  return (
    <FormDialog
      title={reads ? t('buckets.linkTitle', { name: shownName(key) }) : t('buckets.uploadLinkTitle')}
      description={t(reads ? 'buckets.linkHint' : 'buckets.uploadLinkHint')}
      submit={t('buckets.copy')}
      pending={make.isPending}
      disabledReason={problem}
      onClose={onClose}
      onSubmit={() => make.mutate(undefined)}
    >
      {!reads && (
        <Field label={t('buckets.key')} error={unnamed ? null : problem}>
          <Input mono autoComplete="off" spellCheck={false} value={key} onChange={(e) => setKey(e.target.value)} />
        </Field>
      )}
      <div className="grid gap-1">
        <span className="text-sm font-medium text-fg-2">{t('buckets.linkLasts')}</span>
        <Segmented
          label={t('buckets.linkLasts')}
          value={lasts}
          onChange={setLasts}
          options={LASTS.map((value) => ({ value, label: t(`buckets.lasts.${value}`) }))}
        />
      </div>
      {make.data && (
        <Field label={t('buckets.copyLink')}>
          <Input mono readOnly value={make.data.url} onFocus={(event) => event.target.select()} />
        </Field>
      )}
      {make.data && !reads && <CodeBlock boxed wrap code={uploadCommand(key, make.data.url)} />}
    </FormDialog>
  )
}
