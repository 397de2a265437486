import type { ApiKey } from '@alcove/contract'
import { finishRotation, keysQuery } from '../../api/keys.ts'
import { useChange } from '../../components/useChange.ts'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Tag } from '../../ui/Tag.tsx'
import { useNow } from '../../ui/Time.tsx'

interface RotationDialogProps {
  apiKey: ApiKey
  rotation: NonNullable<ApiKey['rotation']>
  onClose: () => void
}

/** A secret used within this time is still in use. */
const RECENT_MS = 10 * 60_000

/** Who still uses the old secret, and the end of it. */
export function RotationDialog({ apiKey, rotation, onClose }: RotationDialogProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const finish = useChange({
    run: () => finishRotation(apiKey.id),
    invalidates: [keysQuery.queryKey],
    done: () => t('keys.finished', { name: apiKey.name }),
    onDone: onClose,
  })
  const { old, calls, oldCalls, endsAt } = rotation
  const inUse = old.lastUsedAt !== null && now - Date.parse(old.lastUsedAt) < RECENT_MS
  return (
    <FormDialog
      onClose={onClose}
      title={t('keys.rotationOf', { name: apiKey.name })}
      description={t('keys.rotationEnds', { date: format.dateTime(endsAt) })}
      submit={inUse ? t('keys.finishAnyway') : t('keys.finish')}
      variant={inUse ? 'danger' : 'primary'}
      pending={finish.isPending}
      onSubmit={() => finish.mutate(undefined)}
    >
      <ul className="grid gap-3">
        <Secret name={t('keys.newSecret')} secret={apiKey} calls={calls} all={calls + oldCalls} strong />
        <Secret name={t('keys.oldSecret')} secret={old} calls={oldCalls} all={calls + oldCalls} />
      </ul>
      {inUse && <p className="text-warning">{t('keys.stillUsed')}</p>}
    </FormDialog>
  )
}

interface SecretProps {
  name: string
  secret: Pick<ApiKey, 'prefix' | 'lastUsedAt' | 'lastUsedFrom'>
  calls: number
  all: number
  strong?: boolean
}

function Secret({ name, secret, calls, all, strong = false }: SecretProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const share = all === 0 ? 0 : calls / all
  return (
    <li className="grid gap-1">
      <span className="flex items-center gap-2">
        <span className="mono">{secret.prefix}…</span>
        <Tag>{name}</Tag>
      </span>
      <span className="flex items-center gap-2 text-sm text-fg-2">
        <span aria-hidden="true" className="h-1.5 w-24 shrink-0 rounded-full bg-active">
          <span
            className={`block h-full rounded-full ${strong ? 'bg-accent' : 'bg-fg-3'}`}
            style={{ width: `${share * 100}%` }}
          />
        </span>
        {all > 0 && t('keys.share', { percent: format.percentShort(share), count: calls })}
      </span>
      <span className="text-sm text-fg-3">
        {secret.lastUsedAt
          ? t('keys.usedFrom', { address: secret.lastUsedFrom ?? '–', ago: format.ago(secret.lastUsedAt) })
          : t('keys.unused')}
      </span>
    </li>
  )
}
