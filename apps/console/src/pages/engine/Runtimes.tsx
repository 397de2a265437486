import type { EngineStatus } from '@alcove/contract'
import { Check, Minus } from 'lucide-react'
import { useTranslation } from '../../i18n/index.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { Section } from '../../ui/Section.tsx'
import { runtimeName } from '../../components/runtimes.ts'

/** What this machine can run, and how to add the rest. */
export function Runtimes({ runtimes }: { runtimes: EngineStatus['runtimes'] }) {
  const { t } = useTranslation()
  const missing = runtimes.filter(({ available }) => !available).length
  return (
    <Section
      ruled
      title={t('engine.runtimes')}
      note={missing > 0 && t('engine.missingRuntimes', { count: missing })}
      className="pb-3"
    >
      <ul className="px-gutter">
        {runtimes.map((runtime) => (
          <li key={runtime.name} className="border-t border-line py-1.5">
            <span className="flex items-center gap-2.5">
              {runtime.available ? (
                <Check size={14} className="text-success" />
              ) : (
                <Minus size={14} className="text-fg-3" />
              )}
              <span>{runtimeName(runtime.name)}</span>
              <span className="num cut ml-auto text-fg-2">
                {runtime.available ? runtime.version : t('engine.notInstalled')}
              </span>
            </span>
            {!runtime.available && runtime.remedy && (
              <CodeBlock boxed wrap code={runtime.remedy} label={t('engine.remedy')} className="mt-1.5 mb-1" />
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
