import type { ServerLogLine } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { Drawer } from '../../ui/Drawer.tsx'
import { KeyValue } from '../../ui/KeyValue.tsx'
import { Section } from '../../ui/Section.tsx'
import { Time } from '../../ui/Time.tsx'
import { LEVEL_TEXT } from './ServerLines.tsx'

/** One line with all its fields. */
export function ServerLine({ line, onClose }: { line: ServerLogLine; onClose(): void }) {
  const { t } = useTranslation()
  return (
    <Drawer
      label={line.message}
      onClose={onClose}
      title={<h2 className="cut text-alias font-heading">{line.message}</h2>}
    >
      <KeyValue
        items={[
          { key: 'time', label: t('platform.time'), value: <Time at={line.time} as="absolute" /> },
          {
            key: 'level',
            label: t('platform.level'),
            value: <span className={`mono ${LEVEL_TEXT[line.level]}`}>{line.level}</span>,
          },
          { key: 'server', label: t('platform.server'), value: line.server },
        ]}
      />
      <Section title={t('platform.message')} className="mt-2">
        <p className="px-gutter pb-2 wrap-anywhere">{line.message}</p>
      </Section>
      {line.fields !== '{}' && (
        <Section title={t('platform.fields')}>
          <div className="px-gutter pb-3">
            <CodeBlock boxed wrap code={indented(line.fields)} />
          </div>
        </Section>
      )}
    </Drawer>
  )
}

/** Long fields are cut, and then no JSON any more. */
function indented(fields: string): string {
  try {
    return JSON.stringify(JSON.parse(fields), null, 2).replaceAll(String.raw`\n`, '\n')
  } catch {
    return fields
  }
}
