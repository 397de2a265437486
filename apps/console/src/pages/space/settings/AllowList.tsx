import { opensPrivate } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { meQuery } from '../../../api/session.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { Field, Input } from '../../../ui/Field.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { MOST_TARGETS, targetProblem } from './targets.ts'

interface AllowListProps {
  targets: readonly string[]
  readOnlyReason: string | null
  onChange(targets: string[]): void
}

const icon = { size: 14 } as const

/** Hosts and networks, one per row. Enter adds one; pasting several adds all of them. */
export function AllowList({ targets, readOnlyReason, onChange }: AllowListProps) {
  const { t } = useTranslation()
  const mayOpenPrivate = useQuery(meQuery).data?.actions.includes('platform:admin') ?? false
  const [typed, setTyped] = useState('')
  const [refused, setRefused] = useState<string | null>(null)
  const add = () => {
    const next = [...targets]
    for (const target of typed.split(/[\s,]+/).filter(Boolean)) {
      const problem = opensPrivate(target) && !mayOpenPrivate ? 'privateDenied' : targetProblem(target, next)
      if (problem) {
        setRefused(t(`egress.${problem}`, { target, max: MOST_TARGETS }))
        return
      }
      next.push(target)
    }
    if (next.length > targets.length) onChange(next)
    setTyped('')
  }
  return (
    <div className="grid gap-3">
      {targets.length === 0 ? (
        <p className="text-fg-2">{t('egress.empty')}</p>
      ) : (
        <ul aria-label={t('egress.targets')} className="border-t border-line">
          {targets.map((target) => (
            <li key={target} className="flex h-8 items-center gap-2 border-b border-line">
              <span className="mono cut">{target}</span>
              {opensPrivate(target) && (
                <span title={t('egress.privateMeans')}>
                  <Tag tone="warning">{t('egress.private')}</Tag>
                </span>
              )}
              <IconButton
                size="sm"
                className="ml-auto"
                label={t('egress.remove', { target })}
                icon={<X {...icon} />}
                disabledReason={readOnlyReason}
                onClick={() => onChange(targets.filter((other) => other !== target))}
              />
            </li>
          ))}
        </ul>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-2">
        <Field label={t('egress.targets')} hint={t('egress.hint')} error={refused}>
          <Input
            mono
            value={typed}
            spellCheck={false}
            autoComplete="off"
            readOnly={readOnlyReason !== null}
            placeholder={t('egress.placeholder')}
            onChange={(event) => {
              setTyped(event.target.value)
              setRefused(null)
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              // Enter adds to the list; it must not also submit the form.
              event.preventDefault()
              add()
            }}
          />
        </Field>
        <Button
          className="mt-5 h-8! narrow:h-9!"
          icon={<Plus {...icon} />}
          disabledReason={readOnlyReason}
          onClick={add}
        >
          {t('egress.add')}
        </Button>
      </div>
    </div>
  )
}
