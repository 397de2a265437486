import type { FunctionDetail } from '@alcove/contract'
import { Check } from 'lucide-react'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { Section } from '../../../ui/Section.tsx'

/** For a function without calls: the next steps in order, with completed ones ticked. */
export function FirstSteps({ space, details }: { space: string; details: FunctionDetail }) {
  const { t } = useTranslation()
  const { name: fn, latestVersion, aliases, triggers } = details
  const steps = [
    { key: 'run', done: false, to: paths.code(space, fn) },
    { key: 'publish', done: latestVersion !== null, to: paths.versions(space, fn) },
    { key: 'alias', done: aliases.length > 0, to: paths.versions(space, fn) },
    { key: 'trigger', done: triggers.length > 0, to: paths.triggers(space, fn) },
  ] as const
  const next = steps.find(({ done }) => !done)?.key
  return (
    <Section title={t('fn.steps.title')} note={t('fn.steps.note')}>
      <ol className="border-t border-line">
        {steps.map(({ key, done, to }, index) => (
          <li key={key} className="flex items-center gap-4 border-b border-line px-gutter py-3 narrow:flex-wrap">
            <span
              className={`num grid size-6 shrink-0 place-items-center rounded-full border text-sm ${done ? 'border-transparent bg-success-tint text-success' : 'border-line-strong text-fg-2'}`}
            >
              {done ? <Check size={14} strokeWidth={2} aria-label={t('fn.steps.done')} /> : index + 1}
            </span>
            <span className="min-w-0 flex-1">
              <span className="block font-name">{t(`fn.steps.${key}.title`)}</span>
              <span className="block text-fg-2">{t(`fn.steps.${key}.hint`)}</span>
            </span>
            <LinkButton {...to} variant={key === next ? 'primary' : 'secondary'}>
              {t(`fn.steps.${key}.action`)}
            </LinkButton>
          </li>
        ))}
      </ol>
    </Section>
  )
}
