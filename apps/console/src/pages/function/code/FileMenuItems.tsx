import { Copy, CopyPlus, FilePlus, Pencil, Trash2 } from 'lucide-react'
import { toast } from '../../../components/toast.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { copyText } from '../../../ui/copyText.ts'
import { MenuItem } from '../../../ui/Menu.tsx'
import type { TreeNode } from './fileTree.ts'

export interface FileActions {
  /** In a folder, which ends with "/". */
  onNew(folder: string): void
  onRename(path: string): void
  onDuplicate(path: string): void
  onDelete(path: string): void
}

interface FileMenuItemsProps extends FileActions {
  node: TreeNode
}

const icon = { size: 14 } as const

/** What can be done with a row of the tree that may be changed. */
export function FileMenuItems({ node: { kind, path }, ...act }: FileMenuItemsProps) {
  const { t } = useTranslation()
  return (
    <>
      {kind === 'folder' ? (
        <MenuItem icon={<FilePlus {...icon} />} onSelect={() => act.onNew(`${path}/`)}>
          {t('fn.files.new')}
        </MenuItem>
      ) : (
        <MenuItem icon={<CopyPlus {...icon} />} onSelect={() => act.onDuplicate(path)}>
          {t('fn.files.duplicate')}
        </MenuItem>
      )}
      <CopyPathItem path={path} />
      <MenuItem icon={<Pencil {...icon} />} onSelect={() => act.onRename(path)}>
        {t('fn.files.rename')}
      </MenuItem>
      <MenuItem icon={<Trash2 {...icon} />} danger onSelect={() => act.onDelete(path)}>
        {t('fn.files.delete')}
      </MenuItem>
    </>
  )
}

export function CopyPathItem({ path }: { path: string }) {
  const { t } = useTranslation()
  return (
    <MenuItem
      icon={<Copy {...icon} />}
      onSelect={async () => {
        await copyText(path)
        toast.success(t('common.copied'))
      }}
    >
      {t('fn.files.copyPath')}
    </MenuItem>
  )
}
