import { Replace, RotateCcw, X } from 'lucide-react'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { NamedRows, rowInputClass } from './NamedRows.tsx'
import { ValueInput } from './ValueInput.tsx'
import { newSecret, type SecretRow } from './secrets.ts'

interface SecretsEditorProps {
  rows: readonly SecretRow[]
  error: string | undefined
  /** Why nothing can be changed; absent when it can. */
  readOnlyReason: string | undefined
  onChange(rows: SecretRow[]): void
}

const icon = { size: 14 } as const

/** Encrypted variables. A stored value can be replaced or removed; nothing about it is shown, not even its length. */
export function SecretsEditor({ rows, error, readOnlyReason, onChange }: SecretsEditorProps) {
  const { t } = useTranslation()
  const change = (key: number, part: Partial<SecretRow>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...part } : row)))
  return (
    <div className="grid max-w-[720px] gap-2 px-gutter pb-6">
      {rows.length === 0 && <p className="text-fg-2">{t('fn.config.noSecrets')}</p>}
      <NamedRows
        rows={rows}
        rowClass="narrow:grid-cols-[minmax(0,1fr)_auto]"
        error={error}
        readOnlyReason={readOnlyReason}
        addLabel={t('fn.config.addSecret')}
        onAdd={() => onChange([...rows, newSecret()])}
        row={(row) => (
          <>
            {row.stored ? (
              <span className="flex h-8 min-w-0 items-center gap-2">
                <span className={`cut font-mono text-sm ${row.removed ? 'text-fg-3 line-through' : ''}`}>
                  {row.name}
                </span>
                <SecretState row={row} />
              </span>
            ) : (
              <input
                aria-label={t('fn.config.secretName')}
                value={row.name}
                placeholder="NAME"
                spellCheck={false}
                className={rowInputClass}
                onChange={(event) => change(row.key, { name: event.target.value })}
              />
            )}
            {row.value === null || row.removed ? (
              <span className="flex h-8 items-center justify-between gap-2 narrow:col-span-full narrow:row-start-2">
                <span className="cut text-sm text-fg-3">
                  {row.removed ? t('fn.config.secretRemoved') : t('fn.config.secretHidden')}
                </span>
                {!row.removed && (
                  <Button
                    size="sm"
                    icon={<Replace {...icon} />}
                    disabledReason={readOnlyReason}
                    aria-label={`${t('fn.config.replace')} ${row.name}`}
                    onClick={() => change(row.key, { value: '' })}
                  >
                    {t('fn.config.replace')}
                  </Button>
                )}
              </span>
            ) : (
              <ValueInput
                hidden
                aria-label={t(row.stored ? 'fn.config.newSecretValue' : 'fn.config.secretValue', { name: row.name })}
                // The user pressed Replace for this field.
                // oxlint-disable-next-line jsx-a11y/no-autofocus
                autoFocus={row.stored}
                value={row.value}
                className="narrow:col-span-full narrow:row-start-2"
                onChange={(event) => change(row.key, { value: event.target.value })}
              />
            )}
            {row.stored && (row.removed || row.value !== null) ? (
              <IconButton
                label={row.removed ? t('fn.config.keepSecret', { name: row.name }) : t('fn.config.keepOld')}
                icon={<RotateCcw {...icon} />}
                onClick={() => change(row.key, { removed: false, value: null })}
              />
            ) : (
              <IconButton
                label={t('fn.config.removeSecret', { name: row.name })}
                icon={<X {...icon} />}
                disabledReason={readOnlyReason}
                onClick={() =>
                  row.stored ? change(row.key, { removed: true }) : onChange(rows.filter(({ key }) => key !== row.key))
                }
              />
            )}
          </>
        )}
      />
    </div>
  )
}

function SecretState({ row }: { row: SecretRow }) {
  const { t } = useTranslation()
  if (row.removed) return null
  return row.value ? <Tag tone="info">{t('fn.config.secretChanged')}</Tag> : <Tag>{t('fn.config.secretSet')}</Tag>
}
