import { useTranslation } from '../../../../../i18n/index.ts'
import { Section } from '../../../../../ui/Section.tsx'
import { CodeBlock } from '../../../../../ui/CodeBlock.tsx'
import type { TriggerViewProps } from '../kind.ts'

export function EventDetails({ trigger }: TriggerViewProps<'event'>) {
  const { t } = useTranslation()
  return (
    <Section ruled title={t('triggers.pattern')}>
      <div className="px-gutter pb-3">
        <CodeBlock boxed wrap code={JSON.stringify(trigger.config.pattern, null, 2)} label={t('triggers.pattern')} />
      </div>
    </Section>
  )
}
