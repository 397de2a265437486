import { FileUp, FolderUp, Upload } from 'lucide-react'
import { useRef } from 'react'
import { useTranslation } from '../../../../i18n/index.ts'
import { Button } from '../../../../ui/Button.tsx'
import { Menu, MenuItem } from '../../../../ui/Menu.tsx'
import { chosenFiles, type DroppedFile } from '../../../../components/dropped-files.ts'

interface UploadButtonProps {
  denied: string | null
  onFiles(files: DroppedFile[]): void
}

/** Lets one choose files, or a folder with all that is in it. */
export function UploadButton({ denied, onFiles }: UploadButtonProps) {
  const { t } = useTranslation()
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const picked = (input: HTMLInputElement) => {
    onFiles(chosenFiles(input.files))
    input.value = ''
  }
  if (denied !== null) {
    return (
      <Button variant="primary" icon={<Upload size={15} />} disabledReason={denied}>
        {t('buckets.upload')}
      </Button>
    )
  }
  return (
    <>
      <Menu
        trigger={
          <Button variant="primary" icon={<Upload size={15} />}>
            {t('buckets.upload')}
          </Button>
        }
      >
        <MenuItem icon={<FileUp size={15} />} onSelect={() => files.current?.click()}>
          {t('buckets.uploadFiles')}
        </MenuItem>
        <MenuItem icon={<FolderUp size={15} />} onSelect={() => folder.current?.click()}>
          {t('buckets.uploadFolder')}
        </MenuItem>
      </Menu>
      <input
        ref={files}
        type="file"
        hidden
        multiple
        aria-label={t('buckets.uploadFiles')}
        onChange={(event) => picked(event.target)}
      />
      <input
        ref={folder}
        type="file"
        hidden
        multiple
        // React passes on attributes that it does not know.
        {...{ webkitdirectory: '' }}
        aria-label={t('buckets.uploadFolder')}
        onChange={(event) => picked(event.target)}
      />
    </>
  )
}
