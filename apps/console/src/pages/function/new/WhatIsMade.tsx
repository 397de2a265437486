import type { Files, NewFunction } from '@alcove/contract'
import { FlaskConical, KeyRound, type LucideIcon, SquareFunction, Zap } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import { useColours } from '../../../components/CodeEditor/index.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { said } from '../../../i18n/said.ts'
import { CodeBlock } from '../../../ui/CodeBlock.tsx'
import { tabClass } from '../../../ui/Tabs.tsx'
import { isText } from '../files/files.ts'

interface WhatIsMadeProps {
  name: string
  body: Omit<z.input<typeof NewFunction>, 'name' | 'description'>
  files: Files
  /** More of them than are shown. */
  fileCount?: number
  note?: string
}

/** The rail beside the form: everything that Create will make, and the code. */
export function WhatIsMade({ name, body, files, fileCount = Object.keys(files).length, note }: WhatIsMadeProps) {
  const { t } = useTranslation()
  const shown = Object.entries(files).filter(([, content]) => isText(content))
  const [chosen, setChosen] = useState('')
  const [path, content] = shown.find(([each]) => each === chosen) ?? shown[0] ?? ['', '']
  const text = isText(content) ? content : ''
  const coloured = useColours(path, text)
  const settings = [
    body.runtime,
    `${body.memoryMb ?? 256} MB`,
    t('fn.create.seconds', { count: body.timeoutSeconds ?? 30 }),
    t('fn.create.files', { count: fileCount }),
  ]
  const variables = [...Object.keys(body.environment ?? {}), ...Object.keys(body.secrets ?? {})]
  return (
    <aside aria-label={t('fn.create.made')} className="min-w-0 border-l border-line narrow:border-t narrow:border-l-0">
      <div className="flex h-10 items-center justify-between gap-2 border-b border-line px-4">
        <h2 className="font-heading">{t('fn.create.made')}</h2>
        <span className="text-sm text-fg-3">{t('fn.create.inDraft')}</span>
      </div>
      <ul>
        <Row icon={SquareFunction} name={name || '…'} kind={t('fn.create.kind.function')}>
          {settings.join(', ')}
        </Row>
        {Object.entries(body.triggers ?? {}).map(([trigger, { type }]) => (
          <Row key={trigger} icon={Zap} name={trigger} kind={t('fn.create.kind.trigger')}>
            {t('fn.create.triggerOff', { type: t(`triggers.types.${type}`) })}
          </Row>
        ))}
        {Object.entries(body.tests ?? {}).map(([test, { description }]) => (
          <Row key={test} icon={FlaskConical} name={test} kind={t('fn.create.kind.test')}>
            {description ? said(description) : t('fn.create.testHint')}
          </Row>
        ))}
        {variables.length > 0 && (
          <Row icon={KeyRound} name={variables.join(', ')} kind={t('fn.create.kind.variables')}>
            {Object.keys(body.secrets ?? {}).length > 0 ? t('fn.create.secretHint') : t('fn.create.variableHint')}
          </Row>
        )}
      </ul>
      {shown.length > 0 && (
        <>
          <div className="flex items-center gap-4 overflow-x-auto border-b border-line px-4" role="tablist">
            {shown.map(([each]) => (
              <button
                key={each}
                type="button"
                role="tab"
                aria-selected={each === path}
                className={`mono ${tabClass(each === path)}`}
                onClick={() => setChosen(each)}
              >
                {each}
              </button>
            ))}
          </div>
          <CodeBlock code={text} coloured={coloured} label={path} className="px-1" />
        </>
      )}
      {note && <p className="border-t border-line px-4 py-3 text-sm text-fg-2">{note}</p>}
    </aside>
  )
}

function Row({
  icon: Icon,
  name,
  kind,
  children,
}: {
  icon: LucideIcon
  name: string
  kind: string
  children: ReactNode
}) {
  return (
    <li className="flex gap-2.5 border-b border-line px-4 py-2">
      <Icon size={14} strokeWidth={1.75} className="mt-0.5 shrink-0 text-fg-3" />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className="cut flex-1 font-name">{name}</span>
          <span className="text-sm text-fg-3">{kind}</span>
        </span>
        <span className="block text-sm text-fg-2">{children}</span>
      </span>
    </li>
  )
}
