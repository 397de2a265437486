import { can, type FunctionDetail, type Version } from '@alcove/contract'
import {
  ArchiveRestore,
  ArrowRightLeft,
  Download,
  Ellipsis,
  FileCode,
  FileSearch,
  GitCompare,
  Trash2,
} from 'lucide-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { aliasesQuery } from '../../../api/aliases.ts'
import { functionKey } from '../../../api/functions.ts'
import { triggersQuery } from '../../../api/triggers.ts'
import { deleteVersion, versionArchiveUrl } from '../../../api/versions.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { ConfirmByName } from '../../../ui/ConfirmByName.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/Menu.tsx'
import { usePermission } from '../../../components/usePermission.ts'
import { moveNeeds } from './targets.ts'
import { useRestore } from './useRestore.ts'
import { useWholeList } from '../../../components/useWholeList.ts'

interface VersionMenuProps {
  space: string
  details: FunctionDetail
  version: Version
  onOpen(version: string): void
  onCompare(version: string, compare: string): void
}

const icon = { size: 15 } as const

/** A menu lists this many aliases at most; the dialog of each moves it too. */
const ALIASES = 4

export function VersionMenu({ space, details, version, onOpen, onCompare }: VersionMenuProps) {
  const { t } = useTranslation()
  const why = usePermission(space)
  const navigate = useNavigate()
  const [deleting, setDeleting] = useState(false)
  const number = version.version
  const pinned = (useWholeList(triggersQuery(space, details.name)).data ?? [])
    .filter(({ qualifier }) => qualifier === String(number))
    .map(({ name }) => name)
  const restore = useRestore(space, details.name)
  const remove = useChange({
    run: () => deleteVersion(space, details.name, number),
    invalidates: [functionKey(space, details.name)],
    done: () => t('fn.versions.deleted', { version: number }),
    onDone: () => setDeleting(false),
  })
  const others = (useWholeList(aliasesQuery(space, details.name)).data ?? []).filter(
    (alias) => alias.version !== number || alias.additional !== null,
  )
  const inUse = () => {
    if (can.deleteVersion({ ...version, triggers: pinned }).allowed) return undefined
    const [alias] = version.aliases
    return alias
      ? t('fn.versions.usedByAlias', { version: number, alias: alias.name })
      : t('fn.versions.usedByTrigger', { version: number, trigger: pinned[0] })
  }

  return (
    <>
      <Menu
        trigger={
          <IconButton size="sm" label={t('fn.versions.actions', { version: number })} icon={<Ellipsis {...icon} />} />
        }
      >
        {others.slice(0, ALIASES).map((alias) => (
          <MenuItem
            key={alias.name}
            icon={<ArrowRightLeft {...icon} />}
            disabledReason={why(moveNeeds(alias))}
            onSelect={() =>
              void navigate(paths.versions(space, details.name, { form: `move.${alias.name}`, to: number }))
            }
          >
            {t('fn.aliases.moveTo', { alias: alias.name, version: number })}
          </MenuItem>
        ))}
        {others.length > 0 && <MenuSeparator />}
        <MenuItem icon={<FileSearch {...icon} />} onSelect={() => onOpen(String(number))}>
          {t('fn.versions.open')}
        </MenuItem>
        <MenuItem
          icon={<FileCode {...icon} />}
          onSelect={() => void navigate(paths.code(space, details.name, { version: number }))}
        >
          {t('fn.logpoints.open')}
        </MenuItem>
        <MenuItem icon={<GitCompare {...icon} />} onSelect={() => onCompare('draft', String(number))}>
          {t('fn.versions.compareDraft')}
        </MenuItem>
        <MenuItem
          icon={<ArchiveRestore {...icon} />}
          disabledReason={why('functions:write')}
          onSelect={() => restore.mutate(number)}
        >
          {t('fn.versions.restore')}
        </MenuItem>
        <MenuItem
          icon={<Download {...icon} />}
          render={
            <a
              href={versionArchiveUrl(space, details.name, number)}
              download={`${details.name}-v${number}.zip`}
              aria-label={t('fn.files.download')}
            />
          }
        >
          {t('fn.files.download')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={<Trash2 {...icon} />}
          danger
          disabledReason={why('versions:publish') ?? inUse()}
          onSelect={() => setDeleting(true)}
        >
          {t('fn.versions.delete')}
        </MenuItem>
      </Menu>
      <ConfirmByName
        open={deleting}
        onClose={() => setDeleting(false)}
        onConfirm={() => remove.mutate(undefined)}
        pending={remove.isPending}
        title={t('fn.versions.deleteTitle', { version: number })}
        name={`v${number}`}
        losses={[t('fn.versions.deleteCode', { version: number }), t('fn.versions.deleteNumber')]}
      />
    </>
  )
}
