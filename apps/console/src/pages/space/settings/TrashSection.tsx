import type { Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { functionsKey } from '../../../api/functions.ts'
import { spaceKey } from '../../../api/spaces.ts'
import { removeFunction, restoreFunction, trashedFunctionsQuery, trashKey } from '../../../api/trash.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { TrashTable } from '../../../components/trash/TrashTable.tsx'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'

/** Functions of the space that were deleted. */
export function TrashSection({ space }: { space: Space }) {
  const { t } = useTranslation()
  const denied = useDenied(space)('functions:write')
  const query = useQuery(trashedFunctionsQuery(space.name))
  return (
    <Loaded query={query}>
      {(items) =>
        items.length === 0 ? (
          <p className="px-gutter text-fg-3">{t('trash.empty')}</p>
        ) : (
          <div className="border-t border-line">
            <TrashTable
              label={t('trash.title')}
              items={items}
              note={({ versions, triggers, routes }) =>
                [
                  t('trash.versions', { count: versions }),
                  t('trash.triggers', { count: triggers.length }),
                  ...(routes.length > 0 ? [t('trash.routes', { count: routes.length })] : []),
                ].join(t('shell.comma'))
              }
              losses={[t('trash.loseFunction'), t('spaces.loseHistory')]}
              denied={denied}
              restore={(id, name) => restoreFunction(space.name, id, name)}
              remove={(id) => removeFunction(space.name, id)}
              invalidates={[trashKey(space.name), functionsKey(space.name), spaceKey(space.name)]}
            />
          </div>
        )
      }
    </Loaded>
  )
}
