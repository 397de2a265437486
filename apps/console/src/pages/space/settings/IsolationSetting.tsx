import type { Space } from '@alcove/contract'
import { spaceKey, spacesQuery, updateSpace } from '../../../api/spaces.ts'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Switch } from '../../../ui/Switch.tsx'
import { Tooltip } from '../../../ui/Tooltip.tsx'

export function IsolationSetting({ space }: { space: Space }) {
  const { t } = useTranslation()
  const denied = useDenied(space)('spaces:write')
  const change = useChange({
    run: (requireIsolation: boolean) => updateSpace(space.name, { requireIsolation }),
    invalidates: [spaceKey(space.name), spacesQuery.queryKey],
    done: () => t('spaces.saved'),
  })
  return (
    <div className="flex max-w-[720px] items-start gap-3 px-gutter">
      <Tooltip content={denied}>
        <span className="mt-px">
          <Switch
            label={t('spaces.requireIsolation')}
            checked={space.requireIsolation}
            onChange={change.mutate}
            disabled={denied !== null || change.isPending}
          />
        </span>
      </Tooltip>
      <span className="grid">
        {t('spaces.requireIsolation')}
        <span className="text-sm text-fg-3">{t('spaces.requireIsolationMeans')}</span>
      </span>
    </div>
  )
}
