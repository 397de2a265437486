import type { ObjectLink, Space } from '@alcove/contract'
import { Ban } from 'lucide-react'
import { useState } from 'react'
import { linksKey, revokeLink } from '../../../../api/buckets.ts'
import { useChange } from '../../../../components/useChange.ts'
import { useDenied } from '../../../../components/useDenied.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { saidActor } from '../../../../i18n/said.ts'
import { CopyButton } from '../../../../ui/CopyButton.tsx'
import { FormDialog } from '../../../../ui/FormDialog.tsx'
import { IconButton } from '../../../../ui/IconButton.tsx'
import { shownName } from '../folder-names.ts'

interface LinkActionsProps {
  space: Space
  bucket: string
  link: ObjectLink
}

/** Copies the address of an open link, which only its maker has, and revokes it. */
export function LinkActions({ space, bucket, link }: LinkActionsProps) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState(false)
  const mayWrite = useDenied(space)('buckets:write')
  const { url } = link
  const revoke = useChange({
    run: () => revokeLink(space.name, bucket, link.id),
    invalidates: [linksKey(space.name, bucket)],
    done: () => t('buckets.linkRevoked'),
    onDone: () => setAsked(false),
  })
  return (
    <span className="flex items-center justify-end">
      {url !== null && <CopyButton text={url} label={t('buckets.copy')} />}
      <IconButton
        size="sm"
        label={t('buckets.revokeLink')}
        disabledReason={url === null ? mayWrite : null}
        icon={<Ban size={13} />}
        onClick={() => setAsked(true)}
      />
      {asked && (
        <FormDialog
          title={t('buckets.revokeThis', { name: shownName(link.key) })}
          submit={t('buckets.revokeLink')}
          variant="danger"
          pending={revoke.isPending}
          onClose={() => setAsked(false)}
          onSubmit={() => revoke.mutate(undefined)}
        >
          <p>{t('buckets.revokeHint', { who: saidActor(link.createdBy) })}</p>
        </FormDialog>
      )}
    </span>
  )
}
