import { Download, Ellipsis, FilePlus2, FolderUp, Upload } from 'lucide-react'
import { useRef } from 'react'
import { draftArchiveUrl } from '../../../api/drafts.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Menu, MenuItem } from '../../../ui/Menu.tsx'

interface ArchiveMenuProps {
  space: string
  fn: string
  readOnlyReason: string | undefined
  /** Adds files to the draft. */
  onFiles(files: readonly File[]): void
  onZip(file: File): void
  onFolder(files: readonly File[]): void
}

const icon = { size: 14 } as const

/** Adds files to the draft, replaces it, or downloads it. */
export function ArchiveMenu({ space, fn, readOnlyReason, onFiles, onZip, onFolder }: ArchiveMenuProps) {
  const { t } = useTranslation()
  const filePicker = useRef<HTMLInputElement>(null)
  const zipPicker = useRef<HTMLInputElement>(null)
  const folderPicker = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={filePicker}
        type="file"
        multiple
        hidden
        aria-label={t('fn.files.addFiles')}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      <input
        ref={zipPicker}
        type="file"
        accept=".zip,application/zip"
        hidden
        aria-label={t('fn.files.upload')}
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) onZip(file)
          event.target.value = ''
        }}
      />
      <input
        ref={(input) => {
          folderPicker.current = input
          // React has no property for this attribute.
          if (input) input.webkitdirectory = true
        }}
        type="file"
        hidden
        aria-label={t('fn.files.uploadFolder')}
        onChange={(event) => {
          onFolder([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      <Menu trigger={<IconButton size="sm" label={t('fn.files.archive')} icon={<Ellipsis {...icon} />} />}>
        <MenuItem
          icon={<FilePlus2 {...icon} />}
          disabledReason={readOnlyReason}
          onSelect={() => filePicker.current?.click()}
        >
          {t('fn.files.addFiles')}
        </MenuItem>
        <MenuItem
          icon={<Upload {...icon} />}
          disabledReason={readOnlyReason}
          onSelect={() => zipPicker.current?.click()}
        >
          {t('fn.files.upload')}
        </MenuItem>
        <MenuItem
          icon={<FolderUp {...icon} />}
          disabledReason={readOnlyReason}
          onSelect={() => folderPicker.current?.click()}
        >
          {t('fn.files.uploadFolder')}
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
