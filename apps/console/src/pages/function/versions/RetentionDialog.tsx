import { PutVersionRetention, type VersionRetention, type VersionUse } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { functionKey } from '../../../api/functions.ts'
import { putVersionRetention, versionRetentionQuery } from '../../../api/versions.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'

interface RetentionDialogProps {
  space: string
  fn: string
  /** As it is set; null: all versions stay. */
  keep: number | null
  denied: string | undefined
  onClose(): void
}

const MOST = 1000
const SUGGESTED = 20

/** How many versions stay, with what would go and why the others would not. */
export function RetentionDialog({ space, fn, keep, denied, onClose }: RetentionDialogProps) {
  const { t } = useTranslation()
  const [limited, setLimited] = useState(keep !== null)
  const [typed, setTyped] = useState(String(keep ?? SUGGESTED))
  const number = Number(typed)
  const body = { keep: limited ? number : null }
  const bad = !PutVersionRetention.safeParse(body).success
  const preview = useQuery({
    ...versionRetentionQuery(space, fn, number),
    enabled: limited && !bad,
    placeholderData: (before) => before,
  })
  const save = useChange({
    run: () => putVersionRetention(space, fn, body.keep),
    invalidates: [functionKey(space, fn)],
    done: () => t('fn.versions.retention.saved'),
    onDone: onClose,
  })
  const older = preview.data?.older ?? []
  const gone = older.filter(({ keptBy }) => keptBy.length === 0).length
  return (
    <FormDialog
      onClose={onClose}
      title={t('fn.versions.retention.title')}
      description={t('fn.versions.retention.means')}
      submit={limited && gone > 0 ? t('fn.versions.retention.saveAndRemove', { count: gone }) : t('common.save')}
      variant={limited && gone > 0 ? 'danger' : 'primary'}
      pending={save.isPending}
      disabledReason={denied ?? (bad && t('fn.versions.retention.bad', { max: MOST }))}
      onSubmit={() => save.mutate(undefined)}
    >
      <Checkbox checked={limited} onChange={setLimited}>
        {t('fn.versions.retention.limit')}
      </Checkbox>
      {limited && (
        <Field
          className="w-44"
          label={t('fn.versions.retention.keep')}
          error={bad ? t('fn.versions.retention.bad', { max: MOST }) : null}
        >
          <Input type="number" className="num" value={typed} onChange={(event) => setTyped(event.target.value)} />
        </Field>
      )}
      {limited && !bad && (preview.isLoading ? <Skeleton className="w-56" /> : <Older older={older} />)}
    </FormDialog>
  )
}

function Older({ older }: Pick<VersionRetention, 'older'>) {
  const { t } = useTranslation()
  if (older.length === 0) return <p className="text-fg-2">{t('fn.versions.retention.none')}</p>
  return (
    <ul
      aria-label={t('fn.versions.retention.older')}
      className="max-h-56 overflow-y-auto rounded-field border border-line bg-sunken px-3 py-1.5"
    >
      {older.map(({ version, keptBy }) => (
        <li key={version} className="flex min-h-6 items-center gap-3">
          <span className="mono w-14 shrink-0">v{version}</span>
          {keptBy.length === 0 ? (
            <span className="text-danger">{t('fn.versions.retention.goes')}</span>
          ) : (
            <span className="text-fg-2">
              {t('fn.versions.retention.stays')} <Uses uses={keptBy} />
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

function Uses({ uses }: { uses: readonly VersionUse[] }) {
  const { t } = useTranslation()
  return uses.map(({ kind, name }) => t(`fn.versions.retention.use.${kind}`, { name })).join(t('shell.comma'))
}
