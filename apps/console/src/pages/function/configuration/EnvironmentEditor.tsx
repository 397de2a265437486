import { Eye, EyeOff, X } from 'lucide-react'
import { type ClipboardEvent, useState } from 'react'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { NamedRows, rowInputClass } from './NamedRows.tsx'
import { ValueInput } from './ValueInput.tsx'
import { parseDotEnv, type Variable, variable } from './environment.ts'

interface EnvironmentEditorProps {
  variables: readonly Variable[]
  error: string | undefined
  /** Why nothing can be changed; absent when it can. */
  readOnlyReason: string | undefined
  onChange(variables: Variable[]): void
}

const icon = { size: 14 } as const

/** Names and values. Values stay hidden until the user shows them: people share screens. */
export function EnvironmentEditor({ variables, error, readOnlyReason, onChange }: EnvironmentEditorProps) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(false)
  const change = (key: number, part: Partial<Variable>) =>
    onChange(variables.map((row) => (row.key === key ? { ...row, ...part } : row)))
  /** A .env file pasted into a name becomes rows, and replaces those of the same names. */
  const paste = (event: ClipboardEvent, key: number) => {
    const pasted = new Map(parseDotEnv(event.clipboardData.getData('text')))
    if (pasted.size === 0) return
    event.preventDefault()
    onChange([
      ...variables.filter((row) => !pasted.has(row.name) && (row.key !== key || row.name !== '')),
      ...[...pasted].map(([name, value]) => variable(name, value)),
    ])
  }
  return (
    <div className="grid max-w-[720px] gap-2 px-gutter pb-6">
      <NamedRows
        rows={variables}
        error={error}
        readOnlyReason={readOnlyReason}
        addLabel={t('fn.config.addVariable')}
        onAdd={() => onChange([...variables, variable()])}
        row={(row) => (
          <>
            <input
              aria-label={t('fn.config.variableName')}
              value={row.name}
              placeholder="NAME"
              spellCheck={false}
              readOnly={readOnlyReason !== undefined}
              className={rowInputClass}
              onChange={(event) => change(row.key, { name: event.target.value })}
              onPaste={(event) => paste(event, row.key)}
            />
            <ValueInput
              aria-label={t('fn.config.variableValue', { name: row.name })}
              value={row.value}
              hidden={!shown}
              readOnly={readOnlyReason !== undefined}
              onChange={(event) => change(row.key, { value: event.target.value })}
            />
            <IconButton
              label={t('fn.config.removeVariable', { name: row.name })}
              icon={<X {...icon} />}
              disabledReason={readOnlyReason}
              onClick={() => onChange(variables.filter(({ key }) => key !== row.key))}
            />
          </>
        )}
      >
        {variables.length > 0 && (
          <Button
            size="sm"
            variant="ghost"
            icon={shown ? <EyeOff {...icon} /> : <Eye {...icon} />}
            onClick={() => setShown(!shown)}
          >
            {shown ? t('fn.config.hideValues') : t('fn.config.showValues')}
          </Button>
        )}
        <span className="text-sm text-fg-3">{t('fn.config.pasteHint')}</span>
      </NamedRows>
    </div>
  )
}
