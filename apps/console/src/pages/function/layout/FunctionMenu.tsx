import type { FunctionDetail } from '@alcove/contract'
import { useNavigate } from '@tanstack/react-router'
import { Copy, CopyPlus, Download, Ellipsis, FolderInput, PencilLine, Settings2, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { functionArchiveUrl } from '../../../api/exchange.ts'
import { deleteFunction, functionsKey } from '../../../api/functions.ts'
import { spaceKey } from '../../../api/spaces.ts'
import { restoreFunction, trashKey } from '../../../api/trash.ts'
import { toast } from '../../../components/toast.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { ConfirmByName } from '../../../ui/ConfirmByName.tsx'
import { copyText } from '../../../ui/copyText.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/Menu.tsx'
import { forgetWorkbench } from '../code/workbench.ts'
import { usePermission } from '../../../components/usePermission.ts'
import { NameDialog } from './NameDialog.tsx'
import { TransferDialog } from './TransferDialog.tsx'

const icon = { size: 15 } as const

export function FunctionMenu({ space, details }: { space: string; details: FunctionDetail }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const why = usePermission(space)
  const [deleting, setDeleting] = useState(false)
  const [naming, setNaming] = useState<'rename' | 'duplicate' | null>(null)
  const [moving, setMoving] = useState(false)
  const { name, counts } = details
  const remove = useChange({
    run: () => deleteFunction(space, name),
    done: () => t('fn.delete.done', { fn: name }),
    undo: () => restoreFunction(space, details.id),
    onDone: async () => {
      forgetWorkbench(space, name)
      await navigate(paths.space(space))
    },
    invalidates: [functionsKey(space), trashKey(space), [...spaceKey(space), 'detail']],
  })
  return (
    <>
      <Menu trigger={<IconButton label={t('fn.more')} icon={<Ellipsis {...icon} />} />}>
        <MenuItem
          icon={<Copy {...icon} />}
          onSelect={async () => {
            await copyText(details.id)
            toast.success(t('common.copied'))
          }}
        >
          {t('fn.copyId')}
        </MenuItem>
        <MenuItem icon={<Settings2 {...icon} />} onSelect={() => void navigate(paths.configuration(space, name))}>
          {t('shell.configuration')}
        </MenuItem>
        {(['rename', 'duplicate'] as const).map((act) => (
          <MenuItem
            key={act}
            icon={act === 'rename' ? <PencilLine {...icon} /> : <CopyPlus {...icon} />}
            disabledReason={why('functions:write')}
            onSelect={() => setNaming(act)}
          >
            {t(`fn.${act}.action`)}
          </MenuItem>
        ))}
        <MenuItem
          icon={<FolderInput {...icon} />}
          disabledReason={why('functions:write')}
          onSelect={() => setMoving(true)}
        >
          {t('exchange.transfer')}
        </MenuItem>
        <MenuItem
          icon={<Download {...icon} />}
          render={<a href={functionArchiveUrl(space, name)} download={`${name}.zip`} aria-label={t('fn.export')} />}
        >
          {t('fn.export')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={<Trash2 {...icon} />}
          danger
          disabledReason={why('functions:write')}
          onSelect={() => setDeleting(true)}
        >
          {t('fn.delete.action')}
        </MenuItem>
      </Menu>
      {naming && <NameDialog act={naming} space={space} fn={name} onClose={() => setNaming(null)} />}
      {moving && <TransferDialog space={space} details={details} onClose={() => setMoving(false)} />}
      <ConfirmByName
        open={deleting}
        onClose={() => setDeleting(false)}
        onConfirm={() => remove.mutate(undefined)}
        pending={remove.isPending}
        title={t('fn.delete.title', { fn: name })}
        name={name}
        intro={t('trash.goesThere')}
        losses={[
          t('fn.delete.code', { count: counts.versions }),
          ...(counts.aliases > 0 ? [t('fn.delete.aliases', { count: counts.aliases })] : []),
          ...(counts.triggers > 0 ? [t('fn.delete.triggers', { count: counts.triggers })] : []),
          t('trash.stops'),
        ]}
      />
    </>
  )
}
