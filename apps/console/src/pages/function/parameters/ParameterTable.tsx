import { typeSummary, type Parameter } from '@alcove/contract'
import { clsx } from 'clsx'
import { ChevronRight, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { toast } from '../../../components/toast.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { moved, withKeyword } from './parameterDraft.ts'
import { ParameterDetails } from './ParameterDetails.tsx'

interface ParameterTableProps {
  parameters: readonly Parameter[]
  /** Why nothing can be changed; absent when it can. */
  readOnlyReason: string | undefined
  onChange(parameters: Parameter[]): void
}

const cell = 'px-2 py-1.5 first:pl-gutter last:pr-gutter'

/** One row for each parameter. Enter opens it, Alt ↑ ↓ moves it, Delete removes it. */
export function ParameterTable({ parameters, readOnlyReason, onChange }: ParameterTableProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<number | null>(null)
  const replace = (at: number, parameter: Parameter) =>
    onChange(parameters.map((each, index) => (index === at ? parameter : each)))
  const remove = (at: number) => {
    const before = [...parameters]
    setOpen(null)
    onChange(parameters.filter((_, index) => index !== at))
    toast.message(t('fn.params.removed', { name: parameters[at]!.name }), {
      action: { label: t('common.undo'), onClick: () => onChange(before) },
    })
  }
  const move = (at: number, by: -1 | 1) => {
    onChange(moved(parameters, at, at + by))
    if (open === at) setOpen(Math.min(parameters.length - 1, Math.max(0, at + by)))
  }
  const mark = (at: number, parameter: Parameter) => !readOnlyReason && replace(at, parameter)
  return (
    <div className="relative overflow-x-auto">
      <table className="w-full min-w-[560px] border-t border-line text-left" aria-label={t('fn.params.title')}>
        <thead>
          <tr className="border-b border-line text-sm text-fg-2">
            {(['name', 'type', 'default', 'required', 'secret', 'description'] as const).map((key) => (
              <th key={key} scope="col" className={clsx(cell, 'font-medium')}>
                {t(`fn.params.${key === 'required' ? 'requiredHead' : key}`)}
              </th>
            ))}
            <th className={cell}>
              <span className="sr-only">{t('common.actions')}</span>
            </th>
          </tr>
        </thead>
        {parameters.map((parameter, at) => {
          const { name, required, schema } = parameter
          const isOpen = open === at
          return (
            <tbody key={`${at} ${name}`} className={clsx('border-b border-line', isOpen && 'bg-selected')}>
              <tr>
                <th scope="row" className={clsx(cell, 'font-name')}>
                  <button
                    type="button"
                    aria-expanded={isOpen}
                    className="mono flex max-w-56 min-w-0 items-center gap-1"
                    onClick={() => setOpen(isOpen ? null : at)}
                    onKeyDown={(event) => {
                      if (readOnlyReason) return
                      if (event.key === 'Delete') remove(at)
                      if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
                      event.preventDefault()
                      move(at, event.key === 'ArrowUp' ? -1 : 1)
                    }}
                  >
                    <ChevronRight size={13} className={clsx('shrink-0 text-fg-3', isOpen && 'rotate-90')} />
                    <span className="cut" title={name}>
                      {name}
                    </span>
                  </button>
                </th>
                <td className={clsx(cell, 'mono max-w-44 text-sm text-accent')}>
                  <span className="cut block" title={typeSummary(schema)}>
                    {typeSummary(schema)}
                  </span>
                </td>
                <td className={clsx(cell, 'mono max-w-36 text-sm')}>
                  <span className="cut block">{'default' in schema ? JSON.stringify(schema['default']) : '–'}</span>
                </td>
                <td className={cell}>
                  <Mark
                    label={t('fn.params.isRequired', { name })}
                    checked={required}
                    onChange={(next) => mark(at, { ...parameter, required: next })}
                  />
                </td>
                <td className={cell}>
                  <Mark
                    label={t('fn.params.isSecret', { name })}
                    checked={schema['writeOnly'] === true}
                    onChange={(next) =>
                      mark(at, { ...parameter, schema: withKeyword(schema, 'writeOnly', next || undefined) })
                    }
                  />
                </td>
                <td className={clsx(cell, 'max-w-64 text-fg-2')}>
                  <span className="cut block">{String(schema['description'] ?? '')}</span>
                </td>
                <td className={clsx(cell, 'w-8')}>
                  <IconButton
                    label={t('fn.params.remove', { name })}
                    icon={<Trash2 size={14} />}
                    disabledReason={readOnlyReason}
                    onClick={() => remove(at)}
                  />
                </td>
              </tr>
              {isOpen && (
                <tr>
                  <td colSpan={7}>
                    <fieldset disabled={readOnlyReason !== undefined}>
                      <ParameterDetails
                        parameter={parameter}
                        taken={parameters.filter((_, index) => index !== at).map((each) => each.name)}
                        onChange={(next) => replace(at, next)}
                      />
                    </fieldset>
                  </td>
                </tr>
              )}
            </tbody>
          )
        })}
      </table>
    </div>
  )
}

interface MarkProps {
  label: string
  checked: boolean
  onChange(checked: boolean): void
}

function Mark({ label, checked, onChange }: MarkProps) {
  return (
    <Checkbox checked={checked} onChange={onChange}>
      <span className="sr-only">{label}</span>
    </Checkbox>
  )
}
