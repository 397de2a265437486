import type { Space } from '@alcove/contract'
import { useNavigate } from '@tanstack/react-router'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { deleteSpace, spaceKey, spacesQuery } from '../../../api/spaces.ts'
import { restoreSpace, trashedSpacesQuery } from '../../../api/trash.ts'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { Button } from '../../../ui/Button.tsx'
import { ConfirmByName } from '../../../ui/ConfirmByName.tsx'

export function DeleteSpace({ space }: { space: Space }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const remove = useChange({
    run: () => deleteSpace(space.name),
    invalidates: [spacesQuery.queryKey, trashedSpacesQuery.queryKey, ['overview']],
    done: () => t('spaces.deleted', { space: space.name }),
    undo: () => restoreSpace(space.id),
    onDone: async (_result, _input, client) => {
      await navigate(paths.spaces())
      client.removeQueries({ queryKey: spaceKey(space.name) })
    },
  })
  return (
    <div className="flex max-w-[720px] flex-wrap items-center justify-between gap-3 px-gutter">
      <p className="text-fg-2">{t('spaces.deleteMeans')}</p>
      <Button
        variant="danger"
        icon={<Trash2 size={14} />}
        disabledReason={useDenied(space)('spaces:write')}
        onClick={() => setOpen(true)}
      >
        {t('spaces.delete')}
      </Button>
      <ConfirmByName
        open={open}
        onClose={() => setOpen(false)}
        onConfirm={() => remove.mutate(undefined)}
        pending={remove.isPending}
        title={t('spaces.deleteThis', { space: space.name })}
        name={space.name}
        intro={t('trash.goesThere')}
        losses={[
          t('spaces.loseFunctions', { count: space.functionCount }),
          t('trash.keepBuckets'),
          t('spaces.loseGrants', { count: space.memberCount }),
        ]}
      />
    </div>
  )
}
