import { Download, Ellipsis, Upload } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { draftArchiveUrl, draftQuery, uploadDraft } from '../../../api/drafts.ts'
import { queryClient } from '../../../api/client.ts'
import { functionQuery } from '../../../api/functions.ts'
import { useChange } from '../../../components/useChange.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Menu, MenuItem } from '../../../ui/Menu.tsx'
import type { DraftSession } from './draft/session.ts'

interface ArchiveMenuProps {
  space: string
  fn: string
  session: DraftSession
  readOnlyReason: string | undefined
}

const icon = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const

/** The whole draft as a zip, in and out. */
export function ArchiveMenu({ space, fn, session, readOnlyReason }: ArchiveMenuProps) {
  const { t } = useTranslation()
  const picker = useRef<HTMLInputElement>(null)
  const upload = useChange({
    run: async (archive: File) => {
      const before = session.snapshot().files
      const draft = await uploadDraft(space, fn, archive, session.snapshot().codeHash)
      queryClient.setQueryData(draftQuery(space, fn).queryKey, draft)
      session.take(draft)
      return { before, count: Object.keys(draft.files).length }
    },
    invalidates: [functionQuery(space, fn).queryKey],
    onDone: ({ before, count }) =>
      toast.success(t('fn.files.uploaded', { count }), {
        action: { label: t('fn.undo'), onClick: () => session.replace(before) },
        duration: 15_000,
      }),
  })
  return (
    <>
      <input
        ref={picker}
        type="file"
        accept=".zip,application/zip"
        hidden
        aria-label={t('fn.files.upload')}
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) upload.mutate(file)
          event.target.value = ''
        }}
      />
      <Menu trigger={<IconButton size="sm" label={t('fn.files.archive')} icon={<Ellipsis {...icon} />} />}>
        <MenuItem icon={<Upload {...icon} />} disabledReason={readOnlyReason} onSelect={() => picker.current?.click()}>
          {t('fn.files.upload')}
        </MenuItem>
        <MenuItem
          icon={<Download {...icon} />}
          render={
            <a href={draftArchiveUrl(space, fn)} download={`${fn}-draft.zip`} aria-label={t('fn.files.download')} />
          }
        >
          {t('fn.files.download')}
        </MenuItem>
      </Menu>
    </>
  )
}
